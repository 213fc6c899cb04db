import type { Usage } from "../chat/protocol.ts";
import type { TurnText } from "./text.ts";

/** Why a running turn is stopped; the abort signal's reason. */
type StopReason = "cancelled" | "lost" | "shutdown" | "too-long";
export class Stopped extends Error {
  readonly reason: StopReason;
  constructor(reason: StopReason) {
    super(`turn stopped: ${reason}`);
    this.reason = reason;
  }
}

export type RunningTurn = {
  text: TurnText;
  usage: Usage;
  startedAt: number;
  /** When its first text came, on the same clock. */
  firstTextAt?: number;
  abort: AbortController;
  drain: AbortController;
  /** Monotonic; past it the lease may be another replica's. */
  heldUntil: number;
  /** Owners of it vanished more than once. */
  suspect: boolean;
  /** Its end is being stored, so nothing else is. */
  settling: boolean;
  /** What is behind the problem it failed with, for the log alone. */
  cause?: unknown;
  done: Promise<void>;
};
