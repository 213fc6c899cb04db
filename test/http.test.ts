import { afterAll, beforeAll, expect, test } from "bun:test";
import { createLog } from "../src/log.ts";
import { ProblemDetails } from "../src/problem.ts";
import { listen } from "../src/server.ts";
import { Session } from "../src/sessions/schema.ts";
import { appWithoutDatabase } from "./support/app-without-database.ts";
import { startTestService, type TestService } from "./support/service.ts";

let service: TestService;
beforeAll(async () => {
  service = await startTestService({ env: { CORS_ORIGINS: "https://app.example" } });
});
afterAll(() => service[Symbol.asyncDispose]());

const unknown = () => `/api/sessions/${crypto.randomUUID()}`;

test.each<[string, () => Promise<Response>, number, string]>([
  ["an empty title", () => service.post("/api/sessions", { title: "" }), 422, "invalid-input"],
  ["an unknown field", () => service.post("/api/sessions", { titel: "x" }), 422, "invalid-input"],
  ["a NUL in a title", () => service.post("/api/sessions", { title: "a\0b" }), 422, "invalid-input"],
  ["malformed JSON", () => service.post("/api/sessions", "{"), 400, "malformed-request"],
  ["a message without a body", () => service.send("POST", `${unknown()}/messages`), 422, "invalid-input"],
  [
    "a body of another type",
    () => service.post("/api/sessions", "a=b", { "content-type": "text/plain" }),
    415,
    "unsupported-media-type",
  ],
  ["a body too large", () => service.post("/api/sessions", { title: "x".repeat(300_000) }), 413, "payload-too-large"],
  ["an id that is none", () => service.get("/api/sessions/42"), 422, "invalid-input"],
  ["an unknown session", () => service.get(unknown()), 404, "not-found"],
  ["changing an unknown session", () => service.send("PATCH", unknown(), { title: "x" }), 404, "not-found"],
  ["deleting an unknown session", () => service.send("DELETE", unknown()), 404, "not-found"],
  ["messages of an unknown session", () => service.get(`${unknown()}/messages`), 404, "not-found"],
  ["a message to an unknown session", () => service.post(`${unknown()}/messages`, { text: "hi" }), 404, "not-found"],
  ["events of an unknown session", () => service.get(`${unknown()}/events`), 404, "not-found"],
  ["rooms of an unknown session", () => service.get(`${unknown()}/rooms`), 404, "not-found"],
  ["a foreign cursor", () => service.get("/api/sessions?cursor=nonsense"), 422, "invalid-input"],
  ["a limit too high", () => service.get("/api/sessions?limit=1000"), 422, "invalid-input"],
  ["an unknown address", () => service.get("/api/nothing"), 404, "not-found"],
  ["an address that only looks like one", () => service.get("/api-docs_json"), 404, "not-found"],
  ["another method", () => service.send("PUT", "/api/sessions", {}), 405, "method-not-allowed"],
  [
    "a bad idempotency key",
    () => service.post("/api/sessions", {}, { "idempotency-key": "ä ö" }),
    422,
    "invalid-input",
  ],
])("%s is a problem", async (_name, request, status, kind) => {
  const response = await request();
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  const problem = ProblemDetails.parse(await response.json());
  expect(problem).toMatchObject({ status, type: `/problems/${kind}`, requestId: response.headers.get("x-request-id") });
  expect(response.status).toBe(status);
  expect(response.headers.get("x-content-type-options")).toBe("nosniff");
});

test("half a surrogate pair is replaced, and the message is the same when it is sent again", async () => {
  const session = await service.session();
  const key = { "idempotency-key": crypto.randomUUID() };
  const send = () => service.post(`/api/sessions/${session}/messages`, { text: "cut in two: \ud83d" }, key);
  const [first, again] = [await send(), await send()];
  expect(first.status).toBe(202);
  expect(await again.json()).toEqual(await first.json());
  const { items } = await (await service.get(`/api/sessions/${session}/messages`)).json();
  expect(items.at(-1)).toMatchObject({ content: "cut in two: \ufffd" });
});

test.each([
  ["a list", "/api/styles"],
  ["a page", "/"],
  ["a problem", "/api/sessions/42"],
])("HEAD of %s says how long the answer to GET is", async (_what, path) => {
  const [head, get] = [await service.send("HEAD", path), await service.get(path)];
  expect(await head.text()).toBe("");
  expect(head.status).toBe(get.status);
  expect(head.headers.get("content-length")).toBe(String((await get.bytes()).length));
});

test("a field error points at its field", async () => {
  const response = await service.post("/api/sessions", { title: 7 });
  expect(await response.json()).toMatchObject({ errors: [{ pointer: "/title" }] });
});

test.each([
  ["/api/estimates?rate=wall-painting", "/quantity"],
  ["/api/sessions?limit=few", "/limit"],
  ["/api/products?minPriceMinor=€5", "/minPriceMinor"],
])("%s lacks a number, which is said of the field and not of NaN", async (path, pointer) => {
  expect(await (await service.get(path)).json()).toMatchObject({ errors: [{ pointer, detail: "must be a number" }] });
});

test.each([
  ["/api/sessions?limit=101", "/limit", "Too big: expected number to be <=100"],
  ["/api/sessions?limit=1.5", "/limit", "Invalid input: expected int, received number"],
  ["/api/estimates?rate=paint-walls&quantity=0", "/quantity", "Too small: expected number to be >0"],
  ["/api/products?minPriceMinor=-1", "/minPriceMinor", "Too small: expected number to be >=0"],
])("%s has a number, and is told what is wrong with it", async (path, pointer, detail) => {
  expect(await (await service.get(path)).json()).toMatchObject({ errors: [{ pointer, detail }] });
});

test("the type of a problem is the address of its description", async () => {
  const { type } = ProblemDetails.parse(await (await service.get(unknown())).json());
  expect(await (await service.get(type)).json()).toMatchObject({ type, status: 404 });
});

test("a session is created, read, renamed and deleted", async () => {
  const created = Session.parse(await (await service.post("/api/sessions", { title: "Kitchen" })).json());
  expect(created).toMatchObject({ title: "Kitchen", phase: "INTAKE", budgetMinor: null });
  const path = `/api/sessions/${created.id}`;
  expect(await (await service.get(path)).json()).toEqual(created);
  expect(await (await service.send("PATCH", path, { title: "Bath" })).json()).toMatchObject({ title: "Bath" });
  expect((await service.send("DELETE", path)).status).toBe(204);
  expect((await service.get(path)).status).toBe(404);
});

test("pages of sessions are newest first, without gap or overlap", async () => {
  await using own = await startTestService();
  const ids: string[] = [];
  for (let n = 0; n < 7; n++) ids.unshift(await own.session(`Room ${n}`));
  const seen: string[] = [];
  for (let cursor = ""; cursor !== "end";) {
    const page = await (await own.get(`/api/sessions?limit=3${cursor}`)).json();
    seen.push(...page.items.map(({ id }: { id: string }) => id));
    cursor = page.nextCursor ? `&cursor=${page.nextCursor}` : "end";
  }
  expect(seen).toEqual(ids);
});

test("the same Idempotency-Key creates one session, also when sent at the same time", async () => {
  const key = { "idempotency-key": crypto.randomUUID() };
  const all = await Promise.all([1, 2, 3, 4].map(() => service.post("/api/sessions", { title: "Once" }, key)));
  const ids = new Set(await Promise.all(all.map(async (response) => Session.parse(await response.json()).id)));
  expect(ids.size).toBe(1);
  const other = await service.post("/api/sessions", { title: "Other" }, key);
  expect(await other.json()).toMatchObject({ type: "/problems/idempotency-conflict" });
});

test.each([
  ["req-1", "req-1"],
  ["has space", undefined],
  ["x".repeat(65), undefined],
])("the request id %s is echoed when it is well formed", async (given, echoed) => {
  const response = await service.get("/api/sessions", { "x-request-id": given });
  const id = response.headers.get("x-request-id");
  if (echoed) expect(id).toBe(echoed);
  else expect(id).not.toBe(given);
});

test("a request leaves one line with its route, status, ids and trace, and nothing of its body", async () => {
  const traceId = "4bf92f3577b34da6a3ce929d0e0e4736";
  const headers = {
    "x-request-id": "line-1",
    traceparent: `00-${traceId}-00f067aa0ba902b7-01`,
    authorization: "Bearer secret-token-1",
  };
  const id = crypto.randomUUID();
  await service.send("PATCH", `/api/sessions/${id}?note=private-query`, { title: "private-title" }, headers);
  const lines = service.lines.filter(({ requestId }) => requestId === "line-1");
  expect(lines).toMatchObject([
    {
      msg: "request",
      method: "PATCH",
      route: "/api/sessions/:id",
      status: 404,
      id,
      traceId,
      durationMs: expect.any(Number),
    },
  ]);
  expect(JSON.stringify(service.lines)).not.toMatch(/private-|secret-token/);
});

test("a socket's request leaves the status that its client got", async () => {
  const id = await service.session();
  await using _chat = await service.socket(id);
  const route = "/api/sessions/:id/socket";
  expect(service.lines.filter((line) => line["id"] === id && line["route"] === route)).toMatchObject([{ status: 101 }]);
});

test.each([
  ["JSON", ""],
  ["a file", "/assets"],
])("a client that leaves in the middle of %s is no error of the service", async (_name, path) => {
  const requestId = crypto.randomUUID();
  const address = path === "" ? "/api/sessions" : `/api/sessions/${await service.session()}${path}`;
  const head = `POST ${address} HTTP/1.1\r\nHost: a\r\nX-Request-Id: ${requestId}\r\nContent-Type: application/json\r\n`;
  const socket = await Bun.connect({
    hostname: service.url.hostname,
    port: Number(service.url.port),
    // "100 Continue": the body is being waited for.
    socket: { data: (socket) => socket.terminate() },
  });
  socket.write(`${head}Transfer-Encoding: chunked\r\nExpect: 100-continue\r\n\r\n1\r\n{\r\n`);
  const line = () => service.lines.find((line) => line["requestId"] === requestId);
  while (!line()) await Bun.sleep(5);
  expect(line()).toMatchObject({ level: "info", status: 400 });
});

test("a listed origin may read answers, another may not", async () => {
  const listed = await service.get("/api/sessions", { origin: "https://app.example" });
  expect(listed.headers.get("access-control-allow-origin")).toBe("https://app.example");
  const other = await service.get("/api/sessions", { origin: "https://evil.example" });
  expect(other.headers.get("access-control-allow-origin")).toBeNull();
});

/** Sends bytes as they are and returns the status line. */
async function raw(request: string): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  const socket = await Bun.connect({
    hostname: service.url.hostname,
    port: Number(service.url.port),
    socket: {
      data: (_socket, data) => resolve(data.toString().split("\r\n")[0] ?? ""),
      close: () => resolve("closed"),
    },
  });
  socket.write(request);
  const status = await promise;
  socket.end();
  return status;
}

test.each([
  ["an empty Host", "GET /admin/api/sessions HTTP/1.1\r\nHost: \r\n\r\n", "400"],
  ["an odd Host", "GET /admin/api/sessions HTTP/1.1\r\nHost: a/b\r\n\r\n", "400"],
  ["HTTP/1.0 without Host", "GET /x/api/sessions HTTP/1.0\r\n\r\n", "400"],
  ["a probe by HTTP/1.0 without Host", "GET /health/live HTTP/1.0\r\n\r\n", "200"],
  ["a probe with an odd Host", "GET /health/ready HTTP/1.1\r\nHost: a b\r\n\r\n", "200"],
])("%s does not shift the path", async (_name, request, status) => {
  expect(await raw(request)).toContain(` ${status} `);
});

test("a request that never reaches the app leaves its line too", async () => {
  await raw("GET /x/api/sessions HTTP/1.1\r\nHost: a/b\r\nX-Request-Id: odd-host-1\r\n\r\n");
  expect(service.lines.filter(({ requestId }) => requestId === "odd-host-1")).toMatchObject([
    { method: "GET", status: 400 },
  ]);

  const lines: string[] = [];
  const { server } = listen({
    host: "127.0.0.1",
    port: 0,
    app: appWithoutDatabase(),
    probe: () => {
      throw new Error("a fault of ours");
    },
    websocket: { message() {} },
    isDraining: () => false,
    log: createLog({ level: "info", write: (line) => lines.push(line) }),
  });
  const { requestId } = await (await fetch(server.url)).json();
  await server.stop(true);
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { level: "error", requestId, error: { message: "a fault of ours" } },
  ]);
});

test("two services never share a port", async () => {
  const second = startTestService({ databaseUrl: service.databaseUrl, env: { PORT: service.url.port } });
  await expect(second).rejects.toThrow(/^Port \d+ .*taken/);
});
