-- LangGraph checkpoints. The thread is the turn, so a row lives as long as its turn runs.
-- Ids and paths sort by code point, as LangGraph sorts them, whatever the database's collation is.

create table checkpoints (
  thread_id text not null,
  namespace text not null,
  id text collate "C" not null,
  owner_id text not null,
  parent_id text collate "C",
  checkpoint json not null,
  metadata jsonb not null,
  primary key (thread_id, namespace, id)
);

-- A channel's value, once per version: a checkpoint that did not change it finds it here.
create table checkpoint_blobs (
  thread_id text not null,
  namespace text not null,
  channel text not null,
  version text not null,
  owner_id text not null,
  type text not null,
  value text not null,
  primary key (thread_id, namespace, channel, version)
);

-- What finished tasks of an unfinished superstep wrote: they are not run again.
create table checkpoint_writes (
  thread_id text not null,
  namespace text not null,
  checkpoint_id text collate "C" not null,
  task_id text collate "C" not null,
  position integer not null,
  owner_id text not null,
  task_path text collate "C" not null,
  channel text not null,
  type text not null,
  value text not null,
  primary key (thread_id, namespace, checkpoint_id, task_id, position)
);
