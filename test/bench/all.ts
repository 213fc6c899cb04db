import { join } from "node:path";

// `bun test/bench/all.ts [--quick]`: every benchmark, one after the other.

const benches = ["http", "stop", "turns", "sockets", "replicas", "long-conversation", "catalog", "start"];
let failed = 0;
for (const name of benches) {
  const bench = Bun.spawn([Bun.argv[0] ?? "bun", join(import.meta.dir, `${name}.ts`), ...Bun.argv.slice(2)], {
    stdio: ["ignore", "inherit", "inherit"],
  });
  if ((await bench.exited) !== 0) failed++;
}
if (failed > 0) throw new Error(`${failed} of ${benches.length} benchmarks failed`);
