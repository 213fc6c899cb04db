import type { RunnableConfig } from "@langchain/core/runnables";
import {
  type Checkpoint,
  type CheckpointPendingWrite,
  type CheckpointTuple,
  getCheckpointId,
  maxChannelVersion,
  type SerializerProtocol,
  TASKS,
} from "@langchain/langgraph-checkpoint";
import { deserialize } from "./serializer.ts";
import type { CheckpointKey, StoredCheckpoint } from "./store.ts";

/** What LangGraph's config says of a place; without an id it means the newest checkpoint. */
export function locate(config: RunnableConfig): {
  threadId: string | undefined;
  namespace: string;
  id: string | undefined;
} {
  const { thread_id: threadId, checkpoint_ns: namespace = "" } = config.configurable ?? {};
  return { threadId, namespace, id: getCheckpointId(config) || undefined };
}

export function configOf({ threadId, namespace, id }: CheckpointKey): RunnableConfig {
  return { configurable: { thread_id: threadId, checkpoint_ns: namespace, checkpoint_id: id } };
}

/** The checkpoint as LangGraph resumes from it. */
export async function toTuple(row: StoredCheckpoint, fallback: SerializerProtocol): Promise<CheckpointTuple> {
  const load = (type: string, value: string) => deserialize({ type, value }, fallback);
  const checkpoint: Checkpoint = { ...JSON.parse(row.checkpoint), channel_values: {} };
  for (const [channel, type, value] of JSON.parse(row.values) as [string, string, string][]) {
    checkpoint.channel_values[channel] = await load(type, value);
  }
  if (row.sends !== null) {
    const sends = JSON.parse(row.sends) as [string, string][];
    checkpoint.channel_values[TASKS] = await Promise.all(sends.map(([type, value]) => load(type, value)));
    checkpoint.channel_versions[TASKS] = maxChannelVersion(1, ...Object.values(checkpoint.channel_versions));
  }
  const pendingWrites: CheckpointPendingWrite[] = [];
  for (const [taskId, channel, type, value] of JSON.parse(row.writes) as [string, string, string, string][]) {
    pendingWrites.push([taskId, channel, await load(type, value)]);
  }
  return {
    config: configOf(row),
    checkpoint,
    metadata: JSON.parse(row.metadata),
    pendingWrites,
    ...(row.parentId === null ? {} : { parentConfig: configOf({ ...row, id: row.parentId }) }),
  };
}
