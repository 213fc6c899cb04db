import { AIMessage, type AIMessageChunk, type BaseMessage, HumanMessage, ToolMessage } from "@langchain/core/messages";
import { Annotation, END, type LangGraphRunnableConfig, Send, START, StateGraph } from "@langchain/langgraph";
import postgres from "postgres";
import { loadProject } from "../../../src/agent/context.ts";
import { systemPrompt } from "../../../src/agent/prompts.ts";
import { toolsFor } from "../../../src/agent/tools/toolbox.ts";
import { builtInCatalog } from "../../../src/catalog/built-in.ts";
import { findStyles } from "../../../src/catalog/style-search.ts";
import { connect, together } from "../../../src/db/client.ts";
import { localOwner } from "../../../src/sessions/owner.ts";
import { createSession } from "../../../src/sessions/store.ts";
import { createFixedModel } from "./fixed-model.ts";

// The floor of turns.ts: the same graph with nothing kept, straight to a bare socket, and two INSERTs a turn.
// With FLOOR=bare it also reads nothing, neither the project nor what was said before. Runs as a process of its own.

const url = String(Bun.env["DATABASE_URL"]);
const sql = postgres(url, { max: 10 });
const database = connect({ url }, { applicationName: "floor", poolSize: 10, queryTimeoutMs: 5_000 });
await sql`create table if not exists floor_messages (
  id uuid primary key, session_id uuid not null, role text not null, content text not null,
  created_at timestamptz not null default clock_timestamp())`;
await sql`create index if not exists floor_messages_by_session on floor_messages (session_id, created_at)`;

const model = createFixedModel();
const State = Annotation.Root({
  messages: Annotation<BaseMessage[]>({ reducer: (known, more) => known.concat(more), default: () => [] }),
});
type Call = { id: string; name: string; args: { query: string } };
type Read = (sessionId: string) => ReturnType<typeof readContext>;

async function readContext(sessionId: string) {
  const [project, newest] = await together(database, (reading) =>
    Promise.all([
      loadProject(reading, localOwner, sessionId),
      reading<{ role: string; content: string }[]>`
        select role, content from floor_messages where session_id = ${sessionId} order by created_at desc limit 40`,
    ]),
  );
  const toMessage = ({ role, content }: { role: string; content: string }) =>
    role === "user" ? new HumanMessage(content) : new AIMessage(content);
  return { project, history: newest.toReversed().map(toMessage) };
}

/** For the bare floor: as if everything were known already. */
function knownContext(): Read {
  let known: ReturnType<typeof readContext> | undefined;
  return (sessionId) => {
    known ??= readContext(sessionId).then(({ project }) => ({ project, history: [] }));
    return known;
  };
}

const read: Read = Bun.env["FLOOR"] === "bare" ? knownContext() : readContext;

const graph = new StateGraph(State)
  .addNode("model", async ({ messages }, config: LangGraphRunnableConfig) => {
    const { project, history } = await read(config.configurable?.["sessionId"]);
    const stream = model.stream({
      system: systemPrompt(project),
      messages: [...history, ...messages],
      tools: toolsFor(project.session.phase),
      project,
      attachments: [],
      files: async () => [],
      signal: new AbortController().signal,
      retrying: () => {},
    });
    let answer: AIMessageChunk | undefined;
    for await (const chunk of stream) {
      answer = answer ? answer.concat(chunk) : chunk;
      if (chunk.text !== "") config.writer?.(chunk.text);
    }
    return { messages: answer ? [answer] : [] };
  })
  .addNode("tool", (input: unknown) => {
    const { id, name, args } = input as Call;
    return {
      messages: [
        new ToolMessage({
          tool_call_id: id,
          name,
          content: JSON.stringify(findStyles(builtInCatalog.styles, args.query)),
        }),
      ],
    };
  })
  .addEdge(START, "model")
  .addConditionalEdges(
    "model",
    ({ messages }) => {
      const calls = (messages.at(-1) as AIMessageChunk).tool_calls ?? [];
      return calls.length === 0 ? END : calls.map((call) => new Send("tool", call));
    },
    ["tool", END],
  )
  .addEdge("tool", "model")
  .compile();

type Socket = Bun.ServerWebSocket<{ sessionId: string }>;

async function answer(socket: Socket, text: string) {
  const { sessionId } = socket.data;
  const insert = (role: string, content: string) => sql`
    insert into floor_messages (id, session_id, role, content)
    values (${Bun.randomUUIDv7()}, ${sessionId}, ${role}, ${content})`;
  await insert("user", text);
  // Where nothing is read, the message itself is all there is.
  const messages = Bun.env["FLOOR"] === "bare" ? [new HumanMessage(text)] : [];
  let whole = "";
  const events = await graph.stream({ messages }, { streamMode: "custom", configurable: { sessionId } });
  for await (const delta of events) {
    socket.send(JSON.stringify({ type: "delta", offset: whole.length, text: delta }));
    whole += delta;
  }
  await insert("assistant", whole);
  socket.send(JSON.stringify({ type: "turn.finished", status: "completed" }));
}

Bun.serve<{ sessionId: string }>({
  hostname: "127.0.0.1",
  port: Number(Bun.env["PORT"]),
  async fetch(request, server) {
    if (request.url.endsWith("/health/ready")) return new Response("ok");
    if (request.method === "POST") return Response.json(await createSession(database, localOwner, {}));
    const sessionId = request.url.split("/").at(-2) ?? "";
    return server.upgrade(request, { data: { sessionId } }) ? undefined : new Response("", { status: 400 });
  },
  websocket: {
    message: (socket, raw) => answer(socket, JSON.parse(String(raw)).text),
  },
});
