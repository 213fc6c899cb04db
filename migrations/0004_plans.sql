-- The plan in versions, the decisions on it, and what else was decided.

alter table sessions add column last_plan_version integer not null default 0;

-- A version never changes once it is written, but for becoming approved: an edit is a new version.
create table plan_versions (
  id uuid primary key,
  session_id uuid not null references sessions (id) on delete cascade,
  owner_id text not null,
  version integer not null check (version >= 1),
  status text not null default 'draft' check (status in ('draft', 'approved')),
  based_on integer,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  starts_on date not null,
  ends_on date not null check (ends_on >= starts_on),
  working_days integer not null,
  labour_minor bigint not null check (labour_minor >= 0),
  material_minor bigint not null check (material_minor >= 0),
  contingency_percent integer not null check (contingency_percent between 0 and 50),
  contingency_minor bigint not null check (contingency_minor >= 0),
  total_minor bigint not null check (total_minor between 0 and 100000000000),
  critical_path text[] not null,
  actor text not null check (actor in ('user', 'agent', 'system')),
  created_at timestamptz not null default clock_timestamp(),
  approved_at timestamptz,
  unique (session_id, version),
  check (total_minor = labour_minor + material_minor + contingency_minor),
  check ((status = 'approved') = (approved_at is not null))
);

-- A room is named, not referred to: what was approved stays as it was when the room is gone.
create table plan_tasks (
  plan_id uuid not null references plan_versions (id) on delete cascade,
  key text not null,
  owner_id text not null,
  position integer not null,
  title text not null check (length(title) between 1 and 200),
  room_id uuid,
  room_name text,
  trade text not null,
  duration_days integer not null check (duration_days between 1 and 365),
  depends_on text[] not null,
  labour_minor bigint not null check (labour_minor >= 0),
  material_minor bigint not null check (material_minor >= 0),
  notes text check (length(notes) <= 1000),
  starts_on date not null,
  ends_on date not null,
  slack_days integer not null check (slack_days >= 0),
  primary key (plan_id, key)
);

create table approvals (
  id uuid primary key,
  session_id uuid not null references sessions (id) on delete cascade,
  owner_id text not null,
  turn_id uuid,
  kind text not null check (kind in ('plan', 'over_budget')),
  status text not null default 'pending'
    check (status in ('pending', 'approved', 'rejected', 'expired', 'withdrawn')),
  plan_version integer not null,
  facts jsonb not null,
  note text check (length(note) <= 1000),
  expires_at timestamptz not null,
  created_at timestamptz not null default clock_timestamp(),
  answered_at timestamptz,
  check ((status = 'pending') = (answered_at is null))
);
create unique index approvals_one_pending on approvals (session_id, kind) where status = 'pending';
create index approvals_by_expiry on approvals (expires_at) where status = 'pending';
create index approvals_by_session on approvals (session_id, id);
create index approvals_by_turn on approvals (turn_id);

create table decisions (
  id uuid primary key,
  session_id uuid not null references sessions (id) on delete cascade,
  owner_id text not null,
  text text not null check (length(text) between 1 and 500),
  actor text not null check (actor in ('user', 'agent')),
  created_at timestamptz not null default clock_timestamp()
);
create index decisions_by_session on decisions (session_id, id);
