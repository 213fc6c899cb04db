import type { ServerFrame } from "../../src/chat/protocol.ts";

type FrameOf<T extends ServerFrame["type"]> = Extract<ServerFrame, { type: T }>;

/** A chat client that keeps every frame and lets a test wait for the next one of a kind. */
export async function openSocket(url: URL, headers: Record<string, string> = {}) {
  const socket = new WebSocket(Object.assign(new URL(url), { protocol: "ws:" }), { headers } as never);
  const received: ServerFrame[] = [];
  let wake: () => void = () => {};
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.onclose = ({ code, reason }) => {
      resolve({ code, reason });
      wake();
    };
  });
  socket.onmessage = ({ data }) => {
    received.push(JSON.parse(String(data)));
    wake();
  };
  await new Promise((resolve, reject) => {
    socket.onopen = resolve;
    socket.onerror = () => reject(new Error(`The socket at ${url.pathname} did not open`));
  });

  /** Waits until `find` finds something in what has come. */
  async function untilFound<T>(what: string, find: () => T | undefined): Promise<T> {
    for (;;) {
      const found = find();
      if (found !== undefined) return found;
      if (socket.readyState === WebSocket.CLOSED)
        throw new Error(`closed before ${what} came; got ${received.map(({ type }) => type).join(" ")}`);
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  }

  /** Waits until a frame of this kind (and of this shape) has come, counting from the beginning. */
  const until = <T extends ServerFrame["type"]>(type: T, matches: (frame: FrameOf<T>) => boolean = () => true) =>
    untilFound(type, () =>
      received.find((frame): frame is FrameOf<T> => frame.type === type && matches(frame as FrameOf<T>)),
    );

  /** The text a person would see of a turn, put together from snapshots, deltas and resets. */
  function textOf(turnId: string) {
    let text = "";
    for (const frame of received) {
      if (!("turnId" in frame) || frame.turnId !== turnId) continue;
      if (frame.type === "snapshot") text = frame.text;
      if (frame.type === "reset") text = text.slice(0, frame.offset);
      if (frame.type === "delta") text = text.slice(0, frame.offset) + frame.text;
    }
    return text;
  }

  return {
    closed,
    received,
    until,
    types: () => received.map(({ type }) => type),
    text: textOf,
    /** Waits until that much of the turn's text has come, in whatever frames. */
    untilText: (turnId: string, text: string) =>
      untilFound(`the text ${text}`, () => (textOf(turnId) === text ? text : undefined)),
    send: (frame: unknown) => socket.send(typeof frame === "string" ? frame : JSON.stringify(frame)),
    close: (code = 1000) => socket.close(code),
    [Symbol.asyncDispose]: async () => {
      socket.close();
      await closed;
    },
  };
}
export type TestSocket = Awaited<ReturnType<typeof openSocket>>;
