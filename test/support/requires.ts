import { test } from "bun:test";
import { existsSync } from "node:fs";

/** Where Debian puts the oldest PostgreSQL that the service supports. */
export const postgres15Binaries = "/usr/lib/postgresql/15/bin";

/** What some tests need of the machine; `.ci/run` installs it all and fails on a skip. */
const present = {
  root: () => process.getuid?.() === 0,
  chromium: () => Bun.which("chromium") !== null,
  openssl: () => Bun.which("openssl") !== null,
  Java: () => Bun.which("java") !== null,
  HAProxy: () => Bun.which("haproxy") !== null,
  poppler: () => Bun.which("pdftotext") !== null,
  PgBouncer: () => Bun.which("pgbouncer") !== null,
  "PostgreSQL 15": () => existsSync(`${postgres15Binaries}/postgres`),
};

/** `bun run test` is meant to be quick and the same everywhere: these tests run in `.ci/run`, and by `bun test <file>`. */
const isQuick = Bun.env["npm_lifecycle_event"] === "test" && Bun.env["CI"] !== "true";

/** A test that is skipped, with the reason in its name, in the quick run and where the machine lacks something. */
export function testNeeding(...needs: (keyof typeof present)[]) {
  const missing = isQuick ? needs : needs.filter((need) => !present[need]());
  return (name: string, body: () => Promise<unknown> | undefined, timeoutMs?: number) =>
    test.skipIf(missing.length > 0)(missing.length ? `${name} (needs ${missing.join(", ")})` : name, body, timeoutMs);
}
