import { expect, test } from "bun:test";
import { join } from "node:path";
import { turnsCommand } from "../src/commands/turns.ts";
import { connect } from "../src/db/client.ts";
import type { OperatorTurn } from "../src/turns/operator.ts";
import { createDatabase, createEmptyDatabase } from "./support/database.ts";
import { holdAt, scriptedAgent } from "./support/scripted-agent.ts";
import { startTestService } from "./support/service.ts";

/** Runs the command as an operator would, with its output at hand. */
async function turns(databaseUrl: string, ...args: string[]) {
  let output = "";
  const exitCode = await turnsCommand({
    args,
    env: { DATABASE_URL: databaseUrl, DATABASE_QUERY_TIMEOUT_MS: "2000" },
    host: { isRoot: false, readFile: () => "" },
    write: (text) => {
      output += text;
    },
  });
  return { exitCode, output };
}

async function listed(databaseUrl: string, ...args: string[]): Promise<OperatorTurn[]> {
  return JSON.parse((await turns(databaseUrl, "list", "--json", ...args)).output).turns;
}

/** A service with a turn that runs and does not end, and one that waits behind it. */
async function busyService() {
  await using resources = new AsyncDisposableStack();
  const hold = holdAt(1);
  const service = resources.use(await startTestService({ agent: scriptedAgent(["Half ", "done"], hold.gate) }));
  const id = await service.session();
  const chat = resources.use(await service.socket(id));
  chat.send({ type: "message", id: "m-1", text: "one" });
  chat.send({ type: "message", id: "m-2", text: "two" });
  const running = (await chat.until("ack", (frame) => frame.id === "m-1")).turnId;
  const queued = (await chat.until("ack", (frame) => frame.id === "m-2")).turnId;
  await chat.until("delta");
  const owned = resources.move();
  return { service, id, chat, hold, running, queued, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

test("list shows what runs and waits, with who has it and for how long", async () => {
  await using busy = await busyService();
  const { databaseUrl } = busy.service;
  const [waiting, running, ...others] = await listed(databaseUrl);
  expect(others).toEqual([]);
  expect(waiting).toMatchObject({ id: busy.queued, sessionId: busy.id, status: "queued", attempt: 0, claimedBy: null });
  expect(waiting?.leaseSeconds).toBeNull();
  expect(running).toMatchObject({
    id: busy.running,
    status: "running",
    attempt: 1,
    failures: 0,
    cancelRequested: false,
  });
  expect(running?.claimedBy).toBeString();
  expect(running?.leaseSeconds).toBeWithin(5, 11);
  expect(running?.ageSeconds).toBeWithin(0, 20);

  const { exitCode, output } = await turns(databaseUrl, "list");
  expect(exitCode).toBe(0);
  const lines = output.split("\n").map((line) => line.split(/ {2,}/));
  expect(lines[0]?.slice(0, 5)).toEqual(["TURN", "SESSION", "KIND", "STATUS", "ATTEMPT"]);
  expect(lines.slice(1).map(([turn, , kind, status]) => [turn, kind, status])).toEqual([
    [busy.queued, "chat", "queued"],
    [busy.running, "chat", "running"],
  ]);
  busy.hold.open();
});

test("list narrows by session and status", async () => {
  await using busy = await busyService();
  const { databaseUrl } = busy.service;
  expect((await listed(databaseUrl, "--status", "queued")).map(({ id }) => id)).toEqual([busy.queued]);
  expect(await listed(databaseUrl, "--status", "failed")).toEqual([]);
  expect(await listed(databaseUrl, "--session", busy.id)).toHaveLength(2);
  expect(await listed(databaseUrl, "--session", crypto.randomUUID())).toEqual([]);
  expect((await turns(databaseUrl, "list", "--status", "failed")).output).toBe("There are none.");
  busy.hold.open();
});

test("a released turn is finished by another replica, once, and its stuck owner writes nothing more", async () => {
  await using busy = await busyService();
  const { service, chat, running } = busy;
  await using _peer = await startTestService({ databaseUrl: service.databaseUrl, agent: scriptedAgent(["finished"]) });
  const database = connect(
    { url: service.databaseUrl },
    { applicationName: "test", poolSize: 1, queryTimeoutMs: 5_000 },
  );
  const isStored = async () => (await database`select from turn_text where turn_id = ${running}`).length > 0;
  while (!(await isStored())) await Bun.sleep(5);
  expect(await turns(service.databaseUrl, "release", running)).toMatchObject({ exitCode: 0 });
  expect(await chat.until("turn.finished", ({ turnId }) => turnId === running)).toMatchObject({ status: "completed" });
  // What had been shown stays: the next attempt goes on from it.
  expect((await chat.until("message.completed", ({ turnId }) => turnId === running)).message.content).toBe(
    "Half finished",
  );
  busy.hold.open();
  while (!service.lines.some(({ msg, turnId, status }) => msg === "turn" && turnId === running && status === "lost"))
    await Bun.sleep(10);
  const answers = await database`select content from messages where turn_id = ${running} and role = 'assistant'`;
  expect(answers).toHaveLength(1);
  const [{ failures, attempt } = {}] = await database`select failures, attempt from turns where id = ${running}`;
  expect({ failures, attempt }).toEqual({ failures: 0, attempt: 2 });
  await database.end();
});

test("releasing a turn whose user asked to cancel it ends it", async () => {
  await using busy = await busyService();
  const { databaseUrl } = busy.service;
  const database = connect({ url: databaseUrl }, { applicationName: "test", poolSize: 1, queryTimeoutMs: 5_000 });
  await database`update turns set cancel_requested_at = now() where id = ${busy.running}`;
  expect((await turns(databaseUrl, "release", busy.running, "--json")).output).toContain('"outcome":"cancelled"');
  const [turn] = await database`select status from turns where id = ${busy.running}`;
  expect(turn).toEqual({ status: "cancelled" });
  busy.hold.open();
  await database.end();
});

test("what cannot be released is said with exit code 1", async () => {
  await using busy = await busyService();
  const { databaseUrl } = busy.service;
  const unknown = crypto.randomUUID();
  expect(await turns(databaseUrl, "release", unknown)).toEqual({ exitCode: 1, output: `There is no turn ${unknown}.` });
  const waiting = await turns(databaseUrl, "release", busy.queued);
  expect(waiting).toMatchObject({ exitCode: 1, output: expect.stringContaining("is not running") });
  busy.hold.open();
});

test.each([
  [[]],
  [["lists"]],
  [["list", "more"]],
  [["list", "--status", "completed"]],
  [["list", "--session", "kitchen"]],
  [["list", "--everything"]],
  [["release"]],
  [["release", "kitchen"]],
  [["release", crypto.randomUUID(), "--status", "running"]],
])("%p is wrong usage: exit code 64", async (args) => {
  const { exitCode, output } = await turns("postgres://nobody@127.0.0.1:1/none", ...args);
  expect({ exitCode, output }).toEqual({ exitCode: 64, output: expect.stringContaining("usage:") });
});

test("without a database, or in one without tables, it says so with exit code 69", async () => {
  const away = await turns("postgres://nobody@127.0.0.1:1/none", "list");
  expect(away).toEqual({
    exitCode: 69,
    output: expect.stringContaining("does not answer (connect ECONNREFUSED 127.0.0.1:1)"),
  });
  await using empty = await createEmptyDatabase();
  expect(await turns(empty.url, "list")).toEqual({ exitCode: 69, output: expect.stringContaining("migrate up") });
});

test("it is a command of the executable", async () => {
  await using database = await createDatabase();
  const main = join(import.meta.dir, "../src/main.ts");
  const child = Bun.spawn([process.execPath, main, "turns", "list", "--json"], {
    env: { PATH: "/usr/bin:/bin", DATABASE_URL: database.url },
    stderr: "inherit",
  });
  expect(JSON.parse(await new Response(child.stdout).text())).toEqual({ turns: [] });
  expect(await child.exited).toBe(0);
});
