import { expect, test } from "bun:test";
import { connect, type Database, failureCode, type Sql, transaction } from "../src/db/client.ts";
import { withDeadline } from "../src/db/deadline.ts";
import { Problem } from "../src/problem.ts";
import { createEmptyDatabase } from "./support/database.ts";
import { startPostgres } from "./support/postgres.ts";

type Options = { poolSize?: number; queryTimeoutMs?: number; prepare?: boolean };

function connectTo(url: string, { poolSize = 3, queryTimeoutMs = 5_000, prepare = true }: Options = {}) {
  const database = connect({ url }, { applicationName: "test", poolSize, queryTimeoutMs, prepare });
  return Object.assign(database, { [Symbol.asyncDispose]: () => database.end({ timeout: 0 }) });
}

/** A private database and a pool on it. */
async function openDatabase(options?: Options) {
  const created = await createEmptyDatabase();
  const database = connectTo(created.url, options);
  return {
    url: created.url,
    database,
    [Symbol.asyncDispose]: async () => {
      await database.end({ timeout: 0 });
      await created[Symbol.asyncDispose]();
    },
  };
}

const failureOf = (query: PromiseLike<unknown>) =>
  Promise.resolve(query).then(
    () => "no failure",
    (error) => error,
  );
const kindOf = async (query: PromiseLike<unknown>) => {
  const failure = await failureOf(query);
  return failure instanceof Problem ? failure.kind : failure;
};
const backendOf = async (database: Database) => (await database`select pg_backend_pid() as pid`)[0]?.["pid"];

async function millisecondsOf(work: () => PromiseLike<unknown>) {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

test("values arrive as they go on the wire, and go back unchanged", async () => {
  await using opened = await openDatabase();
  const { database } = opened;
  await database`create table samples (
    id bigint, made_at timestamptz, tags text[], keys uuid[], facts jsonb, picture bytea, price numeric, day date)`;
  const sample = {
    id: 9_007_199_254_740_991,
    madeAt: "2026-11-22T13:45:12.123456Z",
    tags: ["plain", 'quo"te', "back\\slash", "com,ma", "{brace}", "", "NULL", "new\nline"],
    keys: [crypto.randomUUID(), crypto.randomUUID()],
    facts: { snake_key: [1, { otherKey: null }] },
    picture: Buffer.from([0, 1, 255]),
    price: "12345678901234567890.12",
    day: "2026-02-28",
  };
  await database`insert into samples ${database({ ...sample, facts: database.json(sample.facts) })}`;
  const [row] = await database`select * from samples`;
  expect({ ...row }).toEqual(sample);

  const odd = { "k\0\ud800": ["a\0b", "\udfff\ud800", "\u{1f3e0}", "\\u0000 \\ud800 \\\\u0000", '"\n\u001f\u2028'] };
  expect((await database`select ${database.json(odd)}::jsonb as kept`)[0]).toEqual({
    kept: { "k\ufffd": ["ab", "\ufffd\ufffd", "\u{1f3e0}", "\\u0000 \\ud800 \\\\u0000", '"\n\u001f\u2028'] },
  });

  const sameInstant = await database`select 1 from samples where made_at = ${sample.madeAt} and tags = ${sample.tags}`;
  expect(sameInstant).toHaveLength(1);
  const listed = await database`select tags from samples where keys && ${database.array(sample.keys)}::uuid[]`;
  expect(listed).toHaveLength(1);
  expect((await database`select ${[]}::text[] as none, array[null, 'x'] as some, count(*) from samples`)[0]).toEqual({
    none: [],
    some: [null, "x"],
    count: 1,
  });
});

test("an int8 that a number cannot hold is an error, not a wrong number", async () => {
  await using opened = await openDatabase({ poolSize: 1 });
  expect(await failureOf(opened.database`select 9007199254740993`)).toBeInstanceOf(RangeError);
  expect(await backendOf(opened.database)).toBeNumber();
});

test("more queries than connections are all answered, by no more connections than allowed", async () => {
  await using opened = await openDatabase({ poolSize: 3 });
  const backends = await Promise.all(Array.from({ length: 60 }, () => backendOf(opened.database)));
  expect(backends).toHaveLength(60);
  expect(new Set(backends).size).toBeLessThanOrEqual(3);
});

/** Makes everything in `ask` wait for the only connection of a pool. */
const whileBusy = <T>(database: Database, ask: () => T): Promise<T> =>
  transaction(database, async (sql) => {
    await sql`select 1`;
    const asked = ask();
    // A query is on its way to the pool only after its promise was looked at.
    await sql`select 1`;
    return asked;
  });

test("reads that share a connection get each its own answer, and an error is nobody else's", async () => {
  await using opened = await openDatabase({ poolSize: 1 });
  const { database } = opened;
  const backend = await backendOf(database);
  const read = async (value: number) => (await database`select 12 / ${value}::int as twelfth`)[0]?.["twelfth"];
  const [answers] = await whileBusy(database, () => [Promise.allSettled([1, 2, 0, 3, 4, 6].map(read))]);
  expect((await answers).map((answer) => (answer.status === "fulfilled" ? answer.value : answer.reason.code))).toEqual([
    12,
    6,
    "22012",
    4,
    3,
    2,
  ]);
  expect(await backendOf(database)).toBe(backend);
});

test("a slow read takes along no more than the three like it that went out with it, and those at once", async () => {
  // Whoever waited for a deadline of their own would wait longer than the test.
  await using opened = await openDatabase({ poolSize: 1, queryTimeoutMs: 60_000 });
  const { database } = opened;
  await database`create table kept (id integer)`;
  const impatient = withDeadline(database, 500);
  const sleep = (sql: Sql, seconds: number) => kindOf(sql`select pg_sleep(${seconds})`);
  const [alike, others] = await whileBusy(database, () => [
    Promise.all([sleep(impatient, 30), ...[1, 2, 3, 4].map(() => sleep(database, 0))]),
    Promise.all([kindOf(database`select 1`), kindOf(database`insert into kept values (1)`)]),
  ]);
  const lost = "database-unavailable";
  expect(await alike).toEqual([lost, lost, lost, lost, "no failure"]);
  expect(await others).toEqual(["no failure", "no failure"]);
  expect(await database`select id from kept`).toEqual([{ id: 1 }] as never);
});

test("a statement that a migration outdated is asked again, by everyone who shares a connection", async () => {
  await using opened = await openDatabase({ poolSize: 1, queryTimeoutMs: 1_000 });
  const { database } = opened;
  await database`create table kept (id integer, colour text)`;
  await database`insert into kept values (1, 'red')`;
  const read = async () => (await database`select * from kept where id = ${1}`)[0];
  expect(await read()).toEqual({ id: 1, colour: "red" });
  await database`alter table kept add column size integer`;
  const [answers] = await whileBusy(database, () => [Promise.allSettled([read(), read(), read()])]);
  const fresh = { id: 1, colour: "red", size: null };
  for (const answer of await answers) {
    if (answer.status === "fulfilled") expect(answer.value).toEqual(fresh);
    else expect(answer.reason.kind).toBe("database-unavailable");
  }
  expect(await read()).toEqual(fresh);
});

test("a query past its deadline takes its connection along and stops on the server", async () => {
  await using opened = await openDatabase({ poolSize: 1, queryTimeoutMs: 700 });
  await using observer = connectTo(opened.url);
  const before = await backendOf(opened.database);
  expect(await kindOf(opened.database`select pg_sleep(30)`)).toBe("database-unavailable");
  expect(await backendOf(opened.database)).not.toBe(before);
  const isRunning = async () => (await observer`select 1 from pg_stat_activity where pid = ${before}`).length > 0;
  while (await isRunning()) await Bun.sleep(5);
});

test("nothing hangs on a frozen server, and everything goes on when it thaws", async () => {
  await using server = await startPostgres();
  await using database = connectTo(server.url(), { poolSize: 2, queryTimeoutMs: 1_000 });
  await database`create table kept (id integer)`;
  let frozenFor = 0;
  const inTransaction = transaction(database, async (sql) => {
    await sql`insert into kept values (1)`;
    server.freeze();
    frozenFor = await millisecondsOf(async () => {
      // One statement of a transaction, one sent on a new connection, and three that wait for one.
      const outside = Array.from({ length: 4 }, () => kindOf(database`select 1`));
      expect(await kindOf(sql`select 1`)).toBe("database-unavailable");
      expect(await Promise.all(outside)).toEqual(Array(4).fill("database-unavailable"));
    });
  });
  expect(await kindOf(inTransaction)).toBe("database-unavailable");
  expect(frozenFor).toBeLessThan(4_000);
  expect(await kindOf(transaction(database, async () => {}))).toBe("database-unavailable");

  await using stopping = connectTo(server.url(), { poolSize: 2, queryTimeoutMs: 10_000 });
  const stuck = kindOf(stopping`select 1`);
  expect(await millisecondsOf(() => stopping.end({ timeout: 0.1 }))).toBeLessThan(1_000);
  expect(await stuck).toBe("database-unavailable");

  server.thaw();
  // On a busy machine the attempt to connect that was under way may be lost yet.
  while ((await kindOf(database`select 1`)) === "database-unavailable");
  expect(await database`select * from kept`).toHaveLength(0);
});

test("a pool that used a server ends in time even when the server has frozen since", async () => {
  await using server = await startPostgres();
  await using database = connectTo(server.url());
  await Promise.all([database`select 1`, database`select 2`]);
  const running = kindOf(database`select pg_sleep(30)`);
  await database`select 1`;
  await using idle = connectTo(server.url());
  await idle`select 1`;
  server.freeze();
  expect(await millisecondsOf(() => idle.end({ timeout: 4 }))).toBeLessThan(1_000);
  expect(await millisecondsOf(() => database.end({ timeout: 0.2 }))).toBeLessThan(1_000);
  expect(await running).toBe("database-unavailable");
  expect(await kindOf(database`select 1`)).toBe("database-unavailable");
});

test("a restarted server is used again within half a second, and without one the answer is quick", async () => {
  await using server = await startPostgres();
  await using database = connectTo(server.url(), { poolSize: 4 });
  await Promise.all(Array.from({ length: 4 }, () => database`select 1`));
  await server.stop();
  for (let i = 0; i < 3; i++) {
    const elapsed = await millisecondsOf(async () => {
      const failure = await failureOf(database`select 1`);
      expect(failure).toMatchObject({ kind: "database-unavailable", retryAfterSeconds: 1 });
    });
    expect(elapsed).toBeLessThan(800);
  }
  await server.start();
  const elapsed = await millisecondsOf(async () => {
    while ((await kindOf(database`select 1`)) === "database-unavailable");
  });
  expect(elapsed).toBeLessThan(700);
});

test("a connection that dies while a transaction waits elsewhere fails its next query, and nothing else", async () => {
  await using opened = await openDatabase({ poolSize: 2 });
  const { database } = opened;
  await database`create table kept (id integer)`;
  const result = transaction(database, async (sql) => {
    const [own] = await sql`select pg_backend_pid() as pid`;
    await sql`insert into kept values (1)`;
    await database`select pg_terminate_backend(${own?.["pid"]}, 5000)`;
    // Both at once and late: neither may go out on a new connection, where it would be committed on its own.
    const late = [kindOf(sql`insert into kept values (2)`), kindOf(sql`insert into kept values (3)`)];
    expect(await Promise.all(late)).toEqual(["database-unavailable", "database-unavailable"]);
    await Bun.sleep(20);
    await sql`insert into kept values (4)`;
  });
  expect(await kindOf(result)).toBe("database-unavailable");
  expect(await database`select * from kept`).toHaveLength(0);
});

test("a transaction commits all or nothing, and a failure that was caught still rolls it back", async () => {
  await using opened = await openDatabase();
  const { database } = opened;
  await database`create table kept (id integer primary key)`;
  const returned = await transaction(database, async (sql) => {
    await Promise.all([sql`insert into kept values (1)`, sql`insert into kept values (2)`]);
    return "done";
  });
  expect(returned).toBe("done");

  const duplicate = await failureOf(
    transaction(database, async (sql) => {
      await sql`insert into kept values (3)`;
      await failureOf(sql`insert into kept values (1)`);
    }),
  );
  expect(failureCode(duplicate)).toBe("23505");
  expect(JSON.stringify(duplicate)).not.toContain("(id)=(1)");

  const thrown = new Error("changed my mind");
  const failure = failureOf(
    transaction(database, async (sql) => {
      await sql`insert into kept values (4)`;
      throw thrown;
    }),
  );
  expect(await failure).toBe(thrown);
  expect(await database`select id from kept order by id`).toEqual([{ id: 1 }, { id: 2 }] as never);
});

test("a transaction limits locks, statements and idling to 3 s, and leaves no trace on the connection", async () => {
  await using opened = await openDatabase({ poolSize: 1 });
  const { database } = opened;
  const limits = (sql: Sql) =>
    sql.unsafe(`
    select current_setting('lock_timeout') as lock, current_setting('statement_timeout') as statement,
      current_setting('idle_in_transaction_session_timeout') as idle`);
  const inside = await transaction(database, (sql) => limits(sql));
  expect({ ...inside[0] }).toEqual({ lock: "3s", statement: "3s", idle: "3s" });
  const outside = await limits(database);
  expect({ ...outside[0] }).toEqual({ lock: "0", statement: "0", idle: "0" });
});

const raise = (code: string) => `do $$ begin raise exception 'on purpose' using errcode = '${code}'; end $$`;

test("only what is the database's fault is called unavailable", async () => {
  await using opened = await openDatabase();
  const { database } = opened;
  for (const code of ["08006", "25006", "25P03", "53100", "53300", "55P03", "57014", "57P01", "57P02", "57P03"]) {
    const failure = await failureOf(database.unsafe(raise(code)));
    expect(failure).toMatchObject({ kind: "database-unavailable", retryAfterSeconds: 1 });
    expect(failureCode(failure)).toBe(code);
  }
  for (const code of ["23505", "23503", "22P02", "40001", "40P01", "42601"])
    expect(await failureOf(database.unsafe(raise(code)))).toMatchObject({ name: "PostgresError", code });
});

test("a wrong password is told apart, and no password is in the message", async () => {
  await using server = await startPostgres({ password: "right-password" });
  await using right = connectTo(server.url());
  expect(await backendOf(right)).toBeNumber();
  await using wrong = connectTo(server.url().replace("right-password", "wrong-password"));
  const failure = await failureOf(wrong`select 1`);
  expect(failure).toMatchObject({ kind: "database-unavailable" });
  expect(failureCode(failure)).toBe("28P01");
  expect(Bun.inspect(failure)).not.toContain("-password");
});

test("what other clients put into a URL does not reach the server, which would refuse it", async () => {
  await using created = await createEmptyDatabase();
  await using database = connectTo(
    `${created.url}?pgbouncer=true&connection_limit=3&channel_binding=prefer&sslmode=prefer`,
  );
  const [row] = await database`show application_name`;
  expect(row).toEqual({ applicationName: "test" });
});
