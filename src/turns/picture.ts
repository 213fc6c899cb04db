import { appendEvents } from "../chat/store.ts";
import type { DurableEvent, Usage } from "../chat/protocol.ts";
import type { Database } from "../db/client.ts";
import type { Log } from "../log.ts";
import { changeRender } from "../renders/store.ts";
import type { Owner } from "../sessions/owner.ts";
import type { Claim } from "./claim.ts";
import { fenced } from "./fence.ts";
import type { MadePicture } from "./finish.ts";
import { type Ending, interruption, outcomeOf } from "./interruption.ts";
import { type RunningTurn, Stopped } from "./running-turn.ts";
import { unlessAborted } from "./until-aborted.ts";

/** A picture's turn as its maker sees it. */
type PictureRun = {
  turn: { id: string; sessionId: string; owner: Owner; attempt: number };
  /** Aborts at once, a call of an image model included. */
  signal: AbortSignal;
  /** Tells everyone who listens what is being done. */
  progress: (text: string) => Promise<void>;
  /** Tokens billed since the last of these. */
  billed: (usage: Usage) => void;
};

/**
 * Makes the picture of a turn. An attempt that is interrupted may have made one too, which nobody sees: it is stored in the
 * transaction that ends the turn, and only while that is still ours. Throws a {@link Problem} that a user can read.
 */
export type MakePicture = (run: PictureRun) => Promise<MadePicture>;

type PainterOptions = {
  database: Database;
  makePicture: MakePicture;
  log: Log;
  timeoutMs: number;
  tell: (sessionId: string, events: DurableEvent[]) => void;
};

/** Runs a picture's turn to its end and says how it ended. */
export function createPainter({ database, makePicture, log, timeoutMs, tell }: PainterOptions) {
  return async function paint(turn: RunningTurn): Promise<Ending> {
    const { claim } = turn.text;
    const { turnId: id, sessionId, owner, attempt } = claim;
    const { signal } = turn.abort;
    const tooLong = setTimeout(() => turn.abort.abort(new Stopped("too-long")), timeoutMs);
    try {
      const making = makePicture({
        turn: { id, sessionId, owner, attempt },
        signal,
        progress: async (text) => tell(sessionId, await showProgress(database, claim, text)),
        billed: ({ inputTokens, outputTokens }) => {
          turn.usage.inputTokens += inputTokens;
          turn.usage.outputTokens += outputTokens;
        },
      });
      const picture = await unlessAborted(making, signal, (late) => void late.discard());
      return { ...outcomeOf(turn, "completed"), picture };
    } catch (error) {
      return interruption(turn, error, { timeoutMs, log });
    } finally {
      clearTimeout(tooLong);
    }
  };
}

const showProgress = (database: Database, claim: Claim, progress: string) =>
  fenced(database, claim, async (sql) => {
    const { owner, sessionId } = claim;
    const event = await changeRender(sql, owner, claim, { status: "running" }, progress);
    return appendEvents(sql, owner, sessionId, event ? [event] : []);
  });
