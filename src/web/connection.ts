import type { ClientFrame, ServerFrame } from "../chat/protocol.ts";
import { closeCodes } from "./close-codes.ts";

/** Why a connection is not tried again. */
export type EndReason = "stopped" | "gone" | "forbidden" | "unauthorized" | "refused";

export type ConnectionState =
  | { type: "connecting" }
  | { type: "live" }
  | { type: "waiting"; untilMs: number }
  | { type: "ended"; reason: EndReason };

type Socket = { send(text: string): void; close(code: number, reason: string): void };
export type SocketEvents = { onText(text: string): void; onClose(code: number): void };
export type OpenSocket = (url: string, events: SocketEvents) => Socket;

/** Time as a dependency; `after` returns its own cancellation. */
export type Clock = { now(): number; after(delayMs: number, run: () => void): () => void };

export const systemClock: Clock = {
  now: () => Date.now(),
  after(delayMs, run) {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  },
};

export const openWebSocket: OpenSocket = (url, { onText, onClose }) => {
  const socket = new WebSocket(url);
  socket.onmessage = (event) => onText(String(event.data));
  socket.onclose = (event) => onClose(event.code);
  return socket;
};

/** What browsers report when a connection just vanished. */
const lostCode = 1006;
const helloTimeoutMs = 10_000;
const wakeTimeoutMs = 3_000;
const firstDelayMs = 500;
const longestDelayMs = 15_000;
/** A connection that lived this long proves the server well, so the back-off starts over. */
const stableAfterMs = 5_000;
const rateLimitDelayMs = 5_000;

/** Keeps one socket open until it is stopped or told never to return; every frame goes to `onFrame`. */
export function keepConnected(options: {
  url: () => string;
  openSocket: OpenSocket;
  clock: Clock;
  random: () => number;
  onFrame: (frame: ServerFrame) => void;
  onState: (state: ConnectionState) => void;
}) {
  const { clock, random } = options;
  let state: ConnectionState = { type: "connecting" };
  let socket: Socket | undefined;
  let failures = 0;
  let liveSinceMs = 0;
  let reconnectAfterMs: number | undefined;
  let heartbeatMs = 30_000;
  let pingAtMs = 0;
  let deadAtMs = 0;
  let cancelTimer = () => {};

  function enter(next: ConnectionState) {
    state = next;
    options.onState(next);
  }

  function schedule(delayMs: number, run: () => void) {
    cancelTimer();
    cancelTimer = clock.after(delayMs, run);
  }

  function connect() {
    enter({ type: "connecting" });
    const mine = options.openSocket(options.url(), {
      // An abandoned socket may still speak; nobody listens.
      onText: (text) => socket === mine && receive(text),
      onClose: (code) => socket === mine && lose(code),
    });
    socket = mine;
    schedule(helloTimeoutMs, () => abandon("no hello"));
  }

  function receive(text: string) {
    const frame = parseFrame(text);
    if (!frame) return;
    if (frame.type === "hello") {
      heartbeatMs = frame.heartbeatMs;
      liveSinceMs = clock.now();
      enter({ type: "live" });
    }
    if (frame.type === "draining") reconnectAfterMs = frame.reconnectAfterMs;
    pingAtMs = clock.now() + heartbeatMs;
    deadAtMs = pingAtMs + heartbeatMs;
    if (frame.type === "hello") watch();
    options.onFrame(frame);
  }

  /** Pings a silent server and gives up on a mute one; browsers do not show the protocol's own pings. */
  function watch() {
    if (state.type !== "live") return;
    if (clock.now() >= deadAtMs) return abandon("silent");
    if (clock.now() >= pingAtMs) {
      pingAtMs = Number.POSITIVE_INFINITY;
      send({ type: "ping" });
    }
    schedule(Math.min(pingAtMs, deadAtMs) - clock.now(), watch);
  }

  /** False when there is no connection to send on. */
  function send(frame: ClientFrame): boolean {
    if (state.type !== "live" || !socket) return false;
    socket.send(JSON.stringify(frame));
    return true;
  }

  function abandon(reason: string) {
    const old = socket;
    if (!old) return;
    lose(lostCode);
    old.close(4000, reason);
  }

  function lose(code: number) {
    socket = undefined;
    if (state.type === "live" && clock.now() - liveSinceMs >= stableAfterMs) failures = 0;
    const reason = endReason(code);
    if (reason) return end(reason);
    waitFor(delayAfter(code));
  }

  function delayAfter(code: number): number {
    const hintMs = reconnectAfterMs ?? (code === closeCodes.restart ? 1_000 + 2_000 * random() : undefined);
    reconnectAfterMs = undefined;
    if (hintMs !== undefined) return hintMs;
    const ceilingMs = Math.min(longestDelayMs, firstDelayMs * 2 ** failures);
    failures += 1;
    // Half fixed, half random: clients of a restarted server spread out, yet none waits for nothing.
    const delayMs = ceilingMs / 2 + (ceilingMs / 2) * random();
    return code === closeCodes.rateLimited ? rateLimitDelayMs + delayMs : delayMs;
  }

  function waitFor(delayMs: number) {
    enter({ type: "waiting", untilMs: clock.now() + delayMs });
    schedule(delayMs, connect);
  }

  function end(reason: EndReason) {
    cancelTimer();
    const old = socket;
    socket = undefined;
    enter({ type: "ended", reason });
    old?.close(closeCodes.normal, reason);
  }

  connect();
  return {
    send,
    end,
    /** Starts over with the back-off: for a client that noticed a hole. */
    abandon,
    /** The device came back online or the tab to the front: find out now rather than at the next heartbeat. */
    wake() {
      if (state.type === "waiting") connect();
      if (state.type !== "live") return;
      pingAtMs = clock.now();
      deadAtMs = Math.min(deadAtMs, clock.now() + wakeTimeoutMs);
      watch();
    },
  };
}

function parseFrame(text: string): ServerFrame | undefined {
  try {
    return JSON.parse(text) as ServerFrame;
  } catch {
    return undefined;
  }
}

/** The closes after which the same connection would only fail again. */
function endReason(code: number): EndReason | undefined {
  switch (code) {
    case closeCodes.gone:
      return "gone";
    case closeCodes.forbidden:
      return "forbidden";
    case closeCodes.unauthorized:
    case closeCodes.signInTimeout:
      return "unauthorized";
    case closeCodes.policy:
    case closeCodes.tooBig:
    case closeCodes.badFrame:
      return "refused";
    default:
      return undefined;
  }
}
