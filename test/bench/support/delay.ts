import { median } from "./measure.ts";
import type { Server } from "./server.ts";

type Delta = { end: number; atMs: number };

/** Runs one turn and watches it on both replicas. @returns by how much later `there` shows a piece of its text, at the median */
export async function watchDelay(sessionId: string, { here, there }: { here: Server; there: Server }): Promise<number> {
  const watching = await watch(there, sessionId);
  const saying = await watch(here, sessionId);
  saying.socket.send(JSON.stringify({ type: "message", id: crypto.randomUUID(), text: "Hello there" }));
  const [seenHere, seenThere] = await Promise.all([saying.finished, watching.finished]);
  watching.socket.close();
  saying.socket.close();
  const delays = seenHere.flatMap(({ end, atMs }) => {
    // The other replica tells several pieces at once: a piece is there when the first frame is that reaches its end.
    const seen = seenThere.find((delta) => delta.end >= end);
    return seen ? [seen.atMs - atMs] : [];
  });
  if (delays.length < seenHere.length / 2) throw new Error("The other replica showed less than half of the live text");
  return median(delays);
}

/** The deltas that a client of one replica gets until its turn is over. */
async function watch({ url }: Server, sessionId: string) {
  const socket = new WebSocket(`ws://${url.host}/api/sessions/${sessionId}/socket`);
  const deltas: Delta[] = [];
  const hello = Promise.withResolvers<void>();
  const finished = Promise.withResolvers<Delta[]>();
  socket.onmessage = ({ data }) => {
    const frame = JSON.parse(String(data));
    if (frame.type === "hello") hello.resolve();
    if (frame.type === "delta") deltas.push({ end: frame.offset + frame.text.length, atMs: performance.now() });
    if (frame.type === "turn.finished") finished.resolve(deltas);
  };
  socket.onclose = ({ code }) => {
    const closed = new Error(`The socket was closed with ${code}`);
    hello.reject(closed);
    finished.reject(closed);
  };
  await hello.promise;
  return { socket, finished: finished.promise };
}
