import type { Sql } from "../../db/client.ts";
import type { Owner } from "../../sessions/owner.ts";

/** A channel's value as text, and how it became text. */
export type StoredValue = { type: string; value: string };

/** Where a checkpoint is. The thread is the turn; the namespace is empty but in a subgraph. */
export type CheckpointKey = { threadId: string; namespace: string; id: string };

type NewCheckpoint = CheckpointKey & {
  parentId: string | null;
  /** JSON of the checkpoint without its channels' values. */
  checkpoint: string;
  /** JSON that jsonb accepts. */
  metadata: string;
  /** Of the channels that changed since the parent. */
  values: (StoredValue & { channel: string; version: string })[];
};

/** One of the values that a task wrote; a negative position holds the task's one error, interrupt or resume. */
export type NewWrite = StoredValue & { taskId: string; taskPath: string; position: number; channel: string };

type CheckpointFilter = {
  [Part in keyof CheckpointKey]?: string | undefined;
} & {
  /** Only older checkpoints than this one. */
  beforeId?: string | undefined;
  /** JSON that the metadata contains. */
  metadata?: string | undefined;
  limit?: number | undefined;
};

export type StoredCheckpoint = CheckpointKey & {
  parentId: string | null;
  checkpoint: string;
  metadata: string;
  /** JSON: `[channel, type, value][]`. */
  values: string;
  /** JSON: `[task, channel, type, value][]`, in the order in which the run would have applied them. */
  writes: string;
  /** JSON: `[type, value][]`, what the parent sent; before version 4 of the format it was no channel of its own. */
  sends: string | null;
};

/** Saves a checkpoint and its changed channels, in one statement. */
export async function insertCheckpoint(sql: Sql, owner: Owner, checkpoint: NewCheckpoint): Promise<void> {
  const { threadId, namespace, id, parentId, values } = checkpoint;
  const rows = values.map((value) => ({ ...value, threadId, namespace, ownerId: owner.id }));
  await sql`
    ${rows.length > 0 ? sql`with saved as (insert into checkpoint_blobs ${sql(rows)} on conflict do nothing)` : sql``}
    insert into checkpoints (thread_id, namespace, id, owner_id, parent_id, checkpoint, metadata)
    values (${threadId}, ${namespace}, ${id}, ${owner.id}, ${parentId}, ${checkpoint.checkpoint}::text::json,
      ${checkpoint.metadata}::text::jsonb)
    on conflict (thread_id, namespace, id) do update set checkpoint = excluded.checkpoint, metadata = excluded.metadata
      where checkpoints.owner_id = excluded.owner_id`;
}

/** Saves what a task wrote, in one statement. A task's first result stays; its error or interrupt is replaced. */
export async function insertWrites(sql: Sql, owner: Owner, key: CheckpointKey, writes: NewWrite[]): Promise<void> {
  const { threadId, namespace, id: checkpointId } = key;
  const rows = writes.map((write) => ({ ...write, threadId, namespace, checkpointId, ownerId: owner.id }));
  await sql`
    insert into checkpoint_writes ${sql(rows)}
    on conflict (thread_id, namespace, checkpoint_id, task_id, position)
      do update set channel = excluded.channel, type = excluded.type, value = excluded.value
      where checkpoint_writes.position < 0 and checkpoint_writes.owner_id = excluded.owner_id`;
}

/** Newest first, each with its values and writes, in one statement. JSON comes as text: the driver would rename its keys. */
export function selectCheckpoints(sql: Sql, owner: Owner, filter: CheckpointFilter): Promise<StoredCheckpoint[]> {
  const { threadId, namespace, id, beforeId, metadata, limit } = filter;
  return sql<StoredCheckpoint[]>`
    select c.thread_id, c.namespace, c.id, c.parent_id, c.checkpoint::text, c.metadata::text,
      coalesce((
        select json_agg(json_build_array(v.channel, v.type, v.value))
        from json_each_text(c.checkpoint -> 'channel_versions') current
        join checkpoint_blobs v on v.thread_id = c.thread_id and v.namespace = c.namespace
          and v.channel = current.key and v.version = current.value
      ), '[]')::text as values,
      coalesce((
        select json_agg(json_build_array(w.task_id, w.channel, w.type, w.value) order by w.task_path, w.task_id, w.position)
        from checkpoint_writes w
        where w.thread_id = c.thread_id and w.namespace = c.namespace and w.checkpoint_id = c.id
      ), '[]')::text as writes,
      case when (c.checkpoint ->> 'v')::int < 4 and c.parent_id is not null then coalesce((
        select json_agg(json_build_array(w.type, w.value) order by w.task_path, w.task_id, w.position)
        from checkpoint_writes w
        where w.thread_id = c.thread_id and w.namespace = c.namespace and w.checkpoint_id = c.parent_id
          and w.channel = '__pregel_tasks'
      ), '[]') end::text as sends
    from checkpoints c
    where c.owner_id = ${owner.id}
      ${threadId === undefined ? sql`` : sql`and c.thread_id = ${threadId}`}
      ${namespace === undefined ? sql`` : sql`and c.namespace = ${namespace}`}
      ${id === undefined ? sql`` : sql`and c.id = ${id}`}
      ${beforeId === undefined ? sql`` : sql`and c.id < ${beforeId}`}
      ${metadata === undefined ? sql`` : sql`and c.metadata @> ${metadata}::text::jsonb`}
    order by c.id desc
    limit ${limit ?? null}::int`;
}

/** Deletes all that is saved of a turn; the transaction that ends the turn calls it. */
export async function deleteThread(sql: Sql, threadId: string): Promise<void> {
  await sql`
    with deleted_checkpoints as (delete from checkpoints where thread_id = ${threadId}),
      deleted_blobs as (delete from checkpoint_blobs where thread_id = ${threadId})
    delete from checkpoint_writes where thread_id = ${threadId}`;
}
