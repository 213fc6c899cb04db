import type { createRouter } from "../router.ts";
import { eventStreamExample } from "./frame-examples.ts";
import { probeTag } from "./probes.ts";
import { problemExamples } from "./problem-examples.ts";
import { type Schema, type Schemas, sample } from "./sample.ts";

type Document = ReturnType<ReturnType<typeof createRouter>["getOpenAPI31Document"]>;
type Operation = NonNullable<NonNullable<Document["paths"]>[string]["get"]>;
type Parameters = NonNullable<NonNullable<Document["components"]>["parameters"]>;
type MediaType = { schema?: unknown; example?: unknown; examples?: Record<string, unknown> };
type Response = { description?: string; headers?: Record<string, unknown>; content?: Record<string, MediaType> };

type Parameter = { name: string; in: string };

const idempotencyKey = "idempotency-key";
const problemType = "application/problem+json";
const isIdempotencyKey = (parameter: object) => "name" in parameter && parameter.name === idempotencyKey;

const anyOtherError: Response = {
  description: "Any other error, as a problem",
  content: { [problemType]: { schema: { $ref: "#/components/schemas/Problem" } } },
};

/** The parameters that several operations take, each written down once. */
export function sharedParameters(operations: Operation[]): Parameters {
  const key = operations.flatMap(({ parameters = [] }) => parameters).find(isIdempotencyKey);
  return key ? { IdempotencyKey: { ...key, name: "Idempotency-Key" } } : {};
}

/** Adds what every operation has and no route should repeat: examples, the shared headers, and how anything else fails. */
export function completeOperation(operation: Operation, schemas: Schemas): void {
  const { operationId = "", tags, requestBody } = operation;
  const parameters = (operation.parameters ?? []) as Parameter[];
  const body = (requestBody as Response | undefined)?.content;
  const responses = operation.responses as Record<string, Response>;
  const isIdempotent = parameters.some(isIdempotencyKey);
  const isProbe = tags?.includes(probeTag) ?? false;

  addExamples(body, schemas);
  const field = parameters.find((parameter) => parameter.in !== "header")?.name ?? firstField(body);
  operation.parameters = parameters.map((parameter) =>
    isIdempotencyKey(parameter) ? { $ref: "#/components/parameters/IdempotencyKey" } : parameter,
  ) as typeof operation.parameters & object;
  if (!isProbe) responses["default"] = structuredClone(anyOtherError);
  for (const [status, response] of Object.entries(responses)) {
    const problem = response.content?.[problemType];
    if (problem) problem.examples ??= problemExamples({ operationId, status, isIdempotent, isProbe, field });
    addExamples(response.content, schemas);
    const mayWait = status === "429" || status === "503";
    const shared = [isProbe ? [] : ["X-Request-Id"], mayWait ? ["Retry-After"] : []].flat();
    response.headers = { ...Object.fromEntries(shared.map(headerRef)), ...response.headers };
  }
}

/** Something of a JSON body that a client may get wrong. */
const firstField = (body: Response["content"]) => Object.keys(body?.["application/json"]?.example ?? {})[0] ?? "";

const headerRef = (name: string) => [name, { $ref: `#/components/headers/${name}` }];

function addExamples(content: Record<string, MediaType> | undefined, schemas: Schemas): void {
  for (const [type, media] of Object.entries(content ?? {})) {
    if (media.example !== undefined || media.examples) continue;
    media.example = type === "text/event-stream" ? eventStreamExample : sample(media.schema as Schema, schemas);
  }
}
