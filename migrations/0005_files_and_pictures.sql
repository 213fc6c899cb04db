-- breaking: an older executable would answer the turn of a picture as if it were a message.
-- Files that belong to a session, pictures made for its rooms, and links that show its report.

create table assets (
  id uuid primary key,
  session_id uuid not null references sessions (id) on delete cascade,
  owner_id text not null,
  room_id uuid references rooms (id) on delete set null,
  kind text not null check (kind in ('photo', 'floor_plan', 'document', 'render')),
  name text check (length(name) between 1 and 200),
  caption text check (length(caption) <= 500),
  content_type text not null
    check (content_type in ('image/jpeg', 'image/png', 'image/webp', 'image/svg+xml', 'application/pdf')),
  byte_size bigint not null check (byte_size between 1 and 1073741824),
  width_px integer,
  height_px integer,
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  -- Null where the content is in asset_contents, else its key in the bucket.
  storage_key text unique,
  created_at timestamptz not null default clock_timestamp()
);
create index assets_by_session on assets (session_id, id desc);
create index assets_by_room on assets (room_id);
create index assets_by_owner on assets (owner_id);

create table asset_contents (
  asset_id uuid primary key references assets (id) on delete cascade,
  owner_id text not null,
  bytes bytea not null
);
-- Pictures are compressed already, and a range of bytes is then read without the rest.
alter table asset_contents alter column bytes set storage external;

-- Objects in the bucket that no asset names any more; housekeeping deletes them there, then here.
create table orphaned_objects (
  storage_key text primary key,
  owner_id text not null,
  created_at timestamptz not null default clock_timestamp()
);

create function orphan_asset_object() returns trigger language plpgsql as $$
begin
  insert into orphaned_objects (storage_key, owner_id) values (old.storage_key, old.owner_id) on conflict do nothing;
  return null;
end $$;
create trigger assets_leave_no_object after delete on assets
  for each row when (old.storage_key is not null) execute function orphan_asset_object();

-- A picture of a room. Its turn makes it; what came out is an asset.
create table renders (
  id uuid primary key,
  session_id uuid not null references sessions (id) on delete cascade,
  owner_id text not null,
  room_id uuid not null references rooms (id) on delete cascade,
  turn_id uuid not null unique references turns (id) on delete cascade,
  version integer not null check (version >= 1),
  parent_id uuid references renders (id) on delete set null,
  base_asset_id uuid references assets (id) on delete set null,
  asset_id uuid references assets (id) on delete set null,
  renderer text not null check (renderer in ('gemini', 'concept_board')),
  status text not null default 'queued' check (status in ('queued', 'running', 'ready', 'failed', 'cancelled')),
  decision text not null default 'open' check (decision in ('open', 'approved', 'rejected')),
  instructions text check (length(instructions) <= 1000),
  style_slug text,
  plan_version integer,
  problem jsonb,
  created_at timestamptz not null default clock_timestamp(),
  finished_at timestamptz,
  decided_at timestamptz,
  unique (room_id, version),
  check ((status in ('ready', 'failed', 'cancelled')) = (finished_at is not null)),
  check (status = 'ready' or decision = 'open')
);
create index renders_by_session on renders (session_id, id desc);
create index renders_by_parent on renders (parent_id);
create index renders_by_asset on renders (asset_id);
create index renders_by_base on renders (base_asset_id);

-- A picture's turn answers no message.
alter table turns alter column message_id drop not null;
alter table turns add check (kind = 'render' or message_id is not null);

-- A picture is decided on like a plan; one question about each may be open.
alter table approvals add column render_id uuid references renders (id) on delete cascade;
alter table approvals alter column plan_version drop not null;
alter table approvals drop constraint approvals_kind_check;
alter table approvals add constraint approvals_kind_check check (kind in ('plan', 'over_budget', 'render'));
alter table approvals add check ((kind = 'render') = (render_id is not null));
alter table approvals add check ((kind = 'render') = (plan_version is null));
drop index approvals_one_pending;
create unique index approvals_one_pending on approvals (session_id, kind, coalesce(render_id, session_id)) where status = 'pending';
create index approvals_by_render on approvals (render_id);

-- Shows the report to whoever has the token, of which only the hash is kept.
create table share_links (
  id uuid primary key,
  session_id uuid not null references sessions (id) on delete cascade,
  owner_id text not null,
  token_sha256 text not null unique check (token_sha256 ~ '^[0-9a-f]{64}$'),
  label text check (length(label) between 1 and 100),
  expires_at timestamptz not null,
  revoked_at timestamptz,
  last_opened_at timestamptz,
  created_at timestamptz not null default clock_timestamp()
);
create index share_links_by_session on share_links (session_id, id desc);
