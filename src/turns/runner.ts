import type { Agent } from "../agent/agent.ts";
import type { Database } from "../db/client.ts";
import type { Log } from "../log.ts";
import { createBackground } from "./background.ts";
import type { Bus, BusFrame } from "./bus.ts";
import { claimTurn, findClaimable, nextInSession, renewLeases } from "./claims.ts";
import { createFollower, type Ending } from "./follow.ts";
import { type RunningTurn, Stopped } from "./running-turn.ts";
import type { Signals } from "./signals.ts";
import { type Claim, ClaimLost, finishTurn, leaseMs, type Outcome, releaseTurn } from "./store.ts";
import { storeTexts, TurnText } from "./text.ts";

export type RunnerOptions = {
  database: Database;
  bus: Bus;
  signals: Signals;
  agent: Agent;
  log: Log;
  /** Names this process in claims; a new one for every start. */
  replica: string;
  concurrency: number;
  timeoutMs: number;
};

const renewEveryMs = 3_000;
const pollEveryMs = 500;
const storeTextEveryMs = 40;
/** A lease counts as lost this long before the database says so. */
const leaseMarginMs = 2_000;

export type Runner = ReturnType<typeof createRunner>;

/** Claims turns and runs them: at most `concurrency` at once, one per session. */
export function createRunner(options: RunnerOptions) {
  const { database, bus, signals, log, replica, concurrency } = options;
  const running = new Map<string, RunningTurn>();
  const background = createBackground(log);
  let tally = { finished: 0, released: 0, aborted: 0 };
  let accepting = true;
  let isTakingSuspect = false;
  let storing = Promise.resolve();

  /** Committed events, for those who listen here and on other replicas. */
  function tell(sessionId: string, events: BusFrame[]) {
    bus.publish(sessionId, events);
    if (events.length > 0) signals.add("events", sessionId);
  }

  const follow = createFollower({ ...options, tell });

  function start(claim: Claim, suspect = false) {
    const turn: RunningTurn = {
      text: new TurnText(claim),
      usage: { inputTokens: 0, outputTokens: 0 },
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
    let ended: Ending = await follow(turn);
    if (ended !== "lost") ended = await settle(turn, ended);
    log[ended === "lost" || (ended !== "released" && ended.status === "failed") ? "warn" : "info"](
      {
        turnId: claim.turnId,
        sessionId: claim.sessionId,
        attempt: claim.attempt,
        status: typeof ended === "string" ? ended : ended.status,
        ...(typeof ended !== "string" && ended.problem ? { problem: ended.problem.type } : {}),
        durationMs: Math.round(performance.now() - turn.startedAt),
        ...turn.usage,
      },
      "turn",
    );
  }

  /** Stores how the turn ended, trying again through short database outages for as long as the lease holds. */
  async function settle(turn: RunningTurn, ended: Outcome | "released"): Promise<Ending> {
    const { claim } = turn.text;
    turn.settling = true;
    // What is being written of its text would otherwise outlive the turn.
    await storing;
    for (;;) {
      try {
        const events =
          ended === "released"
            ? await releaseTurn(database, claim, turn.text.text, turn.usage)
            : await finishTurn(database, claim, ended);
        tell(claim.sessionId, events);
        if (ended === "released") signals.addQueued();
        tally[ended === "released" ? "released" : "finished"]++;
        if (ended !== "released") void continueWith(claim.sessionId);
        return ended;
      } catch (error) {
        if (error instanceof ClaimLost) return "lost";
        log.warn({ error, turnId: claim.turnId }, "the turn's end could not be stored yet");
        if (performance.now() > turn.heldUntil) {
          tally.aborted++;
          return "lost";
        }
        await Bun.sleep(250);
      }
    }
  }

  /** After a turn its session's next one is due, without waiting for the poll. */
  async function continueWith(sessionId: string) {
    await background.quietly("claim", async () => {
      const next = await nextInSession(database, sessionId);
      if (next) await claim(next);
    });
  }

  async function claim(candidate: Parameters<typeof claimTurn>[1]) {
    if (!accepting || running.size >= concurrency || running.has(candidate.id)) return;
    // One that kills its process must not charge the others that were interrupted with it once more.
    if (candidate.suspect && (isTakingSuspect || [...running.values()].some(({ suspect }) => suspect))) return;
    isTakingSuspect ||= candidate.suspect;
    try {
      const claimed = await claimTurn(database, candidate, replica);
      if (!claimed) return;
      tell(candidate.sessionId, claimed.events);
      if (claimed.claim) start(claimed.claim, candidate.suspect);
      else void continueWith(candidate.sessionId);
    } finally {
      if (candidate.suspect) isTakingSuspect = false;
    }
  }

  async function poll() {
    if (!accepting || running.size >= concurrency) return;
    for (const candidate of await findClaimable(database, concurrency - running.size)) await claim(candidate);
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
    get hasRoom() {
      return accepting && running.size < concurrency;
    },
    get running() {
      return [...running.values()].map(({ text: { claim }, startedAt }) => ({
        turnId: claim.turnId,
        sessionId: claim.sessionId,
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
      while (running.size > 0) await Promise.all([...running.values()].map(({ done }) => done));
      clearTimeout(grace);
      background.stop();
      return { turns: tally };
    },
  };
}
