import type { Memory } from "./log-follower.ts";
import type { KeyValueStorage } from "./outbox.ts";

/** A conversation of more turns is not kept: a reload reads its newest page from the service. */
const rememberedTurns = 100;
/** Rises when the memory's shape changes: a newer page must not trust what an older one kept. */
const memoryVersion = 2;
const keyOf = (sessionId: string) => `renovation-agent.conversation.${memoryVersion}.${sessionId}`;

/** Keeps the conversation in the tab's storage, so that a reload goes on where it was instead of starting over. */
export function remember(storage: KeyValueStorage, sessionId: string, memory: Memory | undefined): void {
  try {
    const tooLong = (memory?.conversation.turns.length ?? 0) > rememberedTurns;
    if (!memory || tooLong) storage.removeItem(keyOf(sessionId));
    else storage.setItem(keyOf(sessionId), JSON.stringify(memory));
  } catch {
    // Without room in the storage the next load reads history from the service.
  }
}

export function recall(storage: KeyValueStorage, sessionId: string): Memory | undefined {
  try {
    const text = storage.getItem(keyOf(sessionId));
    return text === null ? undefined : (JSON.parse(text) as Memory);
  } catch {
    return undefined;
  }
}
