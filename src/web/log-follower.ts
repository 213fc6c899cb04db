import type { Approval } from "../approvals/schema.ts";
import type { DurableEvent, Message, ServerFrame } from "../chat/protocol.ts";
import {
  addMessages,
  applyFrame,
  type Conversation,
  missesText,
  startConversation,
  type UnansweredTurn,
} from "./conversation.ts";

type Frame<T extends ServerFrame["type"]> = Extract<ServerFrame, { type: T }>;
export type HistoryPage = { items: readonly Message[]; nextCursor: string | null };

/** What a reload needs to go on as if nothing had happened. */
export type Memory = {
  /** The log's epoch, and the last event of it that was applied. */
  position: { epoch: string; seq: number };
  conversation: Conversation;
  olderCursor: string | null;
};

/** `resync` stands for events that were missed for good: read everything again. */
export type SessionEvent = DurableEvent | { type: "resync" };

/**
 * Follows a session's event log through any number of connections: continues after the last event where the server
 * can, and else builds the conversation anew from history, applying what arrives meanwhile on top of it.
 */
export function createLogFollower(options: {
  memory: Memory | undefined;
  readHistory: (cursor: string | null) => Promise<HistoryPage>;
  /** The newest first, answered ones included. */
  readApprovals: () => Promise<readonly Approval[]>;
  /** Null for a turn that is no longer kept. */
  readTurn: (turnId: string) => Promise<UnansweredTurn | null>;
  onChange: () => void;
  onEvent: (event: SessionEvent) => void;
  /** An event or text is missing, which a new connection repairs. */
  onGap: () => void;
  onHistoryFailed: (error: unknown) => void;
}) {
  let { position, conversation, olderCursor } = options.memory ?? { olderCursor: null };
  /** Frames that arrive while history is read. */
  let held: ServerFrame[] | undefined;

  function show(next: Conversation) {
    if (next === conversation) return;
    conversation = next;
    options.onChange();
  }

  function apply(frame: ServerFrame) {
    if (!conversation || !position) return;
    if (frame.type === "delta" && missesText(conversation, frame)) return options.onGap();
    if ("seq" in frame && frame.type !== "hello") {
      if (frame.seq <= position.seq) return;
      if (frame.seq > position.seq + 1) return options.onGap();
      position = { ...position, seq: frame.seq };
    }
    show(applyFrame(conversation, frame));
    if ("seq" in frame && frame.type !== "hello") options.onEvent(frame);
  }

  async function startOver(hello: Frame<"hello">) {
    const mine: ServerFrame[] = [];
    held = mine;
    position = undefined;
    try {
      const [history, approvals] = await Promise.all([options.readHistory(null), options.readApprovals()]);
      const unanswered = (await Promise.all(withoutAnswer(history.items).map(readTries))).flat();
      if (held !== mine) return;
      held = undefined;
      position = { epoch: hello.epoch, seq: hello.seq };
      olderCursor = history.nextCursor;
      show(startConversation(hello, { messages: history.items, approvals, unanswered }));
      for (const frame of mine) apply(frame);
      options.onEvent({ type: "resync" });
    } catch (error) {
      if (held === mine) options.onHistoryFailed(error);
    }
  }

  /** A turn and those that tried its message again. */
  async function readTries(turnId: string): Promise<UnansweredTurn[]> {
    const turns: UnansweredTurn[] = [];
    for (let id: string | null = turnId; id !== null;) {
      const turn: UnansweredTurn | null = await options.readTurn(id);
      if (turn) turns.push(turn);
      id = turn?.retriedBy ?? null;
    }
    return turns;
  }

  return {
    get conversation() {
      return conversation;
    },
    get hasOlder() {
      return olderCursor !== null;
    },
    /** Where the next connection goes on, as the socket's query. */
    query: () => (position ? `?after=${position.seq}&epoch=${encodeURIComponent(position.epoch)}` : ""),
    receive(frame: ServerFrame) {
      if (frame.type === "hello") {
        if (!frame.resumed || frame.epoch !== position?.epoch) return void startOver(frame);
        return apply(frame);
      }
      if (held) held.push(frame);
      else apply(frame);
    },
    /** The connection is gone, and with it what history was being read for. */
    disconnected() {
      held = undefined;
    },
    async readOlder() {
      const cursor = olderCursor;
      if (cursor === null) return;
      const page = await options.readHistory(cursor);
      if (cursor !== olderCursor || !conversation) return;
      olderCursor = page.nextCursor;
      show(addMessages(conversation, page.items));
    },
    memory: (): Memory | undefined => (position && conversation ? { position, conversation, olderCursor } : undefined),
  };
}

/** Turns of messages that have no whole answer: they wait, run, failed or were withdrawn. */
function withoutAnswer(messages: readonly Message[]): string[] {
  const answered = messages.filter(({ role, status }) => role === "assistant" && status !== "failed");
  const answeredTurns = new Set(answered.map(({ turnId }) => turnId));
  const asked = messages.filter(({ role, turnId }) => role === "user" && !answeredTurns.has(turnId));
  return asked.map(({ turnId }) => turnId);
}
