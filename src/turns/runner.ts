import type { Agent, AgentEvent } from "../agent/agent.ts";
import type { Usage } from "../chat/protocol.ts";
import type { Database } from "../db/client.ts";
import type { Log } from "../log.ts";
import { Problem, toProblem } from "../problem.ts";
import type { Bus, BusFrame, TextFrame } from "./bus.ts";
import { claimTurn, findClaimable, nextInSession, renewLeases } from "./claims.ts";
import type { Signals } from "./signals.ts";
import { applyEffect, type Claim, ClaimLost, fenced, finishTurn, leaseMs, type Outcome, releaseTurn } from "./store.ts";
import { storeTexts, TurnText } from "./text.ts";

/** Why a running turn is stopped; the abort signal's reason. */
type StopReason = "cancelled" | "lost" | "shutdown" | "too-long";
class Stopped extends Error {
  readonly reason: StopReason;
  constructor(reason: StopReason) {
    super(`turn stopped: ${reason}`);
    this.reason = reason;
  }
}

type RunningTurn = {
  text: TurnText;
  usage: Usage;
  startedAt: number;
  abort: AbortController;
  drain: AbortController;
  /** Monotonic; past it the lease may be another replica's. */
  heldUntil: number;
  /** Owners of it vanished more than once. */
  suspect: boolean;
  /** Its end is being stored, so nothing else is. */
  settling: boolean;
  done: Promise<void>;
};

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
/** A turn that meets a database outage every time has to end. */
const maxAttempts = 10;

export type Runner = ReturnType<typeof createRunner>;

/** Claims turns and runs them: at most `concurrency` at once, one per session. */
export function createRunner(options: RunnerOptions) {
  const { database, bus, signals, log, replica, concurrency } = options;
  const running = new Map<string, RunningTurn>();
  const timers: ReturnType<typeof setInterval>[] = [];
  let tally = { finished: 0, released: 0, aborted: 0 };
  const failing = new Set<string>();
  let accepting = true;
  let isTakingSuspect = false;
  let storing = Promise.resolve();

  /** Committed events, for those who listen here and on other replicas. */
  function tell(sessionId: string, events: BusFrame[]) {
    bus.publish(sessionId, events);
    if (events.length > 0) signals.add("events", sessionId);
  }

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
    show(turn, { type: "snapshot", text: turn.text.text });
    const tooLong = setTimeout(() => turn.abort.abort(new Stopped("too-long")), options.timeoutMs);
    let ended: Outcome | "released" | "lost";
    try {
      ended = await follow(turn);
    } finally {
      clearTimeout(tooLong);
    }
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

  /** Runs the agent to its end and says how that was. */
  async function follow(turn: RunningTurn): Promise<Outcome | "released" | "lost"> {
    const { claim } = turn.text;
    try {
      const events = options.agent({
        turn: {
          id: claim.turnId,
          sessionId: claim.sessionId,
          owner: claim.owner,
          attempt: claim.attempt,
          restart: claim.restart,
        },
        signal: turn.abort.signal,
        drain: turn.drain.signal,
        fenced: (write) => fenced(database, claim, write),
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
      if (turn.text.text === "") throw new Problem("model-failed", "The answer was empty");
      return outcome(turn, "completed");
    } catch (error) {
      return interrupted(turn, error);
    }
  }

  function interrupted(turn: RunningTurn, error: unknown): Outcome | "released" | "lost" {
    const reason = turn.abort.signal.aborted ? (turn.abort.signal.reason as Stopped).reason : undefined;
    if (reason === "lost" || error instanceof ClaimLost) return "lost";
    if (reason === "cancelled") return outcome(turn, "cancelled");
    if (reason === "shutdown") return "released";
    if (reason === "too-long") {
      return outcome(turn, "failed", new Problem("turn-too-long", `It took more than ${options.timeoutMs / 1_000} s`));
    }
    const problem = toProblem(error);
    // Not the turn's fault: it goes on from its last checkpoint once the database is back.
    if (problem.kind === "database-unavailable" && turn.text.claim.attempt < maxAttempts) return "released";
    if (problem.kind === "internal") log.error({ error, turnId: turn.text.claim.turnId }, "turn failed unexpectedly");
    return outcome(turn, "failed", problem.kind === "internal" ? new Problem("turn-failed") : problem);
  }

  const outcome = (turn: RunningTurn, status: Outcome["status"], problem?: Problem): Outcome => ({
    status,
    text: turn.text.text,
    usage: turn.usage,
    ...(problem ? { problem: problem.toJSON() } : {}),
  });

  function apply(turn: RunningTurn, event: Exclude<AgentEvent, { type: "drained" }>) {
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

  /** Stores how the turn ended, trying again through short database outages for as long as the lease holds. */
  async function settle(turn: RunningTurn, ended: Outcome | "released"): Promise<Outcome | "released" | "lost"> {
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
    await quietly("claim", async () => {
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

  /** Background work must not end because the database was away for a moment; it says so once, not every tick. */
  async function quietly(what: string, work: () => Promise<void>) {
    try {
      await work();
      if (failing.delete(what)) log.info({ what }, "turns: background work goes on");
    } catch (error) {
      if (!failing.has(what)) log.warn({ error, what }, "turns: background work failed, will be tried again");
      failing.add(what);
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

  /** Runs `work` again and again, never twice at once. */
  function every(ms: number, what: string, work: () => Promise<void>) {
    let busy = false;
    timers.push(
      setInterval(async () => {
        if (busy) return;
        busy = true;
        await quietly(what, work);
        busy = false;
      }, ms),
    );
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
    poll: () => quietly("poll", poll),
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
      void quietly("poll", poll);
      every(pollEveryMs, "poll", poll);
      every(renewEveryMs, "renew", renew);
      every(storeTextEveryMs, "text", storeRunningTexts);
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
      for (const timer of timers) clearInterval(timer);
      return { turns: tally };
    },
  };
}

/** The same items, but it ends with the signal's reason the moment that aborts, whatever the source is doing. */
async function* untilAborted<T>(source: AsyncIterable<T>, signal: AbortSignal): AsyncGenerator<T> {
  const iterator = source[Symbol.asyncIterator]();
  const aborted = Promise.withResolvers<never>();
  // Nobody may be waiting when it aborts.
  aborted.promise.catch(() => {});
  const abort = () => aborted.reject(signal.reason);
  signal.addEventListener("abort", abort, { once: true });
  try {
    for (;;) {
      signal.throwIfAborted();
      const next = await Promise.race([iterator.next(), aborted.promise]);
      if (next.done) return;
      yield next.value;
    }
  } finally {
    signal.removeEventListener("abort", abort);
    iterator.return?.().catch(() => {});
  }
}
