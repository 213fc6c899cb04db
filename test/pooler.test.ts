import { test } from "bun:test";
import { createEmptyDatabase } from "./support/database.ts";
import { startPgBouncer } from "./support/pgbouncer.ts";
import { startPostgres } from "./support/postgres.ts";
import { startPostgres15 } from "./support/postgres-15.ts";
import { replicaGuarantees } from "./support/replica-guarantees.ts";
import { testNeeding } from "./support/requires.ts";

replicaGuarantees(test, "on the newest PostgreSQL", createEmptyDatabase);

replicaGuarantees(testNeeding("PostgreSQL 15"), "on the oldest PostgreSQL", startPostgres15);

replicaGuarantees(testNeeding("PgBouncer"), "through PgBouncer", async () => {
  await using resources = new AsyncDisposableStack();
  const server = resources.use(await startPostgres());
  const pooler = resources.use(await startPgBouncer(server.port));
  const owned = resources.move();
  return {
    url: pooler.url,
    directUrl: server.url(),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
});
