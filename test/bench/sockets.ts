import { connect } from "../../src/db/client.ts";
import { localOwner } from "../../src/sessions/owner.ts";
import { createSession } from "../../src/sessions/store.ts";
import { startPostgres } from "../support/postgres.ts";
import { isQuick } from "./support/measure.ts";
import { figure, report } from "./support/report.ts";
import { type Server, service, startServer } from "./support/server.ts";

// `bun test/bench/sockets.ts [--quick]`: the memory that sockets take that say nothing, each in a session of its own.

const count = 5_000;
const atOnce = 50;
const settleMs = isQuick ? 4_000 : 10_000;

await using postgres = await startPostgres();
await using server = await startServer(service, { DATABASE_URL: postgres.url() });
const sessionIds = await createSessions();
// The code is loaded and compiled, and the heap is as large as a burst makes it, before anything is counted.
await closeAll(await openAll(server, sessionIds.slice(0, 500)));
const before = await settled(server);
const sockets = await openAll(server, sessionIds);
const after = await settled(server);
await closeAll(sockets);

const kilobytes = (after - before) / 1_024 / count;
await report(`${count.toLocaleString("en")} idle sockets`, [
  figure("memory of one (RSS)", [kilobytes], { unit: "KB", digits: 1, target: { atMost: 12 } }),
  figure("RSS of the service before", [before / 1e6], { unit: "MB" }),
]);

async function createSessions(): Promise<string[]> {
  const sql = connect({ url: postgres.url() }, { applicationName: "bench", poolSize: 4, queryTimeoutMs: 10_000 });
  const ids: string[] = [];
  while (ids.length < count) {
    const some = Array.from({ length: atOnce }, () => createSession(sql, localOwner, { title: "Kitchen" }));
    ids.push(...(await Promise.all(some)).map(({ id }) => id));
  }
  await sql.end();
  return ids;
}

/** Opens a socket in every session, some at a time, and waits for each one's hello. */
async function openAll({ url }: Server, ids: string[]): Promise<WebSocket[]> {
  const sockets: WebSocket[] = [];
  const waiting = [...ids];
  const openSome = async () => {
    for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
      const socket = new WebSocket(`ws://${url.host}/api/sessions/${id}/socket`);
      await new Promise<void>((resolve, reject) => {
        socket.onmessage = () => resolve();
        socket.onclose = ({ code }) => reject(new Error(`A socket was closed with ${code}`));
      });
      socket.onmessage = null;
      sockets.push(socket);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, openSome));
  return sockets;
}

async function closeAll(sockets: WebSocket[]) {
  const closed = sockets.map((socket) => new Promise((resolve) => (socket.onclose = resolve)));
  for (const socket of sockets) socket.close();
  await Promise.all(closed);
}

/** The memory when what was allocated on the way had its time to be collected: the least of several looks. */
async function settled({ residentBytes }: Server): Promise<number> {
  const looks: number[] = [];
  for (let look = 0; look < 10; look++) {
    await Bun.sleep(settleMs / 10);
    looks.push(residentBytes());
  }
  return Math.min(...looks);
}
