import type { Log } from "../log.ts";
import { invalidInput, Problem, toProblem } from "../problem.ts";
import type { Owner } from "../sessions/owner.ts";
import type { Conversation } from "./conversation.ts";
import type { Position } from "./feed.ts";
import { createOutbox } from "./outbox.ts";
import {
  ClientFrame,
  ClientId,
  closeCodes,
  maxFrameBytes,
  maxQueuedMessages,
  maxTextLength,
  protocolVersion,
  reconnectAfterMs,
  type ServerFrame,
} from "./protocol.ts";

/** What an upgrade leaves with its socket. */
export type SocketData = {
  owner: Owner;
  sessionId: string;
  requestId: string;
  position: Position;
  connection?: Connection;
};
type Socket = Bun.ServerWebSocket<SocketData>;
type Connection = Awaited<ReturnType<typeof connect>>;

type Options = {
  conversation: Conversation;
  log: Log;
  /** Hears of every problem that a frame ended with. */
  noteProblem?: (problem: Problem) => void;
  /** Hears of every socket that closed, with its close code. */
  noteClosed?: (code: number) => void;
  heartbeatMs?: number;
};

/** Frames a client may have waiting: it is told to slow down before it can fill the memory. */
const maxInbox = 32;
const maxBadFrames = 3;
/** Sockets told to go per batch at shutdown, so that they do not come back all at once. */
const closeBatch = 200;

/** Bun's WebSocket handlers for the chat, and what shutdown needs of the open sockets. */
export function chatSockets(options: Options) {
  const { conversation, log, noteProblem = () => {}, noteClosed = () => {}, heartbeatMs = 25_000 } = options;
  const sockets = new Set<Socket>();
  const heartbeat = setInterval(() => {
    for (const { data } of sockets) data.connection?.send({ type: "pong" });
  }, heartbeatMs);
  heartbeat.unref();

  return {
    handlers: {
      // One frame more than the outbox may hold; anything above would be dropped without a word.
      backpressureLimit: 1024 * 1024,
      closeOnBackpressureLimit: true,
      maxPayloadLength: maxFrameBytes,
      idleTimeout: 120,
      sendPings: true,
      perMessageDeflate: false,
      open(socket) {
        sockets.add(socket);
        socket.data.connection = connect(socket, { conversation, log, noteProblem, heartbeatMs });
      },
      message: (socket, raw) => socket.data.connection?.receive(raw),
      drain: (socket) => socket.data.connection?.drain(),
      close(socket, code) {
        sockets.delete(socket);
        noteClosed(code);
        socket.data.connection?.closed(code);
      },
    } satisfies Bun.WebSocketHandler<SocketData>,
    get size() {
      return sockets.size;
    },
    /** Tells every client what is wrong with the service, whatever it is doing. */
    announce(problem: Problem) {
      for (const { data } of sockets) data.connection?.announce(problem);
    },
    /** Tells every client when to come back, each at another moment, and closes in batches within `withinMs`. */
    async close(withinMs: number) {
      clearInterval(heartbeat);
      const open = [...sockets];
      const batches = Math.ceil(open.length / closeBatch);
      const pauseMs = batches > 1 ? Math.min(200, withinMs / batches) : 0;
      for (const { data } of open) {
        data.connection?.send({ type: "draining", reconnectAfterMs: reconnectAfterMs() });
      }
      for (let from = 0; from < open.length; from += closeBatch) {
        if (from > 0) await Bun.sleep(pauseMs);
        for (const socket of open.slice(from, from + closeBatch))
          socket.data.connection?.close("restart", "restarting");
      }
      return { sockets: { closed: open.length } };
    },
  };
}

function connect(
  socket: Socket,
  { conversation, log, noteProblem, heartbeatMs }: Required<Omit<Options, "noteClosed">>,
) {
  const { owner, sessionId, requestId, position } = socket.data;
  const outbox = createOutbox({
    send: (text) => socket.send(text),
    close: (code, reason) => socket.close(code, reason),
  });
  const inbox: Received[] = [];
  const openedAt = performance.now();
  const counts = { received: 0, sent: 0, bad: 0 };
  let handling = false;
  let feed: { close: () => void } | undefined;
  let isOpen = true;
  let outage: { problem: Problem; foundAt: number } | undefined;

  const send = (frame: ServerFrame) => {
    counts.sent++;
    outbox.send(frame);
  };
  const close = (why: keyof typeof closeCodes, reason: string) => {
    isOpen = false;
    feed?.close();
    outbox.close(closeCodes[why], reason);
  };
  const report = (problem: Problem, ref?: string) =>
    send({ type: "problem", problem: { ...problem.toJSON(), requestId }, ...(ref === undefined ? {} : { ref }) });

  async function begin() {
    try {
      const opened = await conversation.listen(owner, sessionId, {
        position,
        send,
        gone: () => close("gone", "the session was deleted"),
        failed: (error) => refuse(error),
      });
      if (!isOpen) return opened.close();
      feed = opened;
      const limits = { frameBytes: maxFrameBytes, textLength: maxTextLength, queuedMessages: maxQueuedMessages };
      send({ type: "hello", protocol: protocolVersion, sessionId, ...opened.start, heartbeatMs, limits });
      await opened.begin();
      void handleNext();
    } catch (error) {
      refuse(error);
    }
  }

  /** The conversation cannot be followed: says why and closes, so that the client knows whether to come again. */
  function refuse(error: unknown) {
    const problem = toProblem(error);
    if (problem.kind === "internal") log.error({ error, requestId, sessionId }, "socket failed");
    report(problem);
    if (problem.kind === "not-found") close("gone", "no such session");
    else close(problem.status === 503 ? "restart" : "internal", problem.kind);
  }

  /** One frame after another: Bun would run the handlers of one socket at the same time. */
  async function handleNext() {
    if (handling || !feed) return;
    handling = true;
    for (let next = inbox.shift(); next && isOpen; next = inbox.shift()) await handle(next);
    handling = false;
  }

  async function handle({ raw, receivedAt }: Received) {
    const { frame, ref, problem } = read(raw);
    if (!frame) {
      counts.bad++;
      report(problem, ref);
      if (counts.bad >= maxBadFrames) close("badFrame", "too many frames that cannot be read");
      return;
    }
    try {
      // What waited behind a frame that the database failed would only wait as long for the same.
      if (outage && receivedAt < outage.foundAt && frame.type !== "ping") throw outage.problem;
      await answer(frame);
    } catch (error) {
      const failure = toProblem(error);
      noteProblem(failure);
      if (failure.kind === "database-unavailable" && failure !== outage?.problem)
        outage = { problem: failure, foundAt: performance.now() };
      if (failure.kind === "internal") log.error({ error, requestId, sessionId, frame: frame.type }, "frame failed");
      report(failure, ref);
    }
  }

  async function answer(frame: ClientFrame) {
    switch (frame.type) {
      case "ping":
        return send({ type: "pong" });
      case "cancel": {
        const target = frame.turnId ? { turnId: frame.turnId } : { clientId: frame.id ?? "" };
        return conversation.cancel(owner, sessionId, target);
      }
      case "retry":
        await conversation.retry(owner, sessionId, frame.turnId);
        return;
      case "answer": {
        const { approvalId, decision, note } = frame;
        await conversation.answer(owner, sessionId, approvalId, { decision, note });
        return;
      }
      case "message": {
        const { id, text, attachments, whenBusy } = frame;
        const turn = { clientId: id, text, attachments, whenBusy };
        const { messageId, turnId } = await conversation.send(owner, sessionId, turn);
        return send({ type: "ack", id, messageId, turnId });
      }
    }
  }

  void begin();
  return {
    send,
    /** Nothing may come before `hello`. */
    announce: (problem: Problem) => {
      if (feed) report(problem);
    },
    close,
    drain: outbox.drain,
    receive(raw: string | Buffer) {
      if (!isOpen) return;
      counts.received++;
      if (inbox.length >= maxInbox || !conversation.admits(owner, sessionId)) {
        report(new Problem("rate-limited", "too many frames are waiting", { retryAfterSeconds: 1 }));
        return close("rateLimited", "too many frames");
      }
      inbox.push({ raw, receivedAt: performance.now() });
      void handleNext();
    },
    closed(code: number) {
      isOpen = false;
      feed?.close();
      const durationMs = Math.round(performance.now() - openedAt);
      log.info({ requestId, sessionId, code, durationMs, ...counts }, "socket");
    },
  };
}

type Received = { raw: string | Buffer; receivedAt: number };

type Read =
  | { frame: ClientFrame; ref: string | undefined; problem?: never }
  | { frame?: never; ref: string | undefined; problem: Problem };

function read(raw: string | Buffer): Read {
  if (typeof raw !== "string") return { ref: undefined, problem: new Problem("malformed-request", "Frames are text") };
  let json: unknown;
  try {
    json = JSON.parse(raw);
  } catch {
    return { ref: undefined, problem: new Problem("malformed-request", "The frame is not JSON") };
  }
  const { id, approvalId } = (json ?? {}) as { id?: unknown; approvalId?: unknown };
  const ref = ClientId.safeParse(id ?? approvalId).data;
  const parsed = ClientFrame.safeParse(json);
  return parsed.success ? { frame: parsed.data, ref } : { ref, problem: invalidInput(parsed.error) };
}
