import { expect, test } from "bun:test";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, chown, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { connect, transaction } from "../src/db/client.ts";
import { startPostgres } from "./support/postgres.ts";
import { unprivilegedAccount } from "./support/postgres-binaries.ts";
import { testNeeding } from "./support/requires.ts";

const options = { applicationName: "test", poolSize: 3, queryTimeoutMs: 3_000 };

function connectTo(url: string, more: { queryTimeoutMs?: number; prepare?: boolean } = {}) {
  const database = connect({ url }, { ...options, ...more });
  return Object.assign(database, { [Symbol.asyncDispose]: () => database.end({ timeout: 0 }) });
}

const failureOf = (query: PromiseLike<unknown>) =>
  Promise.resolve(query).then(
    () => "no failure",
    (error) => error,
  );

async function listen(onConnection: Parameters<typeof createServer>[1]) {
  const server = createServer(onConnection);
  await once(server.listen(0, "127.0.0.1"), "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port");
  return { port: address.port, [Symbol.dispose]: () => void server.close() };
}

test("a server that accepts connections and says nothing is given up at the deadline", async () => {
  using silent = await listen(() => {});
  for (const parameters of ["", "?sslmode=require"]) {
    await using database = connectTo(`postgres://user@127.0.0.1:${silent.port}/any${parameters}`, {
      queryTimeoutMs: 200,
    });
    const start = performance.now();
    expect(await failureOf(database`select 1`)).toMatchObject({ kind: "database-unavailable" });
    expect(performance.now() - start).toBeLessThan(1_000);
  }
});

test("a server that hangs up while it is connected to is unavailable at once", async () => {
  using rude = await listen((socket) => void socket.once("data", () => socket.end()));
  for (const parameters of ["", "?sslmode=require"]) {
    await using database = connectTo(`postgres://user@127.0.0.1:${rude.port}/any${parameters}`);
    const start = performance.now();
    expect(await failureOf(database`select 1`)).toMatchObject({ kind: "database-unavailable" });
    expect(performance.now() - start).toBeLessThan(1_000);
  }
});

test("a unix socket serves as well, by directory and by URL", async () => {
  await using server = await startPostgres({ settings: { port: "5432", listen_addresses: "" } });
  const byDirectory = connect(
    { socketDirectory: server.socketDirectory, user: "postgres", database: "postgres" },
    options,
  );
  await using byUrl = connectTo(`postgres://postgres@${encodeURIComponent(server.socketDirectory)}/postgres`);
  for (const database of [byDirectory, byUrl])
    expect((await database`select inet_client_addr() as address`)[0]).toEqual({ address: null });
  await byDirectory.end();
});

testNeeding("openssl")("TLS is what sslmode says", async () => {
  await using server = await startPostgres();
  expect(await failureOf(connectTo(`${server.url()}?sslmode=require`)`select 1`)).toMatchObject({
    kind: "database-unavailable",
  });

  const [key, certificate] = ["server.key", "server.crt"].map((name) => join(server.socketDirectory, name)) as [
    string,
    string,
  ];
  const made = Bun.spawnSync(
    ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"].concat([
      "-addext",
      "subjectAltName=DNS:localhost",
      "-keyout",
      key,
      "-out",
      certificate,
    ]),
  );
  expect(made.exitCode).toBe(0);
  const account = await unprivilegedAccount();
  await chmod(key, 0o600);
  if ("uid" in account) await chown(key, account.uid, account.gid);
  await using admin = connectTo(server.url());
  await admin.unsafe(`alter system set ssl_cert_file = '${certificate}'`);
  await admin.unsafe(`alter system set ssl_key_file = '${key}'`);
  await admin.unsafe("alter system set ssl = on");
  await server.stop();
  await server.start();

  const byName = server.url().replace("127.0.0.1", "localhost");
  const encrypted = async (url: string) => {
    await using database = connectTo(url);
    return (await database`select ssl from pg_stat_ssl where pid = pg_backend_pid()`)[0]?.["ssl"];
  };
  expect(await encrypted(`${byName}?sslmode=disable`)).toBe(false);
  expect(await encrypted(`${byName}?sslmode=prefer`)).toBe(true);
  expect(await encrypted(`${byName}?sslmode=require`)).toBe(true);
  expect(await encrypted(`${byName}?sslmode=verify-full&sslrootcert=${certificate}`)).toBe(true);
  expect(await encrypted(`${server.url()}?sslmode=verify-ca&sslrootcert=${certificate}`)).toBe(true);
  expect(await failureOf(encrypted(`${byName}?sslmode=verify-full`))).toMatchObject({ kind: "database-unavailable" });
  expect(await failureOf(encrypted(`${server.url()}?sslmode=verify-full&sslrootcert=${certificate}`))).toMatchObject({
    kind: "database-unavailable",
  });

  await using impatient = connectTo(`${byName}?sslmode=require`, { queryTimeoutMs: 400 });
  await impatient`select 1`;
  server.freeze();
  expect(await failureOf(impatient`select 1`)).toMatchObject({ kind: "database-unavailable" });
  expect(await failureOf(impatient`select 1`)).toMatchObject({ kind: "database-unavailable" });
});

testNeeding("PgBouncer")(
  "PgBouncer in transaction mode serves queries and transactions, with and without preparing",
  async () => {
    await using server = await startPostgres();
    await using bouncer = await startPgBouncer(server.port);
    for (const prepare of [true, false]) {
      await using database = connectTo(bouncer.url, { prepare });
      const answers = await Promise.all(
        Array.from({ length: 40 }, async (_, i) => (await database`select ${i}::int as i`)[0]?.["i"]),
      );
      expect(answers).toEqual(Array.from({ length: 40 }, (_, i) => i));
      const [limits] = await transaction(database, (sql) => sql`select current_setting('lock_timeout') as lock`);
      expect(limits).toEqual({ lock: "3s" });
      await database.end();
    }
    await using database = connectTo(bouncer.url, { queryTimeoutMs: 300 });
    expect(await failureOf(database`select pg_sleep(20)`)).toMatchObject({ kind: "database-unavailable" });
    expect(await failureOf(database`select 1 as one`)).toBe("no failure");
    await server.stop("crash");
    expect(await failureOf(database`select 1`)).toMatchObject({ kind: "database-unavailable" });
  },
);

async function startPgBouncer(serverPort: number) {
  using reserved = await listen(() => {});
  const { port } = reserved;
  const account = await unprivilegedAccount();
  const directory = await mkdtemp("/tmp/ra-bouncer-");
  const ini = join(directory, "pgbouncer.ini");
  await writeFile(
    ini,
    `[databases]
    * = host=127.0.0.1 port=${serverPort} user=postgres
    [pgbouncer]
    listen_addr = 127.0.0.1
    listen_port = ${port}
    unix_socket_dir =
    auth_type = any
    auth_file =
    pool_mode = transaction
    default_pool_size = 2
    query_wait_timeout = 5
    `.replaceAll(/^ +/gm, ""),
  );
  reserved[Symbol.dispose]();
  await chmod(directory, 0o755);
  const child = spawn("pgbouncer", [ini], { ...account, cwd: "/", stdio: ["ignore", "ignore", "pipe"] });
  let log = "";
  await new Promise<void>((listening, failed) => {
    child.stderr.on("data", (text) => {
      log += text;
      if (log.includes("process up")) listening();
    });
    child.once("exit", () => failed(new Error(`PgBouncer did not start: ${log}`)));
  });
  return {
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    [Symbol.asyncDispose]: async () => {
      child.kill("SIGKILL");
      await once(child, "exit");
      await rm(directory, { recursive: true });
    },
  };
}
