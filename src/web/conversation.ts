import type { Approval } from "../approvals/schema.ts";
import type { Message, ServerFrame } from "../chat/protocol.ts";
import type { ProblemDetails } from "../problem.ts";
import type { Phase } from "../sessions/schema.ts";
import { addPending, addRequested, type AskedApproval, fromList, settleApproval } from "./asked-approvals.ts";

type Frame<T extends ServerFrame["type"]> = Extract<ServerFrame, { type: T }>;

export type ToolCall = {
  callId: string;
  name: string;
  arguments: Record<string, unknown>;
  status: "running" | "ok" | "error";
  summary: string;
};

/** One exchange: what was asked, what the agent did, and the answer as far as it is written. */
export type Turn = {
  id: string;
  /** "stored" is a turn known from history only: it ended, or nothing is known of it yet. */
  status: "stored" | "queued" | Frame<"turn.finished">["status"] | "running";
  attempt: number;
  request: Message | undefined;
  /** The answer so far; `answer` replaces it once stored. */
  text: string;
  answer: Message | undefined;
  tools: readonly ToolCall[];
  problem: ProblemDetails | undefined;
  /** The turn that tries the same message again. */
  retriedBy: string | undefined;
  /** Why the answer is waiting right now: the language model is asked again in a moment. */
  waitingFor: ProblemDetails | undefined;
};

/** A session's conversation as an immutable value: frames go in, the next value comes out. */
export type Conversation = {
  phase: Phase;
  turns: readonly Turn[];
  /** Decisions that were asked for, oldest first. */
  approvals: readonly AskedApproval[];
};

/** What is read over HTTP to begin with: the newest messages and approvals, newest first, and turns without an answer. */
export type History = {
  messages: readonly Message[];
  approvals: readonly Approval[];
  unanswered: readonly UnansweredTurn[];
};
export type UnansweredTurn = {
  id: string;
  status: Exclude<Turn["status"], "stored">;
  problem: ProblemDetails | null;
  retriedBy: string | null;
};

/** The conversation after a fresh start: what `hello` says, filled with what history says. */
export function startConversation(hello: Frame<"hello">, history: History): Conversation {
  const bare = addMessages({ phase: hello.phase, turns: [], approvals: [] }, history.messages);
  const lastTurnBefore = (time: string) => bare.turns.findLast((turn) => askedAtMs(turn) <= Date.parse(time))?.id;
  const listed = fromList(history.approvals, lastTurnBefore);
  const approvals = addPending(listed, hello.pendingApprovals, bare.turns.at(-1)?.id);
  const running = hello.runningTurn;
  // What runs is said by `hello`, and what has an answer by the message; the log tells what came since.
  const settled = history.unanswered
    .filter(({ status }) => status !== "running" && status !== "completed")
    .reduce(
      (known, { id, status, problem, retriedBy }) =>
        changeTurn(known, id, { status, problem: problem ?? undefined, retriedBy: retriedBy ?? undefined }),
      {
        ...bare,
        approvals,
      },
    );
  if (!running) return settled;
  return changeTurn(settled, running.turnId, { status: "running", attempt: running.attempt });
}

/** Adds messages from history, in any order; those already known are replaced. */
export const addMessages = (conversation: Conversation, messages: readonly Message[]): Conversation =>
  messages.reduce(addMessage, conversation);

/** True when text before this delta was missed: only a new snapshot can repair that. */
export function missesText({ turns }: Conversation, { turnId, attempt, offset }: Frame<"delta">): boolean {
  const turn = turns.find(({ id }) => id === turnId);
  if (turn?.status !== "running" || attempt < turn.attempt) return false;
  return attempt > turn.attempt ? offset > 0 : offset > turn.text.length;
}

/** Applies one frame. Frames that say nothing about the conversation, or nothing new, return the same value. */
export function applyFrame(conversation: Conversation, frame: ServerFrame): Conversation {
  switch (frame.type) {
    case "message.accepted": {
      const known = conversation.turns.find(({ id }) => id === frame.turnId);
      const added = addMessage(conversation, frame.message);
      // An answer or a running turn that is known already is newer than this event.
      const queued = known && known.status !== "stored" ? added : changeTurn(added, frame.turnId, { status: "queued" });
      const isRetry = frame.message.turnId !== frame.turnId;
      return isRetry ? changeTurn(queued, frame.message.turnId, { retriedBy: frame.turnId }) : queued;
    }
    case "turn.started":
      return changeTurn(conversation, frame.turnId, {
        status: "running",
        attempt: frame.attempt,
        waitingFor: undefined,
      });
    case "retrying":
      return changeTurn(conversation, frame.turnId, { waitingFor: frame.problem });
    case "snapshot":
      return writeText(conversation, frame, () => frame.text);
    case "delta":
      return writeText(conversation, frame, (text) => appendAt(text, frame.offset, frame.text));
    case "reset":
      return writeText(conversation, frame, (text) => text.slice(0, frame.offset));
    case "tool.started":
      return changeTool(conversation, frame.turnId, {
        callId: frame.callId,
        name: frame.name,
        arguments: frame.arguments,
        status: "running",
        summary: "",
      });
    case "tool.finished": {
      const turn = conversation.turns.find(({ id }) => id === frame.turnId);
      const started = turn?.tools.find(({ callId }) => callId === frame.callId);
      const { callId, name, status, summary } = frame;
      return changeTool(conversation, frame.turnId, {
        callId,
        name,
        status,
        summary,
        arguments: started?.arguments ?? {},
      });
    }
    case "message.completed":
      return addMessage(conversation, frame.message);
    case "turn.finished":
      return changeTurn(conversation, frame.turnId, {
        status: frame.status,
        problem: frame.problem,
        waitingFor: undefined,
      });
    case "approval.requested": {
      const approvals = addRequested(conversation.approvals, frame, conversation.turns.at(-1)?.id);
      return { ...conversation, approvals };
    }
    case "approval.answered":
      return { ...conversation, approvals: settleApproval(conversation.approvals, frame) };
    case "phase.changed":
      return { ...conversation, phase: frame.to };
    case "hello":
      return { ...conversation, phase: frame.phase };
    default:
      return conversation;
  }
}

/** A delta that was seen before changes nothing; one that overlaps adds only its end. */
function appendAt(text: string, offset: number, addition: string): string {
  if (offset > text.length || offset + addition.length <= text.length) return text;
  return text.slice(0, offset) + addition;
}

function writeText(
  conversation: Conversation,
  { turnId, attempt }: { turnId: string; attempt: number },
  write: (text: string) => string,
): Conversation {
  const turn = conversation.turns.find(({ id }) => id === turnId);
  // Text belongs to a turn that runs; an older attempt's text is history that never was.
  if (turn?.status !== "running" || attempt < turn.attempt) return conversation;
  const text = write(attempt > turn.attempt ? "" : turn.text);
  if (text === turn.text && attempt === turn.attempt) return conversation;
  return changeTurn(conversation, turnId, { text, attempt, waitingFor: undefined });
}

function changeTool(conversation: Conversation, turnId: string, tool: ToolCall): Conversation {
  const tools = conversation.turns.find(({ id }) => id === turnId)?.tools ?? [];
  const known = tools.some(({ callId }) => callId === tool.callId);
  return changeTurn(conversation, turnId, {
    tools: known ? tools.map((other) => (other.callId === tool.callId ? tool : other)) : [...tools, tool],
  });
}

function addMessage(conversation: Conversation, message: Message): Conversation {
  return changeTurn(
    conversation,
    message.turnId,
    message.role === "user" ? { request: message } : { answer: message, text: message.content },
  );
}

function changeTurn(conversation: Conversation, id: string, change: Partial<Turn>): Conversation {
  const known = conversation.turns.find((turn) => turn.id === id);
  if (known) {
    const changed = { ...known, ...change };
    const turns = conversation.turns.map((turn) => (turn === known ? changed : turn));
    // Only the arrival of the request can move a turn.
    return { ...conversation, turns: change.request && !known.request ? inOrder(turns) : turns };
  }
  const turn: Turn = {
    id,
    status: "stored",
    attempt: 0,
    request: undefined,
    text: "",
    answer: undefined,
    tools: [],
    problem: undefined,
    retriedBy: undefined,
    waitingFor: undefined,
    ...change,
  };
  return { ...conversation, turns: inOrder([...conversation.turns, turn]) };
}

/** Turns in the order they were asked; one whose messages are not known yet is the newest. */
const inOrder = (turns: Turn[]): Turn[] =>
  turns.toSorted((a, b) => {
    const [first, second] = [askedAtMs(a), askedAtMs(b)];
    return first === second ? 0 : first - second;
  });

function askedAtMs({ request, answer }: Turn): number {
  const message = request ?? answer;
  return message ? Date.parse(message.createdAt) : Number.POSITIVE_INFINITY;
}
