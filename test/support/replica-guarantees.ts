import { expect } from "bun:test";
import { holdAt, scriptedAgent } from "./scripted-agent.ts";
import { startTestService, type TestService } from "./service.ts";
import type { testNeeding } from "./requires.ts";

/** Where replicas find their database: directly, or through a pooler with the direct address beside it. */
export type ReplicaDatabase = AsyncDisposable & { url: string; directUrl?: string };

type Define = ReturnType<typeof testNeeding>;

/** What two replicas on one empty database promise, whatever serves it. Defined as tests through `define`. */
export function replicaGuarantees(define: Define, name: string, startDatabase: () => Promise<ReplicaDatabase>) {
  const guarantee = (what: string, body: (replicas: Replicas) => Promise<void>) =>
    define(
      `${name}: ${what}`,
      async () => {
        await using database = await startDatabase();
        await using replicas = replicasOn(database);
        await body(replicas);
      },
      30_000,
    );

  guarantee("replicas that start together on an empty database migrate it once and both serve", async (replicas) => {
    const [first, second] = await Promise.all([replicas.start(), replicas.start()]);
    const id = await first.session();
    expect((await second.get(`/api/sessions/${id}`)).status).toBe(200);
    const migrated = [first, second].flatMap(({ lines }) => lines.flatMap(({ migration }) => migration ?? []));
    expect(new Set(migrated).size).toBe(migrated.length);
    expect(migrated.length).toBeGreaterThan(0);
  });

  guarantee("a chat on one replica is live on the other, repeated sends start nothing", async (replicas) => {
    const hold = holdAt(1);
    const first = await replicas.start(scriptedAgent(["Hello ", "there"], hold.gate));
    const second = await replicas.start();
    await replicas.acquainted();
    const id = await first.session();
    await using near = await first.socket(id, "?after=0");
    await using far = await second.socket(id, "?after=0");
    await far.until("hello");
    near.send({ type: "message", id: "m-1", text: "hi" });
    const ack = await near.until("ack");
    await far.untilText(ack.turnId, "Hello ");
    far.send({ type: "message", id: "m-1", text: "hi" });
    expect(await far.until("ack")).toEqual(ack);
    hold.open();
    expect((await far.until("message.completed")).message.content).toBe("Hello there");
    await Promise.all([near, far].map((socket) => socket.until("turn.finished")));
    const durable = (types: string[]) => types.filter((type) => type.includes("."));
    expect(durable(far.types())).toEqual(durable(near.types()));
  });

  guarantee("a turn is cancelled from the other replica within a second", async (replicas) => {
    const hold = holdAt(1);
    const first = await replicas.start(scriptedAgent(["Hello ", "there"], hold.gate));
    const second = await replicas.start();
    await replicas.acquainted();
    const id = await first.session();
    await using near = await first.socket(id);
    near.send({ type: "message", id: "m-1", text: "hi" });
    const { turnId } = await near.until("delta");
    const from = performance.now();
    expect((await second.send("POST", `/api/sessions/${id}/turns/${turnId}/cancel`)).status).toBe(200);
    expect(await near.until("turn.finished")).toMatchObject({ status: "cancelled" });
    // The next renewal of the lease would notice too, but only after up to three.
    expect(performance.now() - from).toBeLessThan(1_000);
  });

  guarantee("a stopping replica hands its turn over, and the other goes on with its text", async (replicas) => {
    const hold = holdAt(1);
    const first = await replicas.start(scriptedAgent(["Hello ", "there"], hold.gate));
    const second = await replicas.start(scriptedAgent(["World"]));
    await replicas.acquainted();
    const id = await first.session();
    await using far = await second.socket(id, "?after=0");
    const accepted = await first.post(`/api/sessions/${id}/messages`, { text: "hi", id: "m-1" });
    await far.untilText((await accepted.json()).turnId, "Hello ");
    await first.stop();
    expect(await far.until("turn.finished")).toMatchObject({ status: "completed" });
    expect((await far.until("message.completed")).message.content).toBe("Hello World");
  });
}

type Replicas = ReturnType<typeof replicasOn>;

function replicasOn({ url, directUrl }: ReplicaDatabase) {
  const resources = new AsyncDisposableStack();
  const started: TestService[] = [];
  return {
    async start(agent = scriptedAgent(["Hello ", "there"])) {
      const env = { ...(directUrl ? { DATABASE_DIRECT_URL: directUrl } : {}) };
      const service = resources.use(await startTestService({ databaseUrl: url, agent, env }));
      started.push(service);
      return service;
    },
    /** Until each has heard of the other they tell each other nothing, and what they promise is slower. */
    async acquainted() {
      const [first] = started;
      const id = (await first?.session()) ?? "";
      const sockets = await Promise.all(started.map((service) => service.socket(id, "?after=0")));
      await Promise.all(sockets.map((socket) => socket.until("hello")));
      for (const [index, service] of started.entries()) {
        await service.send("PATCH", `/api/sessions/${id}`, { title: `Kitchen ${index}` });
        await Promise.all(sockets.map((socket) => socket.until("session.changed", ({ seq }) => seq === index + 1)));
      }
      for (const socket of sockets) socket.close();
    },
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}
