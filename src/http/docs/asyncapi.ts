import { z } from "zod";
import {
  ClientFrame,
  closeCodes,
  DurableEvent,
  LiveFrame,
  maxFrameBytes,
  maxQueuedMessages,
} from "../../chat/protocol.ts";
import { version } from "../../version.ts";
import { closeCodeMeanings } from "./close-codes.ts";
import { type Frame, frameExamples } from "./frame-examples.ts";

const channelRef = { $ref: "#/channels/conversation" };

const positionQuery = {
  type: "object",
  properties: {
    after: {
      type: "integer",
      minimum: 0,
      description: "The last `seq` the client has; what came after it is replayed",
    },
    epoch: { type: "string", format: "uuid", description: "The `epoch` of the `hello` under which it saw that `seq`" },
  },
};

const tags = {
  client: { name: "client", description: "Frames that the client sends" },
  durable: { name: "durable", description: "Frames of the session's event log, each with its `seq`" },
  live: { name: "live", description: "Frames that are not stored" },
};
const tagRef = (tag: string) => ({ $ref: `#/components/tags/${tag}` });

const closeCodeTable = Object.entries(closeCodeMeanings)
  .map(([name, meaning]) => `| ${closeCodes[name as keyof typeof closeCodes]} | ${meaning} |`)
  .join("\n");

const channelDescription = `One WebSocket per tab or device; all of them see the same conversation. Frames are JSON text of at most
${maxFrameBytes} bytes, handled in the order in which they arrive. At most ${maxQueuedMessages} messages wait for a running turn.

The server speaks first, with \`hello\`. Frames with a \`seq\` are durable: they are stored in the session's event log, whose
numbers have no gap. The others are live only. A client that comes back with \`after\` gets the durable frames it missed;
\`resumed: false\` in \`hello\` says that they cannot be replayed, so that it has to read everything again.

When the connection closes, the code says whether to come back:

| Code | Meaning |
|---|---|
${closeCodeTable}`;

/** The AsyncAPI 3.0 document of the session's socket, generated from the schemas that the socket itself parses with. */
export function asyncApiDocument() {
  const groups = [
    { tag: "client", frames: ClientFrame.options },
    { tag: "durable", frames: DurableEvent.options },
    { tag: "live", frames: LiveFrame.options },
  ] as const;
  const messages = groups.flatMap(({ tag, frames }) => frames.map((frame) => ({ tag, ...describe(frame) })));
  const operation = (tag: keyof typeof tags, text: { title: string; summary: string }) => ({
    action: tag === "client" ? "receive" : "send",
    channel: channelRef,
    ...text,
    messages: messages
      .filter((message) => message.tag === tag)
      .map(({ id }) => ({ $ref: `${channelRef.$ref}/messages/${id}` })),
  });

  return {
    asyncapi: "3.0.0",
    id: "urn:renovation-agent:socket",
    info: {
      title: "Renovation Agent: conversation socket",
      version,
      description: "The live conversation with the agent, version 1 of the protocol. The HTTP side is at /api-docs.",
      license: { name: "MIT", url: "https://spdx.org/licenses/MIT" },
      tags: Object.keys(tags).map(tagRef),
    },
    defaultContentType: "application/json",
    servers: {
      own: {
        host: "{host}",
        protocol: "ws",
        description: "Where this service listens; `wss` behind a proxy that ends TLS",
        variables: { host: { default: "localhost:8080", description: "Host and port of the service" } },
      },
    },
    channels: {
      conversation: {
        address: "/api/sessions/{id}/socket",
        title: "A session's conversation",
        description: channelDescription,
        servers: [{ $ref: "#/servers/own" }],
        parameters: { id: { description: "Session identifier", examples: ["0198d3c0-7d52-7000-8a51-3f6a1c0e9b11"] } },
        messages: Object.fromEntries(messages.map(({ id }) => [id, { $ref: `#/components/messages/${id}` }])),
        bindings: { ws: { method: "GET", query: positionQuery, bindingVersion: "0.1.0" } },
        "x-close-codes": Object.fromEntries(
          Object.entries(closeCodes).map(([name, code]) => [code, closeCodeMeanings[name as keyof typeof closeCodes]]),
        ),
      },
    },
    operations: {
      receiveClientFrames: operation("client", {
        title: "What a client may send",
        summary: "Say something, stop a turn, or prove that the connection is alive",
      }),
      sendDurableEvents: operation("durable", {
        title: "What happened in the session",
        summary: "Everything that was stored, in the order of `seq`, whichever device caused it",
      }),
      sendLiveFrames: operation("live", {
        title: "What is happening now",
        summary: "The answer as it is written, and answers to this connection's own frames",
      }),
    },
    components: {
      schemas: frameSchemas(),
      messages: Object.fromEntries(messages.map(({ id, tag, message }) => [id, { ...message, tags: [tagRef(tag)] }])),
      tags,
    },
  };
}

type OneFrame = z.ZodObject<{ type: z.ZodLiteral<Frame["type"]> }>;

function describe(frame: OneFrame | z.ZodDiscriminatedUnion<readonly [OneFrame, ...OneFrame[]]>) {
  const { id = "", description: summary } = frame.meta() ?? {};
  const [one] = frame instanceof z.ZodObject ? [frame] : frame.options;
  const name = one.shape.type.value;
  return {
    id,
    message: {
      name,
      title: id,
      summary,
      contentType: "application/json",
      payload: { $ref: `#/components/schemas/${id}` },
      examples: [{ name, summary, payload: frameExamples[name] }],
    },
  };
}

/** Every named schema that a frame uses, as components that refer to each other. */
function frameSchemas(): Record<string, unknown> {
  // "input": a frame may gain fields, so a client must not refuse those that it does not know.
  const { definitions } = z.toJSONSchema(
    z.union([...ClientFrame.options, ...DurableEvent.options, ...LiveFrame.options]),
    {
      target: "draft-07",
      io: "input",
      override: ({ jsonSchema }) => {
        if (jsonSchema.format) delete jsonSchema.pattern;
        // JSON Schema says `examples`; `example` is OpenAPI's word.
        if ("example" in jsonSchema) {
          jsonSchema.examples = [jsonSchema["example"]];
          delete jsonSchema["example"];
        }
      },
    },
  );
  return JSON.parse(JSON.stringify(definitions).replaceAll('"#/definitions/', '"#/components/schemas/'));
}
