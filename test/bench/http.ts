import { startPostgres } from "../support/postgres.ts";
import { type Loaded, load } from "./support/load.ts";
import { isQuick } from "./support/measure.ts";
import { compare, report, type Rounds } from "./support/report.ts";
import { openSession, type Server, service, startServer } from "./support/server.ts";

// `bun test/bench/http.ts [--quick]`: a probe and a read of a session, against a bare Bun.serve that answers the same.

const rounds = isQuick ? 5 : 9;
const seconds = isQuick ? 1 : 3;
const connections = 32;

await using postgres = await startPostgres();
const env = { DATABASE_URL: postgres.url() };
await using ours = await startServer(service, env);
await using bare = await startServer([`${import.meta.dir}/support/bare-server.ts`], env);
const session = `/api/sessions/${await openSession(ours)}`;

type Pair = { ours: Loaded; floor: Loaded };

/** Both servers in turn, each first in every other round; one round more than counts, to warm up. */
async function measure(path: string): Promise<Pair[]> {
  const pairs: Pair[] = [];
  const ask = (server: Server) => load(server, { path, connections, seconds });
  for (let round = 0; round <= rounds; round++) {
    const first = await ask(round % 2 ? ours : bare);
    const second = await ask(round % 2 ? bare : ours);
    pairs.push(round % 2 ? { ours: first, floor: second } : { ours: second, floor: first });
  }
  return pairs.slice(1);
}

const only = (pairs: Pair[], field: keyof Loaded): Rounds =>
  pairs.map(({ ours, floor }) => ({ ours: ours[field], floor: floor[field] }));

const live = await measure("/health/live");
const read = await measure(session);
await report("HTTP, request log on, against a bare Bun.serve", [
  compare("GET /health/live", only(live, "requestsPerSecond"), { unit: "/s", target: { atLeast: 0.7 } }),
  compare("its server CPU", only(live, "cpuMicroseconds"), { unit: "µs", digits: 1 }),
  compare("GET /api/sessions/{id}", only(read, "requestsPerSecond"), { unit: "/s", target: { atLeast: 0.6 } }),
  compare("its server CPU", only(read, "cpuMicroseconds"), { unit: "µs", digits: 1 }),
]);
