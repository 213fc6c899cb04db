import { describe, expect, test } from "bun:test";
import { ClientFrame, ServerFrame } from "../src/chat/protocol.ts";
import { openapiCommand } from "../src/commands/openapi.ts";
import { frameExamples } from "../src/http/docs/frame-examples.ts";
import { unknownText } from "../src/http/docs/sample.ts";
import { appWithoutDatabase } from "./support/app-without-database.ts";
import { asyncApiFindings, redoclyFindings } from "./support/judges.ts";

type Media = { example?: unknown; examples?: Record<string, { value: unknown }> };
type Operation = {
  operationId: string;
  summary: string;
  description: string;
  tags: string[];
  requestBody?: { content: Record<string, Media> };
  responses: Record<string, { description: string; content?: Record<string, Media>; headers?: object }>;
};
type OpenApi = { tags: { name: string }[]; paths: Record<string, Record<string, Operation>> };

const openApi: OpenApi = JSON.parse(printed([]));
const asyncApi = JSON.parse(printed(["--async"]));
const operations = Object.values(openApi.paths).flatMap((path) => Object.values(path));

function printed(args: string[]): string {
  let output = "";
  expect(openapiCommand({ args, write: (text) => (output += text) })).toBe(0);
  return output;
}

const app = appWithoutDatabase();

describe("the OpenAPI document", () => {
  test("changes only on purpose", () => expect(openApi).toMatchSnapshot());

  test("satisfies Redocly's recommended rules without a warning", async () => {
    expect(await redoclyFindings(openApi)).toEqual([]);
  }, 30_000);

  test("lets be null what may be null", () => {
    const contradictions = JSON.stringify(openApi).match(
      /"allOf":\[\{"\$ref":"[^"]+"\},\{"type":\["object","null"\]\}\]/g,
    );
    expect(contradictions).toBeNull();
  });

  test("covers every route of the API", () => {
    const routes = app.routes
      .filter(({ method, path }) => method !== "ALL" && /^\/(api|problems)\//.test(path))
      .map(({ method, path }) => `${method.toLowerCase()} ${path.replaceAll(/:([^/]+)/g, "{$1}")}`);
    const documented = Object.entries(openApi.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method} ${path}`),
    );
    expect(routes.length).toBeGreaterThan(5);
    expect(new Set(routes).difference(new Set(documented))).toEqual(new Set());
  });

  test.each(operations.map((operation) => [operation.operationId, operation] as const))(
    "tells all about %s: words, a described tag, an example of every body, and problems as such",
    (id, { summary, description, tags, requestBody, responses }) => {
      expect(summary).not.toBeEmpty();
      expect(description).not.toBeEmpty();
      expect(tags).toHaveLength(1);
      expect(openApi.tags.map(({ name }) => name)).toContain(tags[0] ?? "");

      for (const { content = {} } of [requestBody ?? {}, ...Object.values(responses)]) {
        for (const { example, examples } of Object.values(content)) {
          const shown = examples ? Object.values(examples).map(({ value }) => value) : [example];
          expect(shown).not.toBeEmpty();
          for (const value of shown) expect(JSON.stringify(value)).not.toContain(JSON.stringify(unknownText));
        }
      }
      const isProbe = tags[0] === "Health";
      for (const [status, { content = {} }] of Object.entries(responses)) {
        if (status < "400" || (isProbe && status === "503")) continue;
        // A share link that opens nothing tells people so on a page.
        const page = id === "readSharedReport" && status === "404" ? ["text/html"] : [];
        expect(Object.keys(content)).toEqual(["application/problem+json", ...page]);
      }
    },
  );

  test.each([
    ["Session", ["get", "change"]],
    ["Room", ["create", "get", "change"]],
    ["ChecklistItem", ["create", "get", "change"]],
    ["Pick", ["create", "get", "change"]],
    ["Plan", ["write", "get"]],
    ["PlanVersion", ["restore", "get"]],
    ["Asset", ["upload", "get", "change"]],
    ["Decision", ["create", "get", "change"]],
  ])("%s comes with the ETag that an edit of it takes", (name, verbs) => {
    const answers = verbs.map((verb) => {
      const responses = operations.find(({ operationId }) => operationId === verb + name)?.responses;
      return (responses?.[200] ?? responses?.[201])?.headers;
    });
    for (const headers of answers) expect(headers).toHaveProperty("etag");
  });
});

describe("what the OpenAPI document says of refusals is what the service does", () => {
  const id = "0198d3c0-7d52-7000-8a51-3f6a1c0e9b11";
  const body = (content: string, type = "application/json") => ({
    method: "POST",
    headers: { "content-type": type },
    body: content,
  });
  const socket = { upgrade: "websocket" };
  test.each([
    ["createSession", 400, "malformed-request", "/api/sessions", body("{")],
    ["createSession", 413, "payload-too-large", "/api/sessions", body(JSON.stringify("x".repeat(300_000)))],
    ["createSession", 415, "unsupported-media-type", "/api/sessions", body("{}", "text/plain")],
    ["createSession", 422, "invalid-input", "/api/sessions", body(`{"title":""}`)],
    ["sendMessage", 422, "invalid-input", `/api/sessions/${id}/messages`, body(`{"text":""}`)],
    ["getSession", 422, "invalid-input", "/api/sessions/nonsense", {}],
    ["listSessions", 422, "invalid-input", "/api/sessions?limit=0", {}],
    ["openSocket", 426, "upgrade-required", `/api/sessions/${id}/socket`, {}],
    [
      "openSocket",
      403,
      "forbidden",
      `/api/sessions/${id}/socket`,
      { headers: { ...socket, origin: "https://evil.example" } },
    ],
    ["describeProblem", 404, "not-found", "/problems/nonsense", {}],
  ])("%s: %d %s", async (operationId, status, kind, path, request: RequestInit) => {
    const response = await app.request(path, request);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ type: `/problems/${kind}`, status });
    const documented = operations.find((operation) => operation.operationId === operationId)?.responses[status];
    expect(Object.keys(documented?.content?.["application/problem+json"]?.examples ?? {})).toContain(kind);
  });
});

describe("the AsyncAPI document", () => {
  test("changes only on purpose", () => expect(asyncApi).toMatchSnapshot());

  test("satisfies the AsyncAPI parser's recommended rules without a warning", async () => {
    expect(await asyncApiFindings(asyncApi)).toEqual([]);
  }, 30_000);

  test.each(Object.values(asyncApi.components.messages as Record<string, { name: keyof typeof frameExamples }>))(
    "shows an example of $name that the socket would take or send",
    ({ name }) => {
      const example = frameExamples[name];
      const parsed = ClientFrame.safeParse(example).success ? ClientFrame.parse(example) : ServerFrame.parse(example);
      expect(parsed).toEqual(example);
    },
  );
});

test("the command refuses an argument it does not know", () => {
  let output = "";
  expect(openapiCommand({ args: ["--yaml"], write: (text) => (output += text) })).toBe(64);
  expect(output).toContain("--yaml");
});
