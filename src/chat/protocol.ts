import { z } from "zod";
import {
  ApprovalId,
  ApprovalKind,
  ApprovalNote,
  ApprovalStatus,
  Decision,
  PendingApproval,
  planQuestion,
  renderQuestion,
} from "../approvals/schema.ts";
import { AssetId } from "../assets/schema.ts";
import { ProblemDetails } from "../problem.ts";
import { RenderDecision, RenderId, RenderStatus } from "../renders/schema.ts";
import { Phase, PlainText, SessionId, Uuid } from "../sessions/schema.ts";

/** Version 1 of the socket protocol: every frame, as JSON text. AsyncAPI is generated from these schemas. */
export const protocolVersion = 1;
export const maxFrameBytes = 64 * 1024;
export const maxQueuedMessages = 5;
/** In UTF-16 units. */
export const maxTextLength = 8_000;

/** Close codes a client must know, and whether it should come back. */
export const closeCodes = {
  normal: 1000,
  goingAway: 1001,
  policy: 1008,
  tooBig: 1009,
  internal: 1011,
  restart: 1012,
  tooSlow: 1013,
  badFrame: 4400,
  unauthorized: 4401,
  forbidden: 4403,
  gone: 4404,
  signInTimeout: 4408,
  rateLimited: 4429,
} as const;

/** The hint of `draining`: jittered, so that a replica's clients do not all come back at one moment. */
export const reconnectAfterMs = () => 250 + Math.round(Math.random() * 1_750);

const Seq = z.int().min(0).meta({ description: "Position in the session's event log, gapless from 1", example: 42 });
const TurnId = Uuid.meta({ example: "0198d3c1-02aa-7000-9c11-8f0d7f4a2f10" });
const Attempt = z.int().min(1).meta({ description: "Rises every time a replica takes the turn up", example: 1 });
const Offset = z.int().min(0).meta({ description: "UTF-16 units from the start of the turn's whole text", example: 0 });
const CallId = z.string().min(1).max(200).meta({ example: "call-1-0" });
export const ClientId = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,64}$/, "must be 1 to 64 characters of A-Z a-z 0-9 _ -")
  .meta({ description: "The client's own id of the message; sending it again starts nothing new", example: "m-1" });
export const MessageText = PlainText.trim().min(1).max(maxTextLength).meta({
  example: "I want to redo my kitchen, 3 by 4 metres, about 20k, something Scandinavian",
});
/** Files of the same session, uploaded before. */
export const Attachments = z.array(AssetId).max(5).meta({ example: [] });
export const WhenBusy = z
  .enum(["queue", "interrupt", "reject"])
  .meta({ description: "What happens when a turn is running: wait, stop it, or refuse this message" });

export type WhenBusy = z.infer<typeof WhenBusy>;

export const Message = z
  .object({
    id: Uuid,
    role: z.enum(["user", "assistant"]),
    content: z.string().meta({ example: "A 12 m² kitchen, Scandinavian. What is your budget?" }),
    turnId: TurnId,
    clientId: ClientId.optional(),
    attachments: z.array(Uuid).meta({ example: [] }),
    status: z
      .enum(["complete", "cancelled", "failed"])
      .meta({ description: "Anything but complete keeps the text that was written before the turn ended" }),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: "Message" });
export type Message = z.infer<typeof Message>;

export const Usage = z.object({ inputTokens: z.int().min(0), outputTokens: z.int().min(0) }).meta({
  id: "Usage",
  description: "Billable tokens of the turn, aborted model calls included",
  example: { inputTokens: 812, outputTokens: 64 },
});
export type Usage = z.infer<typeof Usage>;

export const TurnStatus = z.enum(["queued", "running", "completed", "failed", "cancelled"]);

// Client to server.

const frame = <const T extends string, S extends z.ZodRawShape>(type: T, id: string, description: string, shape: S) =>
  z.object({ type: z.literal(type), ...shape }).meta({ id, description });

const SendMessage = frame("message", "SendMessage", "Say something; answered by `ack`", {
  id: ClientId,
  text: MessageText,
  attachments: Attachments.optional(),
  whenBusy: WhenBusy.optional(),
});
const Cancel = z
  .object({ type: z.literal("cancel"), turnId: TurnId.optional(), id: ClientId.optional() })
  .refine((cancel) => (cancel.turnId === undefined) !== (cancel.id === undefined), "give either turnId or id")
  .meta({
    id: "Cancel",
    description: "Stop a turn by its id, or by the client's own message id; its text so far is kept",
    oneOf: [{ required: ["turnId"] }, { required: ["id"] }],
  });
const Retry = frame("retry", "Retry", "Try a failed turn again: a new turn for the same message", { turnId: TurnId });
const Answer = frame("answer", "Answer", "Decide on a pending approval; `approval.answered` tells every device", {
  approvalId: ApprovalId,
  decision: Decision,
  note: ApprovalNote.optional(),
});
const Ping = frame("ping", "Ping", "Answered by `pong`", {});

export const ClientFrame = z
  .discriminatedUnion("type", [SendMessage, Cancel, Retry, Answer, Ping])
  .meta({ id: "ClientFrame" });
export type ClientFrame = z.infer<typeof ClientFrame>;

// Server to client, durable: stored in the session's event log with its seq.

const durable = <const T extends string, S extends z.ZodRawShape>(type: T, id: string, description: string, shape: S) =>
  frame(type, id, description, { seq: Seq, ...shape });

const asked = {
  approvalId: ApprovalId,
  turnId: TurnId.nullable().meta({
    description: "The turn that ends by asking; null when asked over HTTP or by a picture that is ready",
  }),
  expiresAt: z.iso.datetime(),
};

export const DurableEvent = z
  .discriminatedUnion("type", [
    durable(
      "message.accepted",
      "MessageAccepted",
      "A user's message is stored, or a failed turn of it is tried again",
      {
        message: Message,
        turnId: TurnId,
        position: z.int().min(0).meta({ description: "0 when its turn runs at once, else its place in the queue" }),
      },
    ),
    durable("turn.started", "TurnStarted", "A replica took the turn up", { turnId: TurnId, attempt: Attempt }),
    durable("tool.started", "ToolStarted", "The agent uses a tool", {
      turnId: TurnId,
      callId: CallId,
      name: z.string(),
      arguments: z.record(z.string(), z.unknown()),
    }),
    durable("tool.finished", "ToolFinished", "The tool is done", {
      turnId: TurnId,
      callId: CallId,
      name: z.string(),
      status: z.enum(["ok", "error"]),
      summary: z.string().meta({ description: "One sentence for a person" }),
    }),
    durable("message.completed", "MessageCompleted", "The answer is stored", { turnId: TurnId, message: Message }),
    durable("turn.finished", "TurnFinished", "The turn is over; nothing of it follows", {
      turnId: TurnId,
      status: TurnStatus.exclude(["queued", "running"]),
      usage: Usage,
      problem: ProblemDetails.optional(),
    }),
    durable("phase.changed", "PhaseChanged", "The renovation moved on", { from: Phase, to: Phase, reason: z.string() }),
    durable("session.changed", "SessionChanged", "Title, budget or style changed: read the session again", {}),
    durable("rooms.changed", "RoomsChanged", "Rooms changed: read them again", { roomIds: z.array(Uuid) }),
    durable("checklist.changed", "ChecklistChanged", "Checklist items changed: read them again", {
      itemIds: z.array(Uuid),
    }),
    durable("picks.changed", "PicksChanged", "Picked products changed: read them and their items again", {
      pickIds: z.array(Uuid),
    }),
    durable("plan.changed", "PlanChanged", "A plan version was written, approved or removed: read the plan again", {
      version: z.int().min(1).meta({ description: "The version concerned", example: 2 }),
    }),
    durable("asset.changed", "AssetChanged", "Files were added, described anew or removed: read them again", {
      assetIds: z.array(AssetId),
    }),
    durable("render.changed", "RenderChanged", "A picture was asked for, moved on, or was decided on", {
      renderId: RenderId,
      roomId: Uuid,
      status: RenderStatus,
      decision: RenderDecision,
      progress: z.string().optional().meta({ description: "What is being done, for a person", example: "Drawing" }),
    }),
    durable("decisions.changed", "DecisionsChanged", "Recorded decisions changed: read them again", {
      decisionIds: z.array(Uuid),
    }),
    z
      .discriminatedUnion("kind", [
        durable("approval.requested", "PlanApprovalRequested", "About the plan", { ...asked, ...planQuestion }),
        durable("approval.requested", "RenderApprovalRequested", "About a picture", { ...asked, ...renderQuestion }),
      ])
      .meta({ id: "ApprovalRequested", description: "A decision is needed before the work goes on" }),
    durable("approval.answered", "ApprovalAnswered", "The approval is no longer pending", {
      approvalId: ApprovalId,
      kind: ApprovalKind,
      status: ApprovalStatus.exclude(["pending"]),
      note: z.string().nullable(),
    }),
  ])
  .meta({ id: "DurableEvent" });
export type DurableEvent = z.infer<typeof DurableEvent>;

// Server to client, live: not stored.

const live = {
  hello: frame("hello", "Hello", "First frame of every connection", {
    protocol: z.literal(protocolVersion),
    sessionId: SessionId,
    epoch: Uuid.meta({ description: "Changes when the log was restored or replaced; then `seq` starts over" }),
    seq: Seq,
    resumed: z.boolean().meta({ description: "False: what was missed cannot be replayed, so read everything again" }),
    phase: Phase,
    runningTurn: z.object({ turnId: TurnId, attempt: Attempt }).nullable(),
    pendingApprovals: z.array(PendingApproval).meta({ description: "Decisions that wait for an answer" }),
    heartbeatMs: z
      .int()
      .meta({ description: "A `pong` comes at least this often; a connection silent for twice as long is dead" }),
    limits: z.object({ frameBytes: z.int(), textLength: z.int(), queuedMessages: z.int() }),
  }),
  ack: frame("ack", "Ack", "A message is stored; repeated for a repeated message", {
    id: ClientId,
    messageId: Uuid,
    turnId: TurnId,
  }),
  delta: frame("delta", "Delta", "More text of the running turn", {
    turnId: TurnId,
    attempt: Attempt,
    offset: Offset,
    text: z.string(),
  }),
  snapshot: frame("snapshot", "Snapshot", "The running turn's whole text so far, on connect and after `turn.started`", {
    turnId: TurnId,
    attempt: Attempt,
    text: z.string(),
  }),
  reset: frame("reset", "Reset", "The turn's text from this offset on is being replaced", {
    turnId: TurnId,
    attempt: Attempt,
    offset: Offset,
  }),
  retrying: frame("retrying", "Retrying", "The language model did not answer; it is asked again in a moment", {
    turnId: TurnId,
    attempt: Attempt,
    problem: ProblemDetails,
    retryInMs: z.int().min(0),
  }),
  problem: frame(
    "problem",
    "ProblemFrame",
    "A frame was refused, the service lost its database, or the connection is about to close",
    {
      problem: ProblemDetails,
      ref: ClientId.optional().meta({
        description: "The client's id of the message at fault, or the approval's of the answer",
      }),
    },
  ),
  draining: frame("draining", "Draining", "The server is about to restart; reconnect after the hint", {
    reconnectAfterMs: z.int(),
  }),
  pong: frame("pong", "Pong", "Answer to `ping`, and the heartbeat", {}),
};

export const LiveFrame = z
  .discriminatedUnion("type", [
    live.hello,
    live.ack,
    live.delta,
    live.snapshot,
    live.reset,
    live.retrying,
    live.problem,
    live.draining,
    live.pong,
  ])
  .meta({ id: "LiveFrame" });
export type LiveFrame = z.infer<typeof LiveFrame>;

export const ServerFrame = z.union([DurableEvent, LiveFrame]).meta({ id: "ServerFrame" });
export type ServerFrame = z.infer<typeof ServerFrame>;
