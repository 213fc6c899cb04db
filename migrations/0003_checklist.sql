-- What is to be done and bought, room by room. Every amount of a session is in the session's currency (EUR until it has one).

create table checklist_items (
  id uuid primary key,
  session_id uuid not null references sessions (id) on delete cascade,
  owner_id text not null,
  room_id uuid not null references rooms (id) on delete cascade,
  category text not null,
  description text not null check (length(description) between 1 and 300),
  priority text not null check (priority in ('must', 'nice', 'optional')),
  estimate_minor bigint check (estimate_minor between 0 and 100000000000),
  estimate_basis text check (length(estimate_basis) <= 1000),
  done boolean not null default false,
  position integer not null,
  created_at timestamptz not null default clock_timestamp()
);
create index checklist_items_by_session on checklist_items (session_id, room_id, position);
create index checklist_items_by_room on checklist_items (room_id);

-- A product chosen for a room, and for an item of its checklist where it is known which. Name, unit and price are kept
-- as they were, because the catalogue changes.
create table product_picks (
  id uuid primary key,
  session_id uuid not null references sessions (id) on delete cascade,
  owner_id text not null,
  room_id uuid not null references rooms (id) on delete cascade,
  item_id uuid references checklist_items (id) on delete set null,
  product_slug text not null,
  product_name text not null,
  unit text not null,
  quantity double precision not null check (quantity between 0.01 and 10000),
  unit_price_minor bigint not null check (unit_price_minor between 0 and 100000000000),
  reason text check (length(reason) <= 500),
  created_at timestamptz not null default clock_timestamp()
);
create index product_picks_by_session on product_picks (session_id, id);
create index product_picks_by_room on product_picks (room_id);
create index product_picks_by_item on product_picks (item_id);
