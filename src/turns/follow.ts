import type { Agent, AgentEvent } from "../agent/agent.ts";
import type { Database } from "../db/client.ts";
import type { Log } from "../log.ts";
import { Problem } from "../problem.ts";
import type { Bus, BusFrame, TextFrame } from "./bus.ts";
import { applyEffect, fenced } from "./fence.ts";
import { type Ending, interruption, outcomeOf } from "./interruption.ts";
import { type RunningTurn, Stopped } from "./running-turn.ts";
import { storeUsage } from "./store.ts";
import { untilAborted } from "./until-aborted.ts";

type FollowerOptions = {
  database: Database;
  agent: Agent;
  bus: Bus;
  log: Log;
  timeoutMs: number;
  /** Committed events, for everyone who listens. */
  tell: (sessionId: string, events: BusFrame[]) => void;
};

/** Runs the agent of a turn to its end, shows its text as it comes, and says how it ended. Stores only tool effects. */
export function createFollower({ database, agent, bus, log, timeoutMs, tell }: FollowerOptions) {
  async function follow(turn: RunningTurn): Promise<Ending> {
    const { claim } = turn.text;
    show(turn, { type: "snapshot", text: turn.text.text });
    const tooLong = setTimeout(() => turn.abort.abort(new Stopped("too-long")), timeoutMs);
    try {
      const events = agent({
        turn: {
          id: claim.turnId,
          sessionId: claim.sessionId,
          owner: claim.owner,
          attempt: claim.attempt,
          restart: claim.restart,
        },
        signal: turn.abort.signal,
        drain: turn.drain.signal,
        fenced: (write) =>
          fenced(database, claim, async (sql) => {
            // What a saved step cost is known to whoever goes on after a crash.
            const [written] = await Promise.all([write(sql), storeUsage(sql, claim, turn.usage)]);
            return written;
          }),
        effect: async (callId, work) => {
          const { result, published } = await applyEffect(database, claim, callId, work);
          tell(claim.sessionId, published);
          return result;
        },
      });
      for await (const event of untilAborted(events, turn.abort.signal)) {
        if (event.type === "drained") return "released";
        apply(turn, event);
      }
      if (turn.text.text.trim() === "") throw new Problem("model-failed", "The answer was empty");
      return outcomeOf(turn, "completed");
    } catch (error) {
      return interruption(turn, error, { timeoutMs, log });
    } finally {
      clearTimeout(tooLong);
    }
  }

  function apply(turn: RunningTurn, event: Exclude<AgentEvent, { type: "drained" }>) {
    if (event.type === "text" || event.type === "replace") turn.firstTextAt ??= performance.now();
    switch (event.type) {
      case "text": {
        // PostgreSQL's text has no NUL.
        const text = event.text.replaceAll("\0", "");
        show(turn, { type: "delta", offset: turn.text.append(text), text });
        return;
      }
      case "replace": {
        const { resetAt, from } = turn.text.replace(event.text.replaceAll("\0", ""));
        if (resetAt !== undefined) show(turn, { type: "reset", offset: resetAt });
        const text = turn.text.text.slice(from);
        if (text !== "") show(turn, { type: "delta", offset: from, text });
        return;
      }
      case "retrying":
        show(turn, event);
        return;
      case "usage":
        turn.usage.inputTokens += event.usage.inputTokens;
        turn.usage.outputTokens += event.usage.outputTokens;
        return;
    }
  }

  type Shown = TextFrame extends infer F ? (F extends TextFrame ? Omit<F, "turnId" | "attempt"> : never) : never;
  const show = ({ text: { claim } }: RunningTurn, frame: Shown) =>
    bus.publish(claim.sessionId, [{ ...frame, turnId: claim.turnId, attempt: claim.attempt } as TextFrame]);

  return follow;
}
