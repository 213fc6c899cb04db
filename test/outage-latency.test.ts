import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import type { Agent } from "../src/agent/agent.ts";
import { connect } from "../src/db/client.ts";
import { ProblemDetails } from "../src/problem.ts";
import { type PostgresServer, startPostgres } from "./support/postgres.ts";
import { scriptedAgent } from "./support/scripted-agent.ts";
import { startTestService, type TestService } from "./support/service.ts";

setDefaultTimeout(30_000);

let postgres: PostgresServer;
beforeAll(async () => {
  // With fsync, so that a crash loses nothing that was committed.
  postgres = await startPostgres({ fsync: true });
});
afterAll(() => postgres[Symbol.asyncDispose]());

const outages = [
  ["is stopped", "stop", 2_000],
  ["hangs", "freeze", 5_000],
] as const;

/** Takes the database away until `end` is called, or the test is over. */
async function outage(how: "stop" | "freeze") {
  if (how === "stop") await postgres.stop();
  else postgres.freeze();
  let isOver = false;
  const end = async () => {
    if (isOver) return;
    isOver = true;
    if (how === "stop") await postgres.start();
    else postgres.thaw();
  };
  return { end, [Symbol.asyncDispose]: end };
}

const start = (agent: Agent = scriptedAgent(["Hello ", "there"])) =>
  startTestService({ databaseUrl: postgres.url(), agent });

/** @returns how long it took, in milliseconds. */
async function untilReadiness(service: TestService, status: 200 | 503): Promise<number> {
  const from = performance.now();
  while ((await service.get("/health/ready")).status !== status) await Bun.sleep(10);
  return performance.now() - from;
}

/** A socket that has read what it missed, and waits for what comes. */
async function settledSocket(service: TestService, id: string) {
  await service.send("PATCH", `/api/sessions/${id}`, { title: "Bath" });
  const socket = await service.socket(id, "?after=0");
  await socket.until("session.changed");
  return socket;
}

/** Every kind of request that needs the database, each of them several times. */
const requests = (service: TestService, id: string): (() => Promise<Response>)[] =>
  Array.from({ length: 4 }, () => [
    () => service.get("/api/sessions"),
    () => service.get(`/api/sessions/${id}`),
    () => service.post("/api/sessions", { title: "Bath" }, { "idempotency-key": crypto.randomUUID() }),
    () => service.get(`/api/sessions/${id}/messages`),
    () => service.post(`/api/sessions/${id}/messages`, { text: "hi" }),
    () => service.send("PATCH", `/api/sessions/${id}`, { title: "Bath" }),
    () => service.get(`/api/sessions/${id}/events`),
    () => service.send("POST", `/api/sessions/${id}/turns/${crypto.randomUUID()}/cancel`),
    () => service.get(`/api/sessions/${id}/rooms`),
  ]).flat();

test.each(outages)(
  "when the database %s, requests fail in under a second and succeed again soon",
  async (_name, how, backWithinMs) => {
    await using service = await start();
    const id = await service.session();
    await using cut = await outage(how);
    // The first ones find out, the later ones come when it is known.
    for (const round of ["unknown", "known"]) {
      await Promise.all(
        requests(service, id).map(async (request) => {
          const from = performance.now();
          const answer = await request();
          const tookMs = performance.now() - from;
          const { status, headers } = answer;
          expect([round, status, headers.get("content-type"), headers.get("retry-after")]).toEqual([
            round,
            503,
            "application/problem+json",
            "1",
          ]);
          expect(ProblemDetails.parse(await answer.json()).type).toBe("/problems/database-unavailable");
          expect(tookMs).toBeLessThan(1_000);
        }),
      );
      await untilReadiness(service, 503);
    }
    await cut.end();
    expect(await untilReadiness(service, 200)).toBeLessThan(backWithinMs);
    expect((await service.get(`/api/sessions/${id}`)).status).toBe(200);
  },
);

test.each(outages)(
  "when the database %s, sockets stay, learn of it, and may send again what was refused",
  async (_name, how) => {
    await using service = await start();
    const id = await service.session();
    await using idle = await settledSocket(service, await service.session());
    await using chat = await settledSocket(service, id);
    await using cut = await outage(how);
    const names = ["m-1", "m-2", "m-3", "m-4"];
    const sendAll = () => {
      for (const name of names) chat.send({ type: "message", id: name, text: name });
    };
    const from = performance.now();
    sendAll();
    for (const name of names) {
      const { problem } = await chat.until("problem", ({ ref }) => ref === name);
      expect(problem).toMatchObject({ type: "/problems/database-unavailable", status: 503 });
    }
    // Also those that waited behind the first.
    expect(performance.now() - from).toBeLessThan(1_000);
    expect(await idle.until("problem")).toMatchObject({ problem: { type: "/problems/database-unavailable" } });
    await cut.end();
    await untilReadiness(service, 200);

    sendAll();
    for (const name of names) {
      const { turnId } = await chat.until("ack", (frame) => frame.id === name);
      expect(await chat.until("turn.finished", (frame) => frame.turnId === turnId)).toMatchObject({
        status: "completed",
      });
    }
    const { items } = await (await service.get(`/api/sessions/${id}/messages`)).json();
    const stored = items.map(({ role, clientId }: Record<string, string>) => clientId ?? role);
    expect(stored.toSorted()).toEqual([...names.map(() => "assistant"), ...names]);
    expect(idle.types().filter((type) => type === "problem")).toEqual(["problem"]);
  },
);

test("a socket that nobody uses is told of an outage within five seconds", async () => {
  await using service = await start();
  await using idle = await settledSocket(service, await service.session());
  await using _cut = await outage("freeze");
  const from = performance.now();
  await idle.until("problem");
  expect(performance.now() - from).toBeLessThan(5_000);
});

test("a turn that the database leaves three times in its middle is finished, and nothing is charged to it", async () => {
  const effects: string[] = [];
  const steps = ["one ", "two ", "three ", "four"];
  let blips = 0;
  let starting = Promise.resolve();
  const agent: Agent = async function* ({ effect }) {
    for (const [index, text] of steps.entries()) {
      // The database is away when the effect of a step is to be stored: once for each of the first three.
      if (blips === index && blips < 3) {
        blips++;
        // The service may be back before the command that starts the database has noticed that it runs.
        await starting;
        await postgres.stop("crash");
        starting = Bun.sleep(300).then(() => postgres.start());
      }
      await effect(`call-${index}`, async () => {
        effects.push(text);
        return { result: text, events: [] };
      });
      yield { type: "replace", text: steps.slice(0, index + 1).join("") };
    }
  };
  await using service = await start(agent);
  const id = await service.session();
  await using chat = await service.socket(id);
  chat.send({ type: "message", id: "m-1", text: "hi" });
  const { turnId, status } = await chat.until("turn.finished");
  await starting;
  expect({ status, blips }).toEqual({ status: "completed", blips: 3 });
  expect((await chat.until("message.completed")).message.content).toBe("one two three four");
  // Those that were stored were not done again.
  expect(effects).toEqual(steps);
  const database = connect({ url: postgres.url() }, { applicationName: "test", poolSize: 1, queryTimeoutMs: 5_000 });
  const [turn] = await database`select failures from turns where id = ${turnId}`;
  expect(turn).toEqual({ failures: 0 });
  await database.end();
});
