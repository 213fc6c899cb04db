-- Sessions, their messages, turns and event log. Money is integer minor units, lengths are centimetres.

create table sessions (
  id uuid primary key,
  owner_id text not null,
  title text check (length(title) between 1 and 200),
  phase text not null default 'INTAKE'
    check (phase in ('INTAKE', 'CHECKLIST', 'PLAN', 'RENDER', 'PAYMENT', 'COMPLETE', 'ITERATE')),
  budget_minor bigint check (budget_minor between 0 and 100000000000),
  currency text check (currency ~ '^[A-Z]{3}$'),
  style_slug text,
  constraints text[] not null default '{}',
  last_seq bigint not null default 0,
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp()
);
create index sessions_by_owner on sessions (owner_id, id desc);

create table turns (
  id uuid primary key,
  session_id uuid not null references sessions (id) on delete cascade,
  owner_id text not null,
  kind text not null default 'chat' check (kind in ('chat', 'render')),
  status text not null default 'queued'
    check (status in ('queued', 'running', 'completed', 'failed', 'cancelled')),
  attempt integer not null default 0,
  failures integer not null default 0,
  claim_token uuid,
  claimed_by text,
  lease_expires_at timestamptz,
  cancel_requested_at timestamptz,
  graph_version integer not null,
  first_seq bigint not null,
  message_id uuid not null,
  retry_of uuid unique references turns (id) on delete cascade,
  progress text not null default '',
  problem jsonb,
  input_tokens bigint not null default 0,
  output_tokens bigint not null default 0,
  created_at timestamptz not null default clock_timestamp(),
  started_at timestamptz,
  finished_at timestamptz,
  check ((status = 'running') = (claim_token is not null))
);
create unique index turns_one_running_chat on turns (session_id) where status = 'running' and kind = 'chat';
create index turns_waiting on turns (created_at, id) where status = 'queued';
create index turns_leased on turns (lease_expires_at) where status = 'running';
create index turns_by_session on turns (session_id, created_at, id);
create index turns_by_owner on turns (owner_id, finished_at);

create table messages (
  id uuid primary key,
  session_id uuid not null references sessions (id) on delete cascade,
  owner_id text not null,
  turn_id uuid not null references turns (id) on delete cascade,
  role text not null check (role in ('user', 'assistant')),
  content text not null,
  client_id text check (client_id ~ '^[A-Za-z0-9_-]{1,64}$'),
  attachments uuid[] not null default '{}',
  status text not null default 'complete' check (status in ('complete', 'cancelled', 'failed')),
  position bigint generated always as identity,
  created_at timestamptz not null default clock_timestamp(),
  unique (session_id, client_id)
);
create index messages_by_session on messages (session_id, position desc);
create unique index messages_one_answer on messages (turn_id) where role = 'assistant';

create table events (
  session_id uuid not null references sessions (id) on delete cascade,
  seq bigint not null,
  owner_id text not null,
  type text not null,
  payload jsonb not null,
  created_at timestamptz not null default clock_timestamp(),
  primary key (session_id, seq)
);
-- Events are written in the order of time, so the smallest of indexes finds the old ones.
create index events_by_age on events using brin (created_at);

-- The running turns' text as it is written. Unlogged: a database crash costs at most the words not yet in an answer.
create unlogged table turn_text (
  turn_id uuid not null,
  owner_id text not null,
  attempt integer not null,
  revision integer not null,
  text_offset integer not null,
  text text not null,
  primary key (turn_id, attempt, text_offset)
);

-- What a tool call did, so that a repeated attempt does not do it again.
create table turn_effects (
  turn_id uuid not null references turns (id) on delete cascade,
  call_id text not null,
  owner_id text not null,
  result jsonb not null,
  created_at timestamptz not null default clock_timestamp(),
  primary key (turn_id, call_id)
);

create table phase_transitions (
  id bigint generated always as identity primary key,
  session_id uuid not null references sessions (id) on delete cascade,
  owner_id text not null,
  turn_id uuid,
  from_phase text not null,
  to_phase text not null,
  actor text not null check (actor in ('user', 'agent', 'system')),
  reason text not null,
  created_at timestamptz not null default clock_timestamp()
);
create index phase_transitions_by_session on phase_transitions (session_id, id);

create table rooms (
  id uuid primary key,
  session_id uuid not null references sessions (id) on delete cascade,
  owner_id text not null,
  type text not null,
  name text not null check (length(name) between 1 and 80),
  width_cm integer check (width_cm between 50 and 10000),
  length_cm integer check (length_cm between 50 and 10000),
  height_cm integer check (height_cm between 150 and 1500),
  area_m2 double precision check (area_m2 between 0.25 and 10000),
  budget_minor bigint check (budget_minor between 0 and 100000000000),
  requirements text[] not null default '{}',
  notes text check (length(notes) <= 2000),
  position integer not null,
  created_at timestamptz not null default clock_timestamp()
);
create index rooms_by_session on rooms (session_id, position);

-- The first answer to a creating POST, kept for a day under the client's Idempotency-Key.
create table idempotency_keys (
  owner_id text not null,
  key text not null,
  fingerprint text not null,
  body jsonb,
  created_at timestamptz not null default clock_timestamp(),
  primary key (owner_id, key)
);
create index idempotency_keys_by_age on idempotency_keys (created_at);

-- Tells a client whether its place in an event log is a place in this log. A restore replaces it.
create table epoch (
  id uuid primary key default gen_random_uuid(),
  only_row boolean not null default true unique check (only_row)
);
insert into epoch default values;
