import type { Context } from "hono";
import { streamSSE } from "hono/streaming";
import { type HttpEnv, idleTimeoutSeconds } from "../http/router.ts";
import { toProblem } from "../problem.ts";
import type { Conversation } from "./conversation.ts";
import type { Position } from "./feed.ts";
import { protocolVersion, reconnectAfterMs, type ServerFrame } from "./protocol.ts";

/** Proxies and Bun cut what stays silent. */
const keepAliveMs = 15_000;
/** Text a reader may have waiting, in UTF-16 units; past that it gets no more and resumes by Last-Event-ID. */
const maxWaiting = 512 * 1024;
/** How long such a reader may stay without taking any of what it still has to get. */
const lastReadSeconds = 2;

type Frame = Omit<Extract<ServerFrame, { type: "hello" }>, "heartbeatMs" | "limits"> | ServerFrame;

/** What every stream needs: whose events, and when the service is about to restart. */
export type StreamSource = { conversation: Conversation; stopping: AbortSignal };

/** Every frame of a session as server-sent events, until the client leaves or the service restarts. */
export const eventStream = (c: Context<HttpEnv>, source: StreamSource, sessionId: string, position: Position) =>
  follow(c, source, sessionId, { position, hello: true, wanted: () => true, isLast: () => false });

/** The frames of one turn as server-sent events, from its message to its end. */
export function turnStream(c: Context<HttpEnv>, source: StreamSource, sessionId: string, turn: Turn) {
  const { turnId } = turn;
  return follow(c, source, sessionId, {
    position: { after: turn.firstSeq - 1 },
    hello: false,
    caughtUp: async (end) => {
      // Of a turn that ended long ago the log may be gone: there is nothing to wait for.
      if (turn.repeated && !(await source.conversation.isOpen(c.var.owner, sessionId, turnId))) end();
    },
    wanted: (frame) => "turnId" in frame && frame.turnId === turnId,
    isLast: (frame) => frame.type === "turn.finished" && frame.turnId === turnId,
  });
}

type Waiting = { event: string; data: string; id?: string };
type Turn = { turnId: string; firstSeq: number; repeated: boolean };
type Filter = {
  position: Position;
  hello: boolean;
  wanted: (frame: Frame) => boolean;
  isLast: (frame: Frame) => boolean;
  caughtUp?: (end: () => void) => Promise<void>;
};

async function follow(c: Context<HttpEnv>, source: StreamSource, sessionId: string, filter: Filter) {
  const { conversation, stopping } = source;
  const waiting: Waiting[] = [];
  let waitingLength = 0;
  let wake = () => {};
  let ended = false;
  let isTooSlow = false;
  const openedAt = performance.now();
  const end = () => {
    ended = true;
    wake();
  };
  const add = (frame: Frame) => {
    const data = JSON.stringify(frame);
    waitingLength += data.length;
    waiting.push({ event: frame.type, data, ...(isDurable(frame) ? { id: String(frame.seq) } : {}) });
    wake();
  };
  const push = (frame: Frame) => {
    if (ended || !filter.wanted(frame)) return;
    if (waitingLength > maxWaiting) {
      isTooSlow = true;
      // One that never reads would keep its connection, and all that waits for it, for ever.
      c.env.server.timeout(c.req.raw, lastReadSeconds);
      return end();
    }
    add(frame);
    if (filter.isLast(frame)) end();
  };
  const failed = (error: unknown) => {
    if (ended) return;
    const problem = toProblem(error);
    if (problem.kind === "internal") c.var.log().error({ error, sessionId }, "stream failed");
    add({ type: "problem", problem: { ...problem.toJSON(), requestId: c.var.requestId } });
    end();
  };
  // Listening comes before answering, so that an unknown session is a plain 404.
  const feed = await conversation.listen(c.var.owner, sessionId, {
    position: filter.position,
    send: push,
    gone: end,
    failed,
  });
  // Hono answers HEAD by what GET says: nobody would ever read that stream, and nothing end it.
  if (c.req.raw.method === "HEAD") {
    feed.close();
    return c.body(null, 200, { "content-type": "text/event-stream" });
  }
  if (filter.hello) add({ type: "hello", protocol: protocolVersion, sessionId, ...feed.start });
  c.header("cache-control", "no-store");
  c.header("x-accel-buffering", "no");
  c.env.server.timeout(c.req.raw, 0);
  return streamSSE(c, async (stream) => {
    stream.onAbort(end);
    const restart = () => {
      if (ended) return;
      add({ type: "draining", reconnectAfterMs: reconnectAfterMs() });
      end();
    };
    stopping.addEventListener("abort", restart, { once: true });
    if (stopping.aborted) restart();
    const keepAlive = setInterval(() => {
      if (waiting.length === 0) void stream.write(": keep-alive\n\n");
    }, keepAliveMs);
    try {
      feed
        .begin()
        .then(() => filter.caughtUp?.(end))
        .catch(failed);
      while (!ended || waiting.length > 0) {
        const [next] = waiting;
        if (next) {
          await stream.writeSSE(next);
          waiting.shift();
          waitingLength -= next.data.length;
        } else await new Promise<void>((resolve) => (wake = resolve));
        if (stream.aborted) break;
      }
    } finally {
      stopping.removeEventListener("abort", restart);
      clearInterval(keepAlive);
      // It belongs to the connection, which may carry further requests, or be lost without a word.
      if (!isTooSlow) c.env.server.timeout(c.req.raw, idleTimeoutSeconds);
      feed.close();
      const durationMs = Math.round(performance.now() - openedAt);
      c.var.log().info({ sessionId, isTooSlow, durationMs }, "stream");
    }
  });
}

const isDurable = (frame: Frame) => "seq" in frame && frame.type !== "hello";
