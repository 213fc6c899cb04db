import type { RunnableConfig } from "@langchain/core/runnables";
import {
  BaseCheckpointSaver,
  type ChannelVersions,
  type Checkpoint,
  type CheckpointListOptions,
  type CheckpointMetadata,
  type CheckpointTuple,
  type PendingWrite,
  WRITES_IDX_MAP,
} from "@langchain/langgraph-checkpoint";
import type { Sql } from "../../db/client.ts";
import type { Owner } from "../../sessions/owner.ts";
import { batchWrites, type Fence, type Write } from "./fence.ts";
import { serialize, toJsonb } from "./serializer.ts";
import { deleteThread, insertCheckpoint, insertWrites, type NewWrite, selectCheckpoints } from "./store.ts";
import { configOf, locate, toTuple } from "./tuple.ts";

type CheckpointerOptions = {
  sql: Sql;
  owner: Owner;
  /** Around every write; without one writes go straight to `sql`. */
  fence?: Fence;
};

/** LangGraph's checkpoints in PostgreSQL, built for one claim of a turn. Every call is one statement. */
export function createCheckpointer({ sql, owner, fence }: CheckpointerOptions): BaseCheckpointSaver {
  return new Checkpointer(sql, owner, fence ? batchWrites(fence) : (write) => write(sql));
}

class Checkpointer extends BaseCheckpointSaver {
  readonly #sql: Sql;
  readonly #owner: Owner;
  readonly #write: (write: Write) => Promise<void>;

  constructor(sql: Sql, owner: Owner, write: (write: Write) => Promise<void>) {
    super();
    this.#sql = sql;
    this.#owner = owner;
    this.#write = write;
  }

  /** Whole numbers would meet again in two branches of one thread, and a value is saved once per version. */
  override getNextVersion(current: number | undefined): number {
    return Math.floor(current ?? 0) + 1 + Math.random();
  }

  override async put(
    config: RunnableConfig,
    checkpoint: Checkpoint,
    metadata: CheckpointMetadata,
    newVersions: ChannelVersions,
  ): Promise<RunnableConfig> {
    const { threadId, namespace, id: parentId } = locate(config);
    if (threadId === undefined) throw new Error("A checkpoint needs a thread_id in its config");
    const key = { threadId, namespace, id: checkpoint.id };
    const { channel_values: channelValues, ...rest } = checkpoint;
    const changed = Object.entries(newVersions).filter(([channel]) => Object.hasOwn(channelValues, channel));
    const values = await Promise.all(
      changed.map(async ([channel, version]) => ({
        channel,
        version: String(version),
        ...(await serialize(channelValues[channel], this.serde)),
      })),
    );
    const row = {
      ...key,
      parentId: parentId ?? null,
      checkpoint: JSON.stringify(rest),
      metadata: toJsonb(metadata),
      values,
    };
    await this.#write((sql) => insertCheckpoint(sql, this.#owner, row));
    return configOf(key);
  }

  override async putWrites(
    config: RunnableConfig,
    writes: PendingWrite[],
    taskId: string,
    taskPath = "",
  ): Promise<void> {
    const { threadId, namespace, id } = locate(config);
    if (threadId === undefined || id === undefined) {
      throw new Error("Writes need a thread_id and a checkpoint_id in their config");
    }
    const rows = new Map<number, NewWrite>();
    const serialized = await Promise.all(writes.map(([, value]) => serialize(value, this.serde)));
    for (const [index, value] of serialized.entries()) {
      const channel = String(writes[index]?.[0]);
      const position = WRITES_IDX_MAP[channel] ?? index;
      rows.set(position, { ...value, taskId, taskPath, position, channel });
    }
    if (rows.size === 0) return;
    await this.#write((sql) => insertWrites(sql, this.#owner, { threadId, namespace, id }, [...rows.values()]));
  }

  override async getTuple(config: RunnableConfig): Promise<CheckpointTuple | undefined> {
    const key = locate(config);
    if (key.threadId === undefined) return undefined;
    const [row] = await selectCheckpoints(this.#sql, this.#owner, { ...key, limit: 1 });
    return row && (await toTuple(row, this.serde));
  }

  override async *list(config: RunnableConfig, options: CheckpointListOptions = {}): AsyncGenerator<CheckpointTuple> {
    const { before, filter, limit } = options;
    const rows = await selectCheckpoints(this.#sql, this.#owner, {
      ...locate(config),
      // Unlike a run, a list without a namespace is of all of them.
      namespace: config.configurable?.["checkpoint_ns"],
      beforeId: before && locate(before).id,
      metadata: filter && toJsonb(filter),
      limit,
    });
    for (const row of rows) yield await toTuple(row, this.serde);
  }

  override deleteThread(threadId: string): Promise<void> {
    return this.#write((sql) => deleteThread(sql, threadId));
  }
}
