import { type AIMessageChunk, type BaseMessage, HumanMessage, ToolMessage } from "@langchain/core/messages";
import { Annotation, END, type LangGraphRunnableConfig, Send, START, StateGraph } from "@langchain/langgraph";
import postgres from "postgres";
import type { ModelRequest } from "../../../src/agent/model.ts";
import { findStyles } from "../../../src/catalog/search.ts";
import { fixedModel } from "./fixed-model.ts";

// The floor of turns.ts: the same graph with nothing kept, straight to a bare socket, and two INSERTs a turn.
// It reads no history and no project, so that every statement of ours but those two counts against us.
// Runs as a process of its own.

const sql = postgres(String(Bun.env["DATABASE_URL"]), { max: 10 });
await sql`create table if not exists floor_messages (
  id uuid primary key, session_id uuid not null, role text not null, content text not null,
  created_at timestamptz not null default clock_timestamp())`;

const State = Annotation.Root({
  messages: Annotation<BaseMessage[]>({ reducer: (known, more) => known.concat(more), default: () => [] }),
});
type Call = { id: string; name: string; args: { query: string } };
const request = { system: "", tools: [], signal: new AbortController().signal, retrying: () => {} };

const graph = new StateGraph(State)
  .addNode("model", async ({ messages }, config: LangGraphRunnableConfig) => {
    let answer: AIMessageChunk | undefined;
    // The fixed model reads nothing but the messages.
    for await (const chunk of fixedModel.stream({ ...request, messages } as unknown as ModelRequest)) {
      answer = answer ? answer.concat(chunk) : chunk;
      if (chunk.text !== "") config.writer?.(chunk.text);
    }
    return { messages: answer ? [answer] : [] };
  })
  .addNode("tool", (input: unknown) => {
    const { id, name, args } = input as Call;
    return { messages: [new ToolMessage({ tool_call_id: id, name, content: JSON.stringify(findStyles(args.query)) })] };
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
  let whole = "";
  for await (const delta of await graph.stream({ messages: [new HumanMessage(text)] }, { streamMode: "custom" })) {
    socket.send(JSON.stringify({ type: "delta", offset: whole.length, text: delta }));
    whole += delta;
  }
  await insert("assistant", whole);
  socket.send(JSON.stringify({ type: "turn.finished", status: "completed" }));
}

Bun.serve<{ sessionId: string }>({
  hostname: "127.0.0.1",
  port: Number(Bun.env["PORT"]),
  fetch(request, server) {
    if (request.url.endsWith("/health/ready")) return new Response("ok");
    if (request.method === "POST") return Response.json({ id: Bun.randomUUIDv7() });
    return server.upgrade(request, { data: { sessionId: request.url.split("/").at(-2) ?? "" } })
      ? undefined
      : new Response("", { status: 400 });
  },
  websocket: {
    message: (socket, raw) => answer(socket, JSON.parse(String(raw)).text),
  },
});
