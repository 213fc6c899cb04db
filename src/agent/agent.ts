import type { Usage } from "../chat/protocol.ts";
import type { NewEvent } from "../chat/store.ts";
import type { Sql } from "../db/client.ts";
import type { ProblemDetails } from "../problem.ts";
import type { Owner } from "../sessions/owner.ts";

/** A turn as its agent sees it. `attempt` above 1 resumes from the last checkpoint. */
type AgentTurn = {
  id: string;
  sessionId: string;
  owner: Owner;
  attempt: number;
  /** Leave no checkpoint of an earlier attempt in use: it was made by another version of the graph. */
  restart: boolean;
};

/** What a tool call did: its result for the model, and the events that tell clients. */
export type Effect<T> = { result: T; events: NewEvent[] };

export type AgentRun = {
  turn: AgentTurn;
  /** Aborts at once, model call included. */
  signal: AbortSignal;
  /** Asks to stop at the next superstep, with the checkpoint saved; the stream then ends with `drained`. */
  drain: AbortSignal;
  /** Runs a write under the turn's fence: refused the moment another replica has the turn. */
  fenced: <T>(write: (sql: Sql) => Promise<T>) => Promise<T>;
  /** Does a tool call's work at most once per turn, however often it is attempted, and gives its recorded result. */
  effect: <T>(callId: string, work: (sql: Sql) => Promise<Effect<T>>) => Promise<T>;
};

export type AgentEvent =
  /** More text of the answer. */
  | { type: "text"; text: string }
  /** The answer so far is this: after a resume, or when a model step is tried again. */
  | { type: "replace"; text: string }
  /** Tokens billed since the last of these, aborted model calls included. */
  | { type: "usage"; usage: Usage }
  /** The model did not answer and is asked again after the delay. */
  | { type: "retrying"; problem: ProblemDetails; retryInMs: number }
  | { type: "drained" };

/**
 * What the turns need of an agent; the LangGraph one and the tests' scripted one both fit.
 * Tools and their events are committed by the agent itself. Throws a {@link Problem} that a user can read.
 */
export type Agent = (run: AgentRun) => AsyncIterable<AgentEvent>;
