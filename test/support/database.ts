import { builtInCatalog } from "../../src/catalog/built-in.ts";
import { loadCatalog } from "../../src/catalog/load.ts";
import { connect, type Database } from "../../src/db/client.ts";
import { migrate } from "../../src/db/migrate.ts";
import { bundledMigrations } from "../../src/db/migrations.ts";
import { createLog } from "../../src/log.ts";
import { once, onceFor } from "../../src/once.ts";
import { sharedPostgresUrl } from "./postgres.ts";

/** A database of one test's own; disposing of it drops it, whoever is still connected. */
export type TestDatabase = AsyncDisposable & { url: string };

/** A private database with every migration applied, cloned in tens of milliseconds. */
export async function createDatabase(): Promise<TestDatabase> {
  return await create((template) => template);
}

/** A private database with nothing in it. */
export async function createEmptyDatabase(): Promise<TestDatabase> {
  return await create(() => "template0");
}

async function create(choose: (migratedTemplate: string) => string): Promise<TestDatabase> {
  const server = await sharedPostgresUrl();
  const database = administrator(server);
  const name = `test_${crypto.randomUUID().replaceAll("-", "")}`;
  const template = choose(templateName());
  if (template === templateName()) await buildTemplate(server, database);
  // By files: three times as quick as through the log, where nothing waits for a disk.
  await database`create database ${database(name)} template ${database(template)} strategy file_copy`;
  return {
    url: withDatabase(server, name),
    [Symbol.asyncDispose]: async () => {
      await database`drop database if exists ${database(name)} with (force)`;
      if (!isTestRun) await database.end({ timeout: 1 });
    },
  };
}

const open = (url: string, poolSize: number) =>
  connect({ url }, { applicationName: "test-support", poolSize, queryTimeoutMs: 30_000 });

const isTestRun = Bun.env["NODE_ENV"] === "test";
const openAdministrator = (url: string) => open(url, 2);
/** A test run keeps it open: to connect costs more than what is asked here. A script would never end. */
const administrator = isTestRun ? onceFor(openAdministrator) : openAdministrator;

/** Named after its content: on a server of TEST_DATABASE_URL it outlives the run and must not be stale. */
const templateName = once(() => {
  const content = bundledMigrations().map(({ version, checksum }) => `${version} ${checksum}`);
  content.push(JSON.stringify(builtInCatalog));
  return `test_template_${new Bun.CryptoHasher("sha256").update(content.join()).digest("hex").slice(0, 16)}`;
});

/** Built once, by whichever worker comes first, and renamed when it is complete. */
async function buildTemplate(server: string, administrator: Database) {
  const name = templateName();
  const exists = async (sql: Database) => (await sql`select 1 from pg_database where datname = ${name}`).length > 0;
  if (await exists(administrator)) return;
  // The pool has one connection, so the lock lasts until it closes.
  await using alone = disposable(open(server, 1));
  const { database } = alone;
  await database`select pg_advisory_lock(hashtext(${name}))`;
  if (await exists(database)) return;
  const unfinished = `${name}_unfinished`;
  await database`drop database if exists ${database(unfinished)} with (force)`;
  await database`create database ${database(unfinished)} template template0`;
  {
    await using target = disposable(open(withDatabase(server, unfinished), 1));
    const options = { log: createLog({ level: "silent" }), waitMs: 0 };
    await migrate(target.database, options);
    await loadCatalog(target.database, builtInCatalog, options);
  }
  await database`alter database ${database(unfinished)} rename to ${database(name)}`;
}

const disposable = (database: Database) => ({
  database,
  [Symbol.asyncDispose]: () => database.end({ timeout: 1 }),
});

function withDatabase(server: string, name: string): string {
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}
