import { closeCodes, type ServerFrame } from "./protocol.ts";

/** What the outbox needs of a socket; Bun's ServerWebSocket fits. */
type Wire = { send: (text: string) => number; close: (code: number, reason: string) => void };

/** Text a slow reader may have waiting here, in UTF-16 units; what Bun itself buffers is one frame more. */
const maxWaiting = 256 * 1024;

/**
 * Sends frames to one socket and holds them back while its reader is slow: deltas of a turn are merged, and past the
 * bound the socket is closed with 1013. Nothing is ever dropped in silence: the client resumes by seq.
 */
export function createOutbox(wire: Wire) {
  const waiting: { frame: ServerFrame; length: number }[] = [];
  let waitingLength = 0;
  let blocked = false;
  let closed = false;

  function write(frame: ServerFrame) {
    const result = wire.send(JSON.stringify(frame));
    // 0 means dropped: Bun's own limit was passed, and a silent hole is the one thing a client must never have.
    if (result === 0) tooSlow();
    else if (result === -1) blocked = true;
  }

  function tooSlow() {
    if (closed) return;
    closed = true;
    waiting.length = 0;
    wire.close(closeCodes.tooSlow, "reads too slowly");
  }

  function hold(frame: ServerFrame) {
    const last = waiting.at(-1);
    if (frame.type === "delta" && last?.frame.type === "delta" && continues(last.frame, frame)) {
      last.frame = { ...last.frame, text: last.frame.text + frame.text };
      last.length += frame.text.length;
      waitingLength += frame.text.length;
    } else {
      const { length } = JSON.stringify(frame);
      waiting.push({ frame, length });
      waitingLength += length;
    }
    if (waitingLength > maxWaiting) tooSlow();
  }

  return {
    send(frame: ServerFrame) {
      if (closed) return;
      if (blocked) hold(frame);
      else write(frame);
    },
    /** The reader caught up. */
    drain() {
      blocked = false;
      while (!blocked && !closed) {
        const next = waiting.shift();
        if (!next) break;
        waitingLength -= next.length;
        write(next.frame);
      }
    },
    close(code: number, reason: string) {
      if (closed) return;
      closed = true;
      wire.close(code, reason);
    },
  };
}

type Delta = Extract<ServerFrame, { type: "delta" }>;
const continues = (a: Delta, b: Delta) =>
  a.turnId === b.turnId && a.attempt === b.attempt && a.offset + a.text.length === b.offset;
