import type { PendingApproval } from "../../approvals/schema.ts";
import {
  type ClientFrame,
  type DurableEvent,
  type LiveFrame,
  type Message,
  maxFrameBytes,
  maxQueuedMessages,
  maxTextLength,
  protocolVersion,
} from "../../chat/protocol.ts";

export type Frame = ClientFrame | DurableEvent | LiveFrame;

const sessionId = "0198d3c0-7d52-7000-8a51-3f6a1c0e9b11";
const turnId = "0198d3c1-02aa-7000-9c11-8f0d7f4a2f10";
const callId = "call-1-0";
const question = "I want to redo my kitchen, 3 by 4 metres, about 20k, something Scandinavian";
const answer = "A kitchen of 12 m² in a Scandinavian style for about 20,000 euros. What must stay as it is?";
const approval: PendingApproval = {
  approvalId: "0198d3c4-7f10-7000-8b21-6c9d4e2f1a07",
  turnId,
  kind: "plan",
  facts: {
    planVersion: 2,
    taskCount: 9,
    startsOn: "2026-12-07",
    endsOn: "2027-01-15",
    labourMinor: 780_000,
    materialMinor: 640_000,
    contingencyMinor: 142_000,
    productsMinor: 310_000,
    totalMinor: 1_872_000,
    budgetMinor: 2_000_000,
    overMinor: 0,
    currency: "EUR",
  },
  expiresAt: "2026-12-06T09:30:00.000Z",
};
const asked: Message = {
  id: "0198d3c1-02a9-7000-8d20-5b8f4e9c7a01",
  role: "user",
  content: question,
  turnId,
  clientId: "m-1",
  attachments: [],
  status: "complete",
  createdAt: "2026-11-22T09:30:00.000Z",
};
const answered: Message = {
  id: "0198d3c1-1f40-7000-b3c2-90d1e6a45f02",
  role: "assistant",
  content: answer,
  turnId,
  attachments: [],
  status: "complete",
  createdAt: "2026-11-22T09:30:07.000Z",
};

/** One example of every frame; `seq` 1 to 6 are one turn. */
export const frameExamples: { [Type in Frame["type"]]: Extract<Frame, { type: Type }> } = {
  message: { type: "message", id: "m-1", text: question, whenBusy: "queue" },
  cancel: { type: "cancel", id: "m-1" },
  retry: { type: "retry", turnId },
  answer: { type: "answer", approvalId: approval.approvalId, decision: "approve", note: "Please start after Easter" },
  ping: { type: "ping" },

  "message.accepted": { type: "message.accepted", seq: 1, message: asked, turnId, position: 0 },
  "turn.started": { type: "turn.started", seq: 2, turnId, attempt: 1 },
  "tool.started": {
    type: "tool.started",
    seq: 3,
    turnId,
    callId,
    name: "save_intake",
    arguments: {
      rooms: [{ type: "kitchen", name: "Kitchen", widthCm: 300, lengthCm: 400 }],
      budget: { amount: 20_000, currency: "EUR" },
      style: "scandinavian",
    },
  },
  "tool.finished": {
    type: "tool.finished",
    seq: 4,
    turnId,
    callId,
    name: "save_intake",
    status: "ok",
    summary: "Noted: a kitchen of 12 m², 20,000 euros, Scandinavian.",
  },
  "message.completed": { type: "message.completed", seq: 5, turnId, message: answered },
  "turn.finished": {
    type: "turn.finished",
    seq: 6,
    turnId,
    status: "completed",
    usage: { inputTokens: 812, outputTokens: 64 },
  },
  "session.changed": { type: "session.changed", seq: 7 },
  "rooms.changed": { type: "rooms.changed", seq: 8, roomIds: ["0198d3c1-0b77-7000-a6f0-2c7d3e8b9a03"] },
  "phase.changed": {
    type: "phase.changed",
    seq: 9,
    from: "INTAKE",
    to: "CHECKLIST",
    reason: "Room, size, style and budget are known.",
  },
  "checklist.changed": {
    type: "checklist.changed",
    seq: 10,
    itemIds: ["0198d3c2-3a10-7000-9f31-7d4e5c6b8a01"],
  },
  "picks.changed": { type: "picks.changed", seq: 11, pickIds: ["0198d3c2-5b20-7000-8e42-6c5d4b7a9f02"] },
  "plan.changed": { type: "plan.changed", seq: 12, version: 2 },
  "approval.requested": { type: "approval.requested", seq: 13, ...approval },
  "approval.answered": {
    type: "approval.answered",
    seq: 14,
    approvalId: approval.approvalId,
    kind: "plan",
    status: "approved",
    note: null,
  },
  "asset.changed": { type: "asset.changed", seq: 12, assetIds: ["0198d3c5-2c40-7000-9a10-5b7e1d2f3c08"] },
  "render.changed": {
    type: "render.changed",
    seq: 22,
    renderId: "0198d3c6-41f2-7000-8d33-7a1b9c0e5f12",
    roomId: "0198d3c1-0b77-7000-a6f0-2c7d3e8b9a03",
    status: "running",
    decision: "open",
    progress: "Drawing the floor plan",
  },
  "decisions.changed": {
    type: "decisions.changed",
    seq: 15,
    decisionIds: ["0198d3c5-1c30-7000-9d53-5b6c3a8f0e03"],
  },

  hello: {
    type: "hello",
    protocol: protocolVersion,
    sessionId,
    epoch: "6f1c0c2e-5a41-4c0e-9d0b-3f8a2b7c1d90",
    seq: 0,
    resumed: true,
    phase: "INTAKE",
    runningTurn: null,
    pendingApprovals: [approval],
    heartbeatMs: 25_000,
    limits: { frameBytes: maxFrameBytes, textLength: maxTextLength, queuedMessages: maxQueuedMessages },
  },
  ack: { type: "ack", id: "m-1", messageId: asked.id, turnId },
  delta: { type: "delta", turnId, attempt: 1, offset: 0, text: "A kitchen of 12 m² " },
  snapshot: { type: "snapshot", turnId, attempt: 1, text: "A kitchen of 12 m² in a " },
  reset: { type: "reset", turnId, attempt: 2, offset: 19 },
  retrying: {
    type: "retrying",
    turnId,
    attempt: 1,
    problem: {
      type: "/problems/model-rate-limited",
      title: "The language model is rate limited",
      status: 503,
      detail: "Gemini asks for a pause",
    },
    retryInMs: 1_200,
  },
  problem: {
    type: "problem",
    problem: {
      type: "/problems/queue-full",
      title: "Too many messages are waiting",
      status: 429,
      detail: `at most ${maxQueuedMessages} messages may wait for the running turn`,
    },
    ref: "m-6",
  },
  draining: { type: "draining", reconnectAfterMs: 1_400 },
  pong: { type: "pong" },
};

const turnFrames = [
  "message.accepted",
  "turn.started",
  "tool.started",
  "tool.finished",
  "delta",
  "message.completed",
  "turn.finished",
] as const;

/** A turn as server-sent events, as a client without a socket reads it. */
export const eventStreamExample = turnFrames
  .map((type) => {
    const frame = frameExamples[type];
    return `event: ${type}\ndata: ${JSON.stringify(frame)}\n${"seq" in frame ? `id: ${frame.seq}\n` : ""}\n`;
  })
  .join("");
