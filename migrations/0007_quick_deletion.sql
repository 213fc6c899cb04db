-- Deleting a session takes a moment, however much was said and uploaded in it, and in all others.

-- Turns take their messages along; without it each of them looks through every message there is.
create index messages_by_turn on messages (turn_id);

-- A gigabyte of content cannot be removed while somebody waits: housekeeping removes what no asset names any more.
alter table asset_contents drop constraint asset_contents_asset_id_fkey;
