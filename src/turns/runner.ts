import type { Agent } from "../agent/agent.ts";
import type { Database } from "../db/client.ts";
import type { Log } from "../log.ts";
import { createBackground } from "./background.ts";
import type { Bus, BusFrame } from "./bus.ts";
import { type Claim, leaseMs } from "./claim.ts";
import { claimTurn, findClaimable, nextInSession, renewLeases } from "./claims.ts";
import { type EndedAttempt, endedAttempt } from "./ended.ts";
import type { Outcome } from "./finish.ts";
import { createFollower } from "./follow.ts";
import type { Ending } from "./interruption.ts";
import { createPainter, type MakePicture } from "./picture.ts";
import { type RunningTurn, Stopped } from "./running-turn.ts";
import type { TurnKind } from "./schema.ts";
import { settleTurn } from "./settle.ts";
import type { Signals } from "./signals.ts";
import { storeTexts, TurnText } from "./text.ts";

export type RunnerOptions = {
  database: Database;
  bus: Bus;
  signals: Signals;
  agent: Agent;
  makePicture: MakePicture;
  log: Log;
  /** Names this process in claims; a new one for every start. */
  replica: string;
  concurrency: number;
  timeoutMs: number;
  /** Hears of every attempt that ended here. */
  noteEnd?: (ended: EndedAttempt) => void;
};

const renewEveryMs = 3_000;
const pollEveryMs = 500;
const storeTextEveryMs = 40;
/** A lease counts as lost this long before the database says so. */
const leaseMarginMs = 2_000;

export type Runner = ReturnType<typeof createRunner>;

/** Claims turns and runs them: at most `concurrency` at once, one of each kind per session. */
export function createRunner(options: RunnerOptions) {
  const { database, bus, signals, log, replica, concurrency, noteEnd = () => {} } = options;
  const running = new Map<string, RunningTurn>();
  const background = createBackground(log);
  let tally = { finished: 0, released: 0, aborted: 0 };
  /** Places kept for turns that are being claimed. */
  let reserved = 0;
  let accepting = true;
  let isTakingSuspect = false;
  let storing = Promise.resolve();

  /** Committed events, for those who listen here and on other replicas. */
  function tell(sessionId: string, events: BusFrame[]) {
    bus.publish(sessionId, events);
    if (events.length > 0) signals.add("events", sessionId);
    // Whoever asked for a picture only stored its turn.
    if (events.some((event) => event.type === "render.changed" && event.status === "queued")) {
      signals.addQueued();
      void background.quietly("poll", poll);
    }
  }

  const workers: Record<TurnKind, (turn: RunningTurn) => Promise<Ending>> = {
    chat: createFollower({ ...options, tell }),
    render: createPainter({ ...options, tell }),
  };

  function start(claim: Claim, suspect = false) {
    const turn: RunningTurn = {
      text: new TurnText(claim),
      usage: { ...claim.usage },
      startedAt: performance.now(),
      abort: new AbortController(),
      drain: new AbortController(),
      heldUntil: performance.now() + leaseMs - leaseMarginMs,
      suspect,
      settling: false,
      done: Promise.resolve(),
    };
    running.set(claim.turnId, turn);
    // Its claim was under way when the shutdown began: it is given back at once.
    if (!accepting) turn.abort.abort(new Stopped("shutdown"));
    turn.done = run(turn).finally(() => running.delete(claim.turnId));
  }

  async function run(turn: RunningTurn) {
    const { claim } = turn.text;
    let ended: Ending = await workers[claim.kind](turn);
    if (ended !== "lost") ended = await settle(turn, ended);
    const attempt = endedAttempt(turn, ended);
    noteEnd(attempt);
    const { kind, status, problem, durationMs } = attempt;
    log[status === "lost" || status === "failed" ? "warn" : "info"](
      {
        turnId: claim.turnId,
        sessionId: claim.sessionId,
        kind,
        attempt: claim.attempt,
        status,
        ...(problem ? { problem, cause: turn.cause } : {}),
        durationMs: Math.round(durationMs),
        ...turn.usage,
      },
      "turn",
    );
  }

  async function settle(turn: RunningTurn, ended: Outcome | "released"): Promise<Ending> {
    const { sessionId, kind } = turn.text.claim;
    turn.settling = true;
    // What is being written of its text would otherwise outlive the turn.
    await storing;
    const settled = await settleTurn(turn, ended, { database, log });
    const { ending, events } = settled;
    tell(sessionId, events);
    if (ending === "lost") {
      if (settled.gaveUp) tally.aborted++;
    } else if (ending === "released") {
      signals.addQueued();
      tally.released++;
    } else {
      tally.finished++;
      void continueWith(sessionId, kind);
    }
    return ending;
  }

  /** After a turn its session's next one of the kind is due, without waiting for the poll. */
  async function continueWith(sessionId: string, kind: TurnKind) {
    await background.quietly("claim", async () => {
      const next = await nextInSession(database, sessionId, kind);
      if (next) await claim(next);
    });
  }

  const freePlaces = () => (accepting ? Math.max(0, concurrency - running.size - reserved) : 0);

  /** Undefined where all places are taken; else gives this one back. */
  function reserve(): (() => void) | undefined {
    if (freePlaces() === 0) return undefined;
    reserved++;
    return () => void reserved--;
  }

  async function claim(candidate: Parameters<typeof claimTurn>[1]) {
    if (running.has(candidate.id)) return;
    // One that kills its process must not charge the others that were interrupted with it once more.
    if (candidate.suspect && (isTakingSuspect || [...running.values()].some(({ suspect }) => suspect))) return;
    const giveBack = reserve();
    if (!giveBack) return;
    isTakingSuspect ||= candidate.suspect;
    try {
      const claimed = await claimTurn(database, candidate, replica);
      if (!claimed) return;
      tell(candidate.sessionId, claimed.events);
      if (claimed.claim) start(claimed.claim, candidate.suspect);
      else void continueWith(candidate.sessionId, candidate.kind);
    } finally {
      giveBack();
      if (candidate.suspect) isTakingSuspect = false;
    }
  }

  async function poll() {
    const places = freePlaces();
    if (places === 0) return;
    for (const candidate of await findClaimable(database, places)) await claim(candidate);
  }

  async function renew() {
    const sentAt = performance.now();
    const held = [...running.values()];
    try {
      if (held.length === 0) return;
      const leases = await renewLeases(
        database,
        held.map(({ text }) => text.claim.token),
      );
      for (const turn of held) {
        const lease = leases.get(turn.text.claim.token);
        if (!lease) turn.abort.abort(new Stopped("lost"));
        else turn.heldUntil = sentAt + leaseMs - leaseMarginMs;
        if (lease?.cancelRequested) turn.abort.abort(new Stopped("cancelled"));
      }
    } finally {
      for (const turn of held) if (performance.now() > turn.heldUntil) turn.abort.abort(new Stopped("lost"));
    }
  }

  function storeRunningTexts() {
    const texts = [...running.values()].filter(({ settling }) => !settling).map(({ text }) => text);
    const stored = storeTexts(database, texts).then((sessionIds) => {
      for (const sessionId of sessionIds) signals.add("text", sessionId);
    });
    storing = stored.catch(() => {});
    return stored;
  }

  return {
    /**
     * Keeps a place for a turn that may be claimed in somebody else's transaction; undefined where there is none. To be
     * given back once that is known, and after the turn was started.
     */
    reserve,
    get running() {
      return [...running.values()].map(({ text: { claim }, startedAt }) => ({
        turnId: claim.turnId,
        sessionId: claim.sessionId,
        kind: claim.kind,
        ageMs: Math.round(performance.now() - startedAt),
      }));
    },
    start,
    tell,
    /** Looks for waiting turns now: somebody said that there are some. */
    poll: () => background.quietly("poll", poll),
    isRunning: (turnId: string, attempt: number) => running.get(turnId)?.text.claim.attempt === attempt,
    /** Stops an earlier attempt of a turn that another replica has taken up. */
    lose(turnId: string, attempt: number) {
      const turn = running.get(turnId);
      if (turn && turn.text.claim.attempt < attempt) turn.abort.abort(new Stopped("lost"));
    },
    /** Stops a turn that runs here at once; the renewal tells the other replicas. */
    cancel: (turnId: string) => running.get(turnId)?.abort.abort(new Stopped("cancelled")),
    /** Stops whatever runs in a session that was deleted. */
    forget(sessionId: string) {
      for (const { text, abort } of running.values()) {
        if (text.claim.sessionId === sessionId) abort.abort(new Stopped("lost"));
      }
    },
    /** The live text of a turn that runs here. */
    textOf(turnId: string) {
      const turn = running.get(turnId);
      return turn && { attempt: turn.text.claim.attempt, text: turn.text.text };
    },
    open() {
      void background.quietly("poll", poll);
      background.every(pollEveryMs, "poll", poll);
      background.every(renewEveryMs, "renew", renew);
      background.every(storeTextEveryMs, "text", storeRunningTexts);
    },
    /**
     * Takes no more turns and asks the running ones to stop at their next step; those that are still at it when the
     * grace is over are aborted. All that are not done are released with their text.
     */
    async close(graceMs: number) {
      accepting = false;
      tally = { finished: 0, released: 0, aborted: 0 };
      const grace = setTimeout(() => {
        for (const { abort } of running.values()) abort.abort(new Stopped("shutdown"));
      }, graceMs);
      for (const { drain } of running.values()) drain.abort();
      // What is just being claimed is released as soon as it is.
      while (running.size + reserved > 0)
        await (running.size > 0 ? Promise.all([...running.values()].map(({ done }) => done)) : Bun.sleep(5));
      clearTimeout(grace);
      background.stop();
      return { turns: tally };
    },
  };
}
