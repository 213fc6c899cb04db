import { expect, test } from "bun:test";
import { join } from "node:path";
import { connect, transaction } from "../src/db/client.ts";
import { MigrationError, migrate, migrationStatus } from "../src/db/migrate.ts";
import { bundledMigrations, toMigrations } from "../src/db/migrations.ts";
import { createLog } from "../src/log.ts";
import { createEmptyDatabase } from "./support/database.ts";

type Files = Parameters<typeof toMigrations>[0];

const log = createLog({ level: "silent" });
const one = { file: "0001_one.sql", content: "create table one (id integer);\ninsert into one values (1);\n" };
const two = { file: "0002_two.sql", content: "create table two (id integer);\n" };
const three = { file: "0003_three.sql", content: "create table three (id integer);\n" };

async function openDatabase() {
  const created = await createEmptyDatabase();
  const database = connect({ url: created.url }, { applicationName: "test", poolSize: 3, queryTimeoutMs: 5_000 });
  return {
    url: created.url,
    database,
    up: (...files: Files) => migrate(database, { log, waitMs: 1_000, migrations: toMigrations(files) }),
    tables: async () =>
      (await database`select tablename from pg_tables where schemaname = 'public' order by 1`).map(
        (row) => row["tablename"],
      ),
    [Symbol.asyncDispose]: async () => {
      await database.end({ timeout: 0 });
      await created[Symbol.asyncDispose]();
    },
  };
}

/** The command as a process, with its answer. */
function startCommand(url: string, files: Files | "bundled", args: string[], waitMs = 5_000) {
  const script = join(import.meta.dir, "support/migrate-process.ts");
  const list = files === "bundled" ? files : JSON.stringify(files);
  const child = Bun.spawn([process.execPath, script, list, ...args], {
    env: { ...Bun.env, DATABASE_URL: url, DATABASE_WAIT_MS: String(waitMs) },
    stdout: "pipe",
    stderr: "inherit",
  });
  const answer = async () => {
    const text = await new Response(child.stdout).text();
    return { exitCode: await child.exited, text, json: () => JSON.parse(text) };
  };
  return { child, answer };
}

const command = (...parameters: Parameters<typeof startCommand>) => startCommand(...parameters).answer();
const faultsOf = async (work: Promise<unknown>) => {
  const failure = await work.then(
    () => undefined,
    (error) => error,
  );
  if (!(failure instanceof MigrationError)) throw failure ?? new Error("It did not fail");
  return failure.faults.map(({ type, version }) => ({ type, version }));
};

test("the project's own migrations apply to an empty database, once, and leave it up to date", async () => {
  await using opened = await openDatabase();
  const { applied } = await migrate(opened.database, { log, waitMs: 0 });
  expect(applied.map(({ version }) => version)).toEqual(bundledMigrations().map(({ version }) => version));
  expect(await migrate(opened.database, { log, waitMs: 0 })).toEqual({ applied: [] });
  expect(await migrationStatus(opened.database)).toMatchObject({ pending: [], newer: [], faults: [] });
});

test("what refers to a row is found by an index, so that deleting stays quick however much there is", async () => {
  await using opened = await openDatabase();
  await migrate(opened.database, { log, waitMs: 0 });
  const bare = await opened.database<{ table: string; columns: string[] }[]>`
    select conrelid::regclass::text as table, array(
        select attname::text from unnest(conkey) as key join pg_attribute on attrelid = conrelid and attnum = key) as columns
    from pg_constraint where contype = 'f' and not exists (
      select from pg_index where indrelid = conrelid and indpred is null
        and (indkey::smallint[])[0:cardinality(conkey) - 1] @> conkey)`;
  expect([...bare]).toEqual([]);
});

test("ten processes that start at once apply each migration exactly once", async () => {
  await using opened = await openDatabase();
  // Slow enough for all of them to meet here.
  const files = [{ ...one, content: `${one.content} select pg_sleep(0.5);` }, two, three];
  const answers = await Promise.all(Array.from({ length: 10 }, () => command(opened.url, files, ["up", "--json"])));
  expect(answers.map(({ exitCode }) => exitCode)).toEqual(Array(10).fill(0));
  const applied = answers.flatMap((answer) =>
    answer.json().appliedNow.map(({ version }: { version: number }) => version),
  );
  expect(applied.sort()).toEqual([1, 2, 3]);
  expect(await opened.database`select * from one`).toHaveLength(1);
}, 30_000);

test("a process killed in mid-migration leaves nothing half done, and the next one carries on", async () => {
  await using opened = await openDatabase();
  const slow = { ...two, content: "create table half (id integer); select pg_sleep(60);" };
  const { child } = startCommand(opened.url, [one, slow], ["up"]);
  const isSleeping = async () =>
    (
      await opened.database`select 1 from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep'`
    ).length > 0;
  while (!(await isSleeping())) await Bun.sleep(10);
  child.kill("SIGKILL");
  await child.exited;
  const { applied } = await migrate(opened.database, { log, waitMs: 5_000, migrations: toMigrations([one, two]) });
  expect(applied.map(({ version }) => version)).toEqual([2]);
  expect(await opened.tables()).toEqual(["one", "schema_migrations", "two"]);
}, 20_000);

test("a migration that fails leaves no trace of itself and keeps those before it", async () => {
  await using opened = await openDatabase();
  const failing = { ...two, content: "create table two (id integer); select 1 / 0;" };
  await expect(opened.up(one, failing, three)).rejects.toMatchObject({
    reason: "failed",
    message: "Migration 2 (two) failed: division by zero",
  });
  expect((await command(opened.url, [one, failing, three], ["up"])).exitCode).toBe(1);
  expect(await opened.tables()).toEqual(["one", "schema_migrations"]);
});

test("an edited file is refused, and other line ends are no edit", async () => {
  await using opened = await openDatabase();
  await opened.up(one);
  expect(await opened.up({ ...one, content: one.content.replaceAll("\n", "\r\n") })).toEqual({ applied: [] });
  const edited = { ...one, content: `${one.content}-- a thought` };
  expect(await faultsOf(opened.up(edited, two))).toEqual([{ type: "edited", version: 1 }]);
  const answer = await command(opened.url, [edited, two], ["up", "--json"]);
  expect(answer.exitCode).toBe(2);
  expect(answer.json()).toMatchObject({ state: "refused", faults: [{ type: "edited", version: 1, name: "one" }] });
  expect(await opened.tables()).not.toContain("two");
});

test("a file older than one that was applied, and one that has gone, are refused", async () => {
  await using opened = await openDatabase();
  await opened.up(one, three);
  expect(await faultsOf(opened.up(one, two, three))).toEqual([{ type: "out-of-order", version: 2 }]);
  expect(await faultsOf(opened.up(three))).toEqual([{ type: "missing", version: 1 }]);
  expect((await command(opened.url, [one, two, three], ["status"])).exitCode).toBe(2);
});

test("an older executable works with a newer database, unless a migration it does not know is breaking", async () => {
  await using opened = await openDatabase();
  await opened.up(one, two);
  expect(await opened.up(one)).toEqual({ applied: [] });
  const status = await migrationStatus(opened.database, toMigrations([one]));
  expect(status.newer.map(({ version }) => version)).toEqual([2]);
  expect((await command(opened.url, [one], ["status"])).exitCode).toBe(0);

  const breaking = { ...three, content: `-- breaking: older versions read what this drops\n${three.content}` };
  await opened.up(one, two, breaking);
  expect(await opened.up(one, two, breaking)).toEqual({ applied: [] });
  expect(await faultsOf(opened.up(one, two))).toEqual([{ type: "newer-and-breaking", version: 3 }]);
  const answer = await command(opened.url, [one, two], ["up", "--json"]);
  expect(answer).toMatchObject({ exitCode: 3 });
  expect(answer.json()).toMatchObject({ state: "newer-and-breaking" });
});

test("waiting for another process ends at the limit, and says who is in the way", async () => {
  await using opened = await openDatabase();
  const lines: string[] = [];
  const watched = createLog({ level: "info", write: (line) => void lines.push(line) });
  const other = connect({ url: opened.url }, { applicationName: "the-other-one", poolSize: 1, queryTimeoutMs: 5_000 });
  await transaction(other, async (sql) => {
    await sql`select pg_advisory_xact_lock(${0x72656e6f}::int, 1)`;
    const waiting = migrate(opened.database, { log: watched, waitMs: 200, migrations: toMigrations([one]) });
    const failure = await waiting.then(
      () => undefined,
      (error) => error,
    );
    expect(failure).toMatchObject({ reason: "locked", message: expect.stringContaining("the-other-one") });
    const answer = await command(opened.url, [one], ["up", "--json"], 100);
    expect(answer.exitCode).toBe(69);
    expect(answer.json()).toMatchObject({ state: "locked" });
  });
  expect(lines.filter((line) => line.includes("waiting for another process"))).toHaveLength(1);
  expect(lines.join()).toContain("the-other-one");
  expect((await opened.up(one)).applied).toHaveLength(1);
  await other.end();
});

test("the command reports pending and applied migrations as text and as JSON", async () => {
  await using opened = await openDatabase();
  const before = await command(opened.url, [one, two], ["status", "--json"]);
  expect(before.exitCode).toBe(1);
  expect(before.json()).toEqual({
    state: "pending",
    applied: [],
    pending: [
      { version: 1, name: "one", breaking: false },
      { version: 2, name: "two", breaking: false },
    ],
    newer: [],
    faults: [],
  });
  const up = await command(opened.url, [one, two], ["up"]);
  expect(up.exitCode).toBe(0);
  expect(up.text).toContain("applied now  1 one\napplied now  2 two\n");
  const after = await command(opened.url, [one, two], ["status", "--json"]);
  expect(after.exitCode).toBe(0);
  expect(after.json()).toMatchObject({
    state: "up-to-date",
    applied: [{ version: 1, name: "one", breaking: false, appliedAt: expect.stringMatching(/Z$/) }, { version: 2 }],
  });
});

test("an unreachable database and a wrong word have exit codes of their own", async () => {
  const nowhere = await command("postgres://postgres@127.0.0.1:9/none", "bundled", ["status", "--json"]);
  expect(nowhere.exitCode).toBe(69);
  expect(nowhere.json()).toMatchObject({ state: "unreachable", error: expect.stringContaining("ECONNREFUSED") });
  const usage = await command("postgres://postgres@127.0.0.1:9/none", "bundled", ["down"]);
  expect(usage.exitCode).toBe(64);
  expect(usage.text).toStartWith("usage:");
});

test.each([
  ["a name without a number", [{ file: "first.sql", content: "" }]],
  ["a number given twice", [one, { ...two, file: "0001_again.sql" }]],
  ["a transaction of its own", [{ ...one, content: "begin;\nselect 1;\nCommit ;" }]],
])("a migration with %s is refused", (_name, files) => {
  expect(() => toMigrations(files)).toThrow(/[Mm]igration/);
});
