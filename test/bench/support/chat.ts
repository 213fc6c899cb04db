import { openSession, type Server } from "./server.ts";

/** How long one turn took as its client saw it. */
export type Turn = { firstDeltaMs: number; finishedMs: number; deltas: number };

/** A client of one new session that says one thing after another; it reads frames only as far as it must. */
export type Chat = { say: (text: string) => Promise<Turn>; close: () => void };

/** Far beyond what any turn takes here; it says so instead of waiting for ever. */
const longestTurnMs = 30_000;

export async function openChat(server: Server): Promise<Chat> {
  const sessionId = await openSession(server);
  const socket = new WebSocket(`ws://${server.url.host}/api/sessions/${sessionId}/socket`);
  let hear: (frame: string) => void = () => {};
  let fail: (error: Error) => void = () => {};
  socket.onmessage = ({ data }) => hear(String(data));
  socket.onclose = ({ code, reason }) => fail(new Error(`The socket was closed with ${code} ${reason}`));
  await new Promise((resolve, reject) => {
    socket.onopen = resolve;
    fail = reject;
  });

  function say(text: string): Promise<Turn> {
    const turn: Turn = { firstDeltaMs: 0, finishedMs: 0, deltas: 0 };
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`A turn in ${sessionId} does not end`)), longestTurnMs);
      fail = reject;
      const startedAt = performance.now();
      hear = (frame) => {
        if (frame.startsWith('{"type":"delta"')) {
          if (turn.deltas++ === 0) turn.firstDeltaMs = performance.now() - startedAt;
        } else if (frame.includes('"type":"turn.finished"')) {
          clearTimeout(timer);
          turn.finishedMs = performance.now() - startedAt;
          if (frame.includes('"completed"')) resolve(turn);
          else reject(new Error(`A turn failed: ${frame}`));
        }
      };
      socket.send(JSON.stringify({ type: "message", id: crypto.randomUUID(), text }));
    });
  }

  return {
    say,
    close() {
      fail = () => {};
      socket.close();
    },
  };
}
