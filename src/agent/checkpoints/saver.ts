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
import { type Sql, toJsonb } from "../../db/client.ts";
import type { Owner } from "../../sessions/owner.ts";
import { batchWrites, type Fence, type Write } from "./fence.ts";
import { serialize } from "./serializer.ts";
import { deleteThread, insertCheckpoint, insertWrites, type NewWrite, selectCheckpoints } from "./store.ts";
import { configOf, locate, toTuple } from "./tuple.ts";

type CheckpointerOptions = {
  sql: Sql;
  owner: Owner;
  /** Around every write; without one writes go straight to `sql`. */
  fence?: Fence;
  /** What of the run is worth saving; all of it unless said. */
  keep?: Keep;
  /** Nothing was ever saved of the thread, so nothing is looked for. */
  isNew?: boolean;
};

/** Tells what a later run would go on from. What is not kept costs no statement and no commit. */
export type Keep = {
  checkpoint: (values: Record<string, unknown>) => boolean;
  /** What one task wrote; it is part of the next checkpoint anyway. */
  writes: (values: unknown[]) => boolean;
};

const keepAll: Keep = { checkpoint: () => true, writes: () => true };

/** LangGraph's checkpoints in PostgreSQL, built for one claim of a turn. Every call is at most one statement. */
export function createCheckpointer(options: CheckpointerOptions): BaseCheckpointSaver {
  return new Checkpointer(options);
}

class Checkpointer extends BaseCheckpointSaver {
  readonly #sql: Sql;
  readonly #owner: Owner;
  readonly #write: (write: Write) => Promise<void>;
  readonly #keep: Keep;
  #isNew: boolean;
  /** The newest checkpoint that was not kept, and the channels that changed since the last one that was. */
  #passed: { id: string; versions: ChannelVersions } | undefined;

  constructor({ sql, owner, fence, keep = keepAll, isNew = false }: CheckpointerOptions) {
    super();
    this.#sql = sql;
    this.#owner = owner;
    this.#write = fence ? batchWrites(fence) : (write) => write(sql);
    this.#keep = keep;
    this.#isNew = isNew;
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
    const versions = { ...this.#passed?.versions, ...newVersions };
    const parent = parentId === this.#passed?.id ? undefined : parentId;
    this.#passed = undefined;
    if (!this.#keep.checkpoint(channelValues)) {
      this.#passed = { id: checkpoint.id, versions };
      return configOf(key);
    }
    this.#isNew = false;
    const changed = Object.entries(versions).filter(([channel]) => Object.hasOwn(channelValues, channel));
    const values = await Promise.all(
      changed.map(async ([channel, version]) => ({
        channel,
        version: String(version),
        ...(await serialize(channelValues[channel], this.serde)),
      })),
    );
    const row = {
      ...key,
      parentId: parent ?? null,
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
    if (id === this.#passed?.id || !this.#keep.writes(writes.map(([, value]) => value))) return;
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
    if (key.threadId === undefined || this.#isNew) return undefined;
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
