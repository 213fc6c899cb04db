import { afterAll, beforeAll, expect, test } from "bun:test";
import { createMetricsEndpoint } from "../src/http/metrics.ts";
import { startTestService, type TestService } from "./support/service.ts";

let service: TestService;
beforeAll(async () => {
  service = await startTestService();
});
afterAll(() => service[Symbol.asyncDispose]());

/** One `name{labels} value` per entry, labels as they stand. */
async function scrape(): Promise<Map<string, number>> {
  const text = await (await service.get("/metrics")).text();
  const samples = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  return new Map(samples.map((line) => [line.slice(0, line.lastIndexOf(" ")), Number(line.split(" ").at(-1))]));
}

/** Asks again until it says so: what is counted at the end of a turn comes just after the client has its answer. */
async function until(sample: string, value: number) {
  for (;;) {
    const metrics = await scrape();
    if (metrics.get(sample) === value) return metrics;
  }
}

test("a turn counts with its status, its time and the tokens of the model", async () => {
  const id = await service.session();
  const socket = await service.socket(id);
  await socket.until("hello");
  expect((await scrape()).get("renovation_sockets_open")).toBe(1);
  await service.post(`/api/sessions/${id}/messages`, { text: "hello" });
  const metrics = await until('renovation_turns_total{kind="chat",status="completed",problem=""}', 1);
  expect(metrics.get('renovation_turn_duration_seconds_count{kind="chat"}')).toBe(1);
  expect(metrics.get("renovation_turn_first_text_seconds_count")).toBe(1);
  expect(metrics.get('renovation_model_tokens_total{type="input"}')).toBe(10);
  expect(metrics.get('renovation_model_tokens_total{type="output"}')).toBe(2);
  socket.close(4999);
  await until('renovation_sockets_closed_total{code="other"}', 1);
});

test("requests count under their route, whatever a caller puts into the address", async () => {
  for (const path of ["/api/sessions/42", "/api/sessions/43", "/no/such/page", "/nor/this"]) await service.get(path);
  const routes = (method: string, route: string, status: number) =>
    `http_server_request_duration_seconds_count{http_request_method="${method}",http_route="${route}",http_response_status_code="${status}"}`;
  const metrics = await scrape();
  expect(metrics.get(routes("GET", "/api/sessions/:id", 422))).toBe(2);
  expect(metrics.get(routes("GET", "/*", 404))).toBe(2);
});

test("the state of the service is read when it is asked for", async () => {
  const metrics = await scrape();
  expect(metrics.get("renovation_ready")).toBe(1);
  expect(metrics.get('renovation_check_passing{check="database"}')).toBe(1);
  expect(metrics.get('renovation_database_connections{state="idle"}')).toBeGreaterThan(0);
  expect(metrics.get("process_resident_memory_bytes")).toBeGreaterThan(10_000_000);
  expect(metrics.get("process_start_time_seconds")).toBeCloseTo(performance.timeOrigin / 1_000, 0);
});

test.each([
  ["no token", "GET", undefined, 401],
  ["another token", "GET", "Bearer a-token-of-somebody-else", 401],
  ["the token", "GET", "Bearer a-token-of-the-operator", 200],
  ["the token and HEAD", "HEAD", "Bearer a-token-of-the-operator", 200],
  ["POST", "POST", "Bearer a-token-of-the-operator", 405],
])("in production %s gets its answer", async (_what, method, authorization, status) => {
  const endpoint = createMetricsEndpoint({
    contentType: "text/plain",
    text: async () => "up 1\n",
    token: "a-token-of-the-operator",
    environment: "production",
  });
  const headers = authorization === undefined ? {} : { authorization };
  const response = await endpoint(new Request("http://localhost/metrics", { method, headers }), "/metrics");
  expect(response?.status).toBe(status);
  expect((await response?.text())?.includes("up 1")).toBe(status === 200);
});
