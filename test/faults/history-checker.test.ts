import { expect, test } from "bun:test";
import type { DurableEvent, Message, ServerFrame } from "../../src/chat/protocol.ts";
import { checkHistory, type StoredSession } from "../support/history.ts";
import { faultInText, faultInWholeText } from "./numbered-text.ts";

/** One message and its answer, as it should be. */
function goodHistory() {
  const [sessionId, turnId, epoch] = [crypto.randomUUID(), crypto.randomUUID(), crypto.randomUUID()];
  const message = (role: Message["role"], content: string): Message => ({
    ...{ id: crypto.randomUUID(), role, content, turnId, attachments: [], status: "complete" as const },
    ...(role === "user" ? { clientId: "m-1" } : {}),
    createdAt: new Date().toISOString(),
  });
  const [question, answer] = [message("user", "hi"), message("assistant", "1.0 1.1!")];
  const events: DurableEvent[] = [
    { type: "message.accepted", seq: 1, message: question, turnId, position: 0 },
    { type: "turn.started", seq: 2, turnId, attempt: 1 },
    { type: "message.completed", seq: 3, turnId, message: answer },
    { type: "turn.finished", seq: 4, turnId, status: "completed", usage: { inputTokens: 1, outputTokens: 1 } },
  ];
  const hello = {
    protocol: 1 as const,
    sessionId,
    epoch,
    phase: "INTAKE" as const,
    heartbeatMs: 1,
    runningTurn: null,
    pendingApprovals: [],
  };
  const limits = { frameBytes: 1, textLength: 1, queuedMessages: 1 };
  const frames: ServerFrame[] = [
    { type: "hello", ...hello, limits, seq: 0, resumed: true },
    ...events.slice(0, 2),
    { type: "snapshot", turnId, attempt: 1, text: "" },
    { type: "delta", turnId, attempt: 1, offset: 0, text: "1.0 " },
    { type: "delta", turnId, attempt: 1, offset: 4, text: "1.1!" },
    ...events.slice(2),
  ];
  const turn = { id: turnId, status: "completed", attempt: 1, failures: 0, messageId: question.id };
  const session: StoredSession = { id: sessionId, messages: [question, answer], events, turns: [turn] };
  const ack = { messageId: question.id, turnId };
  const sent = { id: "m-1", text: "hi", ack };
  return { session, frames, sent, turn, turnId };
}

const faultsOf = ({ session, frames, sent }: ReturnType<typeof goodHistory>) => {
  const received = frames.map((frame) => ({ connection: 1, atMs: 0, frame }));
  const client = { name: "tab", sessionId: session.id, after: 0, received, sent: new Map([["m-1", sent]]) };
  return checkHistory(session, [client], { faultInText, faultInWholeText });
};

test("the checker has nothing against a good history", () => expect(faultsOf(goodHistory())).toEqual([]));

type History = ReturnType<typeof goodHistory>;
const again = <T extends object>(item: T | undefined, changes: object = {}) => ({ ...item, ...changes }) as T;
test.each<[string, (history: History) => unknown, RegExp]>([
  ["a lost message", ({ session }) => session.messages.shift(), /is there 0 times/],
  ["a doubled message", ({ session }) => session.messages.push(again(session.messages[0])), /is there 2 times/],
  ["a doubled answer", ({ session }) => session.messages.push(again(session.messages[1])), /has 2 answers/],
  ["a lost answer", ({ session }) => session.messages.pop(), /has no answer/],
  ["an acknowledged message under another id", ({ sent }) => (sent.ack.messageId = crypto.randomUUID()), /as another/],
  ["a stuck turn", ({ session }) => session.events.pop(), /is stuck/],
  ["a hole in the log", ({ session }) => session.events.splice(1, 1), /has seq/],
  [
    "an event after the end",
    ({ session }) => session.events.push(again(session.events[1], { seq: 5 })),
    /after its end/,
  ],
  [
    "an attempt that comes twice",
    ({ session }) => session.events.splice(2, 0, again(session.events[1])),
    /attempt 1 of/,
  ],
  ["an event that is not told", ({ frames }) => frames.splice(1, 1), /seq 2 after 0/],
  ["an event that is told twice", ({ frames }) => frames.splice(2, 0, again(frames[1])), /seq 1 after 1/],
  ["a lost place", ({ frames }) => frames.push(again(frames[0], { resumed: false })), /not resumed/],
  ["a delta that leaves a hole", ({ frames }) => frames.splice(4, 1), /leaves a hole/],
  ["a delta after the end", ({ frames }) => frames.push(again(frames[5])), /after its end/],
  [
    "a delta of another attempt",
    ({ frames }) => frames.splice(5, 1, again(frames[5], { attempt: 2 })),
    /during attempt 1/,
  ],
  [
    "a text spliced of two",
    ({ frames }) => frames.splice(5, 1, again(frames[5], { text: "2.1!" })),
    /word 1 of paragraph 0/,
  ],
  [
    "a text that is not the answer",
    ({ frames }) => frames.splice(5, 1, again(frames[5], { text: "1.1 " })),
    /not what was shown/,
  ],
])("the checker finds %s", (_name, plant, fault) => {
  const history = goodHistory();
  plant(history);
  expect(faultsOf(history).join("\n")).toMatch(fault);
});
