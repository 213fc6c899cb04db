import { version } from "../../version.ts";
import { createRouter, type Router } from "../router.ts";
import { completeOperation, sharedParameters } from "./operations.ts";
import { probeTag, registerProbes } from "./probes.ts";
import type { Schemas } from "./sample.ts";

const description = `Plan a renovation in a conversation: from "I want to redo my kitchen" to an approved, priced, illustrated plan.

- The conversation itself runs over a WebSocket, described at \`/asyncapi.json\`; over HTTP a message can be sent and its answer
  streamed as server-sent events.
- Money is whole minor units of an ISO 4217 currency, lengths are centimetres, areas square metres, times ISO 8601 in UTC.
- Lists are \`{items, nextCursor}\`: pass \`nextCursor\` as \`cursor\` for the next page; it is null on the last one.
- Every error is an RFC 9457 problem (\`application/problem+json\`) with a stable \`type\`.
- A creating request with an \`Idempotency-Key\` is safe to repeat.
- Every answer but a probe's carries an \`X-Request-Id\`: the caller's own if it sent a good one.`;

const license = { name: "MIT", identifier: "MIT" };

const tags = [
  { name: "Sessions", description: "Renovations: one session is one project and its conversation" },
  { name: "Conversation", description: "What was said, and saying something" },
  { name: "Rooms", description: "The rooms of a renovation" },
  { name: "Checklist", description: "What is to be done and bought, room by room" },
  { name: "Picks", description: "Products chosen from the catalogue" },
  { name: "Budget", description: "Where the money stands" },
  { name: "Plan", description: "The work in order, with dates and costs, in versions" },
  { name: "Renders", description: "Pictures of rooms as they could be, made beside the chat" },
  { name: "Assets", description: "Photos, plans and documents of a renovation, and pictures made for it" },
  { name: "Approvals", description: "What only the homeowner can decide" },
  { name: "Decisions", description: "What was settled and the agent keeps to" },
  { name: "Catalogue", description: "Styles, and products with their prices" },
  { name: "Prices", description: "What work costs, and how that was computed" },
  { name: "Report", description: "The whole project, to print or to hand on" },
  { name: "Sharing", description: "Addresses that show the report to others" },
  { name: "Problems", description: "The kinds of errors" },
  { name: probeTag, description: "Probes for balancers and orchestrators; they never wait for the database" },
];

const headers = {
  "X-Request-Id": {
    description: "The request's id, as it stands in the log",
    schema: { type: "string", pattern: "^[A-Za-z0-9._=-]{1,64}$" },
    example: "0198d3c2-6b10-7000-8c3f-4e5d6a7b8c05",
  },
  "Retry-After": {
    description: "Seconds to wait before another try",
    schema: { type: "integer", minimum: 0 },
    example: 1,
  },
} as const;

type Document = ReturnType<Router["getOpenAPI31Document"]>;

/** The OpenAPI 3.1 document of everything that `app` answers, generated from the schemas that its routes validate with. */
export function openApiDocument(app: Router): Document {
  const documented = createRouter();
  documented.route("/", app);
  registerProbes(documented);
  const document = documented.getOpenAPI31Document({
    openapi: "3.1.0",
    info: { title: "Renovation Agent", version, description, license },
    servers: [{ url: "/", description: "This service" }],
    tags,
    security: [],
  });
  const { schemas = {}, ...components } = document.components ?? {};
  const operations = Object.values(document.paths ?? {}).flatMap(({ get, post, put, patch, delete: remove }) =>
    [get, post, put, patch, remove].filter((operation) => operation !== undefined),
  );
  const parameters = sharedParameters(operations);
  for (const operation of operations) completeOperation(operation, schemas as Schemas);
  return { ...document, components: { ...components, schemas, headers: { ...headers }, parameters } };
}
