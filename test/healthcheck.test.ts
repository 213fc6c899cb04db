import { afterAll, describe, expect, jest, test } from "bun:test";
import { join } from "node:path";
import { healthcheckCommand } from "../src/commands/healthcheck.ts";
import type { Environment } from "../src/config.ts";
import { createHealth } from "../src/http/health.ts";
import { Health, type HealthDetails, HealthReady, HealthStartup, HealthStatus } from "../src/http/health-schema.ts";
import { type Check, createReadiness } from "../src/lifecycle/readiness.ts";
import { createLog } from "../src/log.ts";
import { ProblemDetails } from "../src/problem.ts";

const token = "a-token-of-the-operator";
const details: HealthDetails = {
  version: "0.1.0",
  environment: "test",
  uptimeSeconds: 12.5,
  features: { agent: "offline", auth: false },
  memory: { rssBytes: 1, heapUsedBytes: 1 },
  eventLoop: { medianMs: 0, maxMs: 3 },
  database: { kind: "embedded", poolSize: 10 },
  turns: { running: 0, queued: 0 },
  sockets: { open: 0 },
  migrations: { applied: 2, pending: 0 },
};

const servers: Bun.Server<undefined>[] = [];
afterAll(() => Promise.all(servers.map((server) => server.stop(true))));

type Options = { environment?: Environment; token?: string; checks?: Check[] };

/** The probes behind a real server, as the service puts them in front of everything else. */
function serve({ environment = "production", checks = [], ...options }: Options = {}) {
  const readiness = createReadiness({ checks, log: createLog({ level: "silent" }) });
  const probe = createHealth({ readiness, details: () => details, token: options.token, environment });
  const server = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    fetch: (request) => {
      const path = request.url.startsWith("/") ? request.url : new URL(request.url).pathname;
      return probe(request, path) ?? new Response("the rest of the service", { status: 404 });
    },
  });
  servers.push(server);
  const ask = (path: string, init?: RequestInit) => fetch(new URL(path, server.url), init);
  return { readiness, ask, port: String(server.port) };
}

/** What came back, byte for byte. */
async function send(port: string, request: string): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  let answer = "";
  await Bun.connect({
    hostname: "127.0.0.1",
    port: Number(port),
    socket: {
      open: (socket) => void socket.write(request),
      data: (_socket, chunk) => {
        answer += chunk.toString();
      },
      close: () => resolve(answer),
    },
  });
  return promise;
}

const failing: Check = {
  name: "database",
  severity: "critical",
  failingIntervalMs: 1,
  run: () => Promise.reject(new Error("password of owner at db.internal is wrong")),
};

/** Waits until the background checks have made up their mind. */
async function until(done: () => boolean) {
  while (!done()) await new Promise((resolve) => setImmediate(resolve));
}

describe("probes", () => {
  test.each(["/health", "/healthz", "/health/live"])("%s answers while starting, ready and draining", async (path) => {
    const { ask, readiness } = serve();
    for (const next of [readiness.open, readiness.drain, () => {}]) {
      const response = await ask(path);
      expect(response.status).toBe(200);
      expect(Health.parse(await response.json())).toEqual({ status: "ok" });
      expect(response.headers.get("content-type")).toBe("application/json");
      expect(response.headers.get("cache-control")).toBe("no-store");
      next();
    }
  });

  test("readiness is refused while starting and draining, with a time to come back", async () => {
    const { ask, readiness } = serve();
    const look = async () => {
      const response = await ask("/health/ready");
      const { status } = HealthReady.parse(await response.json());
      return [response.status, status, response.headers.get("retry-after"), response.headers.get("cache-control")];
    };
    expect(await look()).toEqual([503, "starting", "1", "no-store"]);
    readiness.open();
    expect(await look()).toEqual([200, "ok", null, "no-store"]);
    readiness.drain();
    expect(await look()).toEqual([503, "draining", "1", "no-store"]);
  });

  test("readiness names what fails and nothing of why", async () => {
    const gemini: Check = { ...failing, name: "gemini", severity: "warn" };
    const { ask, readiness } = serve({ checks: [failing, gemini] });
    readiness.open();
    await until(() => readiness.snapshot().checks.every(({ status }) => status !== "pass"));
    const response = await ask("/health/ready");
    expect(response.status).toBe(503);
    expect(await response.json()).toEqual({ status: "unready", checks: { database: "fail", gemini: "warn" } });
    readiness.stop();
  });

  test("a failing warn check leaves it ready", async () => {
    const { ask, readiness } = serve({ checks: [{ ...failing, name: "gemini", severity: "warn" }] });
    readiness.open();
    await until(() => readiness.snapshot().checks[0]?.status === "warn");
    const response = await ask("/health/ready");
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ status: "ok", checks: { gemini: "warn" } });
    readiness.stop();
  });

  test("the startup probe is refused until the start is over, then never again", async () => {
    const { ask, readiness } = serve();
    const starting = await ask("/health/startup");
    expect([starting.status, starting.headers.get("retry-after")]).toEqual([503, "1"]);
    expect(HealthStartup.parse(await starting.json())).toEqual({ status: "starting" });
    readiness.open();
    readiness.drain();
    const started = await ask("/health/startup");
    expect([started.status, await started.json()]).toEqual([200, { status: "ok" }]);
  });

  test("with a frozen dependency every probe still answers at once", async () => {
    const frozen: Check = { name: "database", severity: "critical", run: () => new Promise(() => {}) };
    const readiness = createReadiness({ checks: [frozen], log: createLog({ level: "silent" }) });
    const probe = createHealth({ readiness, details: () => details, token, environment: "test" });
    readiness.open();
    // An answer that is no promise has waited for nothing.
    for (const path of ["/health", "/health/live", "/health/ready", "/health/startup", "/health/status"])
      expect(probe(new Request(`http://localhost${path}`), path)?.status).toBe(200);
    readiness.stop();
  });

  test.each(["/health/live", "/health/ready"])(
    "HEAD %s has the status and headers of GET and no body",
    async (path) => {
      const { ask } = serve();
      const [head, get] = [await ask(path, { method: "HEAD" }), await ask(path)];
      expect(await head.text()).toBe("");
      for (const name of ["content-type", "content-length", "cache-control", "retry-after"])
        expect(head.headers.get(name)).toBe(get.headers.get(name));
      expect(head.status).toBe(get.status);
    },
  );

  test.each(["POST", "PUT", "DELETE", "OPTIONS"])("%s is no way to probe", async (method) => {
    const response = await serve().ask("/health/ready", { method });
    expect(response.status).toBe(405);
    expect(response.headers.get("allow")).toBe("GET, HEAD");
    expect(response.headers.get("content-type")).toBe("application/problem+json");
    expect(ProblemDetails.parse(await response.json()).type).toBe("/problems/method-not-allowed");
  });

  test.each(["/", "/healthy", "/health/", "/health/live/more", "/healthz/ready"])("%s is no probe", async (path) => {
    const response = await serve().ask(path);
    expect(await response.text()).toBe("the rest of the service");
  });

  test("a balancer that speaks HTTP/1.0 without Host gets its answer", async () => {
    const { port, readiness } = serve();
    readiness.open();
    expect(await send(port, "OPTIONS /health/ready HTTP/1.0\r\n\r\n")).toStartWith("HTTP/1.1 405");
    const answer = await send(port, "GET /health/ready HTTP/1.0\r\n\r\n");
    expect(answer).toStartWith("HTTP/1.1 200");
    expect(answer).toEndWith('{"status":"ok","checks":{}}');
  });
});

describe("/health/status", () => {
  test.each<[Environment, string, string | undefined]>([
    ["production", "no token", undefined],
    ["staging", "no token", undefined],
    ["production", "another token", "Bearer a-token-of-somebody-else"],
    ["production", "a part of it", "Bearer a-token"],
    ["production", "another scheme", `Basic ${token}`],
  ])("in %s, %s is refused", async (environment, _what, authorization) => {
    const { ask } = serve({ environment, token });
    const response = await ask("/health/status", { headers: authorization ? { authorization } : {} });
    expect(response.status).toBe(401);
    expect(response.headers.get("www-authenticate")).toBe("Bearer");
    expect(response.headers.get("content-type")).toBe("application/problem+json");
    expect(await response.text()).not.toContain("uptime");
  });

  test("in production without a configured token nobody reads it", async () => {
    const response = await serve().ask("/health/status", { headers: { authorization: "Bearer undefined" } });
    expect(response.status).toBe(401);
  });

  test("in production the token opens it", async () => {
    const { ask, readiness } = serve({ token, checks: [{ name: "database", severity: "critical", run: () => {} }] });
    readiness.open();
    const response = await ask("/health/status", { headers: { authorization: `Bearer ${token}` } });
    expect(response.status).toBe(200);
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(HealthStatus.parse(await response.json())).toEqual({
      status: "ok",
      ...details,
      checks: [{ name: "database", severity: "critical", status: "pass", result: "ok", ageMs: expect.any(Number) }],
    });
    readiness.stop();
  });

  test.each<Environment>(["development", "test"])("in %s it is open", async (environment) => {
    expect((await serve({ environment, token }).ask("/health/status")).status).toBe(200);
  });

  test("it says of what class a failure is, not in whose words", async () => {
    const { ask, readiness } = serve({ environment: "test", checks: [failing] });
    readiness.open();
    await until(() => readiness.snapshot().status === "unready");
    const text = await (await ask("/health/status")).text();
    expect(JSON.parse(text)).toMatchObject({ status: "unready", checks: [{ status: "fail", result: "failed" }] });
    expect(text).not.toContain("db.internal");
    readiness.stop();
  });
});

describe("renovation-agent healthcheck", () => {
  async function check(env: Record<string, string>, ...args: string[]) {
    const lines: string[] = [];
    const code = await healthcheckCommand({ args, env, write: (line) => lines.push(line) });
    return { code, lines };
  }

  test("says 0 for a ready service, by any HOST that means this machine", async () => {
    const { port, readiness } = serve();
    readiness.open();
    const healthy = { code: 0, lines: ["healthy: /health/ready 200 ok"] };
    for (const HOST of ["", "127.0.0.1", "0.0.0.0", "localhost"])
      expect(await check({ PORT: port, HOST })).toEqual(healthy);
  });

  test("asks the IPv6 loopback of a service that listens on ::", async () => {
    const server = Bun.serve({ port: 0, hostname: "::1", fetch: () => Response.json({ status: "ok" }) });
    servers.push(server);
    for (const HOST of ["::", "[::]", "::1"])
      expect(await check({ PORT: String(server.port), HOST }, "--live")).toMatchObject({ code: 0 });
  });

  test("says 1 and why for a service that is not ready, which may well be alive", async () => {
    const { port, readiness } = serve({ checks: [failing] });
    expect(await check({ PORT: port })).toEqual({ code: 1, lines: ["unhealthy: /health/ready 503 starting"] });
    readiness.open();
    await until(() => readiness.snapshot().status === "unready");
    expect((await check({ PORT: port })).lines).toEqual(["unhealthy: /health/ready 503 unready database=fail"]);
    expect(await check({ PORT: port }, "--live")).toEqual({ code: 0, lines: ["healthy: /health/live 200 ok"] });
    readiness.stop();
  });

  test("says 1 when nothing listens", async () => {
    const { code, lines } = await check({ PORT: "1" });
    expect(code).toBe(1);
    expect(lines).toEqual([expect.stringMatching(/^unhealthy: \/health\/ready .+/)]);
  });

  test("says 1 for an answer that is not HTTP, and for one without end", async () => {
    for (const [answer, why] of [
      ["SSH-2.0-OpenSSH\r\n", "not HTTP"],
      ["x".repeat(70_000), "not one of the service's"],
    ] as const) {
      const listener = Bun.listen({
        hostname: "127.0.0.1",
        port: 0,
        socket: {
          data(socket) {
            socket.write(answer);
            if (answer.length < 100) socket.end();
          },
        },
      });
      const { code, lines } = await check({ PORT: String(listener.port) });
      expect(code).toBe(1);
      expect(lines).toEqual([expect.stringContaining(why)]);
      listener.stop(true);
    }
  });

  test("says 1 after 2 s when the service is frozen", async () => {
    const asked = Promise.withResolvers<void>();
    const listener = Bun.listen({ hostname: "127.0.0.1", port: 0, socket: { data: () => asked.resolve() } });
    jest.useFakeTimers();
    try {
      const answer = check({ PORT: String(listener.port) });
      await asked.promise;
      jest.advanceTimersByTime(2_000);
      expect(await answer).toEqual({ code: 1, lines: ["unhealthy: /health/ready no answer within 2000 ms"] });
    } finally {
      jest.useRealTimers();
      listener.stop(true);
    }
  });

  test.each(["abc", "0", "70000", "80.5"])("PORT=%s is unhealthy", async (PORT) => {
    expect(await check({ PORT })).toEqual({
      code: 1,
      lines: ["unhealthy: PORT must name the port the service listens on"],
    });
  });

  test.each(["--dead", "--live --live", "http://elsewhere"])("wrong usage such as %p says how", async (text) => {
    expect(await check({}, ...text.split(" "))).toEqual({
      code: 64,
      lines: ["usage: renovation-agent healthcheck [--live]"],
    });
  });

  test("asks no proxy, although the container is told to use one", async () => {
    const { port, readiness } = serve();
    readiness.open();
    const module = JSON.stringify(join(import.meta.dir, "../src/commands/healthcheck.ts"));
    const script = `import { healthcheckCommand } from ${module};
      process.exit(await healthcheckCommand({ args: [], env: process.env, write: console.log }));`;
    const proxy = "http://127.0.0.1:1";
    const child = Bun.spawn([process.execPath, "-e", script], {
      env: { PATH: Bun.env["PATH"], PORT: port, HTTP_PROXY: proxy, http_proxy: proxy },
      stdout: "pipe",
      stderr: "inherit",
    });
    expect(await new Response(child.stdout).text()).toBe("healthy: /health/ready 200 ok\n");
    expect(await child.exited).toBe(0);
  });
});
