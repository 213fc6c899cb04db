import type { Approval } from "../../src/approvals/schema.ts";
import type { ClientFrame, Message, ServerFrame } from "../../src/chat/protocol.ts";
import { temporaryStorage } from "../../src/web/browser-storage.ts";
import type { Clock, OpenSocket, SocketEvents } from "../../src/web/connection.ts";
import type { SessionEvent } from "../../src/web/log-follower.ts";
import { createProtocolClient } from "../../src/web/protocol-client.ts";

const sessionId = "0198d3c0-7d52-7000-8a51-3f6a1c0e9b11";
export const turnId = "0198d3c1-02aa-7000-9c11-8f0d7f4a2f10";
const epoch = "0198d3c1-0000-7000-9c11-000000000001";

type Sent = { url: URL; frames: ClientFrame[]; closedWith: number | undefined } & SocketEvents;

/** The network, the time and the storage of a browser in a test's hands, with a protocol client inside. */
export function scriptedBrowser({
  history = [] as Message[],
  approvals = [] as Approval[],
  unansweredTurn = { status: "completed", problem: null as unknown, retriedBy: null },
} = {}) {
  const sockets: Sent[] = [];
  const events: SessionEvent[] = [];
  const clock = manualClock();
  const storage = temporaryStorage();
  const tabStorage = temporaryStorage();
  const historyRead = { count: 0, respond: async () => Response.json({ items: history, nextCursor: null }) };

  const openSocket: OpenSocket = (url, on) => {
    const sent: Sent = { ...on, url: new URL(url), frames: [], closedWith: undefined };
    sockets.push(sent);
    return {
      send: (text) => sent.frames.push(JSON.parse(text)),
      close(code) {
        sent.closedWith = code;
      },
    };
  };
  const open = () =>
    createProtocolClient({
      baseUrl: "http://service.test",
      sessionId,
      storage,
      tabStorage,
      openSocket,
      clock,
      random: () => 0.5,
      onEvent: (event) => events.push(event),
      fetch: async (url) => {
        if (url.includes("/approvals")) return Response.json({ items: approvals, nextCursor: null });
        if (url.includes("/turns/")) return Response.json({ id: url.split("/").at(-1), ...unansweredTurn });
        historyRead.count += 1;
        return historyRead.respond();
      },
    });
  let client = open();

  const socket = () => sockets.at(-1) as Sent;
  const say = (...frames: ServerFrame[]) => {
    for (const frame of frames) socket().onText(JSON.stringify(frame));
  };
  return {
    clock,
    events,
    historyRead,
    sockets,
    socket,
    say,
    get client() {
      return client;
    },
    /** The page is loaded again; a crash does not even get to remember. */
    reload(how: "orderly" | "crash" = "orderly") {
      if (how === "orderly") client.remember();
      client = open();
    },
    /** The server accepts the connection, and history is read if it has to be. */
    async greet(hello: Partial<Extract<ServerFrame, { type: "hello" }>> = {}) {
      say(helloFrame(hello));
      await settled();
    },
    lose: (code: number) => socket().onClose(code),
    /** Of the newest turn. */
    text: () => client.state.conversation?.turns.at(-1)?.text,
  };
}

/** Lets every promise that can settle do so. */
export const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

const helloFrame = (
  hello: Partial<Extract<ServerFrame, { type: "hello" }>> = {},
): Extract<ServerFrame, { type: "hello" }> => ({
  type: "hello",
  protocol: 1,
  sessionId,
  epoch,
  seq: 0,
  resumed: false,
  phase: "INTAKE",
  runningTurn: null,
  pendingApprovals: [],
  heartbeatMs: 25_000,
  limits: { frameBytes: 65_536, textLength: 8_000, queuedMessages: 5 },
  ...hello,
});

export const message = (role: Message["role"], content: string, change: Partial<Message> = {}): Message => ({
  id: crypto.randomUUID(),
  role,
  content,
  turnId,
  attachments: [],
  status: "complete",
  createdAt: "2026-11-22T09:30:00.000Z",
  ...change,
});

export const delta = (offset: number, text: string, attempt = 1): ServerFrame => ({
  type: "delta",
  turnId,
  attempt,
  offset,
  text,
});

function manualClock(): Clock & { pass(ms: number): void } {
  let nowMs = 1_000_000;
  let timers: { atMs: number; run: () => void }[] = [];
  return {
    now: () => nowMs,
    after(delayMs, run) {
      const timer = { atMs: nowMs + delayMs, run };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
    /** Runs what falls due, in order. */
    pass(ms) {
      const endMs = nowMs + ms;
      for (;;) {
        const [next] = timers.filter(({ atMs }) => atMs <= endMs).toSorted((a, b) => a.atMs - b.atMs);
        if (!next) break;
        nowMs = Math.max(nowMs, next.atMs);
        timers = timers.filter((other) => other !== next);
        next.run();
      }
      nowMs = endMs;
    },
  };
}
