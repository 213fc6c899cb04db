import { afterAll, describe, expect, test } from "bun:test";
import {
  AIMessage,
  AIMessageChunk,
  type BaseMessage,
  HumanMessage,
  RemoveMessage,
  SystemMessage,
  ToolMessage,
} from "@langchain/core/messages";
import { END, MessagesAnnotation, Send, START, StateGraph } from "@langchain/langgraph";
import { emptyCheckpoint } from "@langchain/langgraph-checkpoint";
import type { Fence } from "../src/agent/checkpoints/fence.ts";
import { createCheckpointer } from "../src/agent/checkpoints/saver.ts";
import { deleteThread } from "../src/agent/checkpoints/store.ts";
import { connect } from "../src/db/client.ts";
import { transaction } from "../src/db/transaction.ts";
import { localOwner } from "../src/sessions/owner.ts";
import { createDatabase } from "./support/database.ts";

const database = await createDatabase();
const sql = connect({ url: database.url }, { applicationName: "checkpoints", poolSize: 8, queryTimeoutMs: 10_000 });
afterAll(async () => {
  await sql.end();
  await database[Symbol.asyncDispose]();
});

const calls = ["measure", "price", "style"].map((name) => ({
  type: "tool_call" as const,
  id: `call-${name}`,
  name,
  args: { room: "kitchen" },
}));
type Call = (typeof calls)[number];
type RunTool = (call: Call, signal: AbortSignal | undefined) => Promise<string>;

/** The shape of the agent's graph: a model, one send per tool call, the model again. */
function toolGraph(runTool: RunTool, fence?: Fence) {
  const answer = ({ messages }: { messages: BaseMessage[] }) => {
    const results = messages.filter((message) => message instanceof ToolMessage);
    if (results.length === 0) return { messages: [new AIMessage({ content: "", tool_calls: calls })] };
    return { messages: [new AIMessage(results.map((result) => result.content).join(", "))] };
  };
  const route = ({ messages }: { messages: BaseMessage[] }) => {
    const { tool_calls: toolCalls = [] } = messages.at(-1) as AIMessage;
    return toolCalls.length > 0 ? toolCalls.map((call) => new Send("tool", call)) : END;
  };
  return new StateGraph(MessagesAnnotation)
    .addNode("model", answer)
    .addNode("tool", async (call: Call, { signal }) => ({
      messages: [new ToolMessage({ content: await runTool(call, signal), tool_call_id: call.id, name: call.name })],
    }))
    .addEdge(START, "model")
    .addConditionalEdges("model", route, ["tool", END])
    .addEdge("tool", "model")
    .compile({ checkpointer: createCheckpointer({ sql, owner: localOwner, ...(fence && { fence }) }) });
}

const question = { messages: [new HumanMessage("What does a new kitchen cost?")] };
const onThread = (threadId: string) => ({ configurable: { thread_id: threadId }, durability: "sync" as const });
const lastText = ({ messages }: { messages: BaseMessage[] }) => messages.at(-1)?.text;
const instantly: RunTool = async ({ name }) => `${name} done`;

async function rowsOf(threadId: string): Promise<number> {
  const [counted] = await sql<{ rows: number }[]>`
    select sum(rows)::int as rows from (
      select count(*) as rows from checkpoints where thread_id = ${threadId}
      union all select count(*) from checkpoint_blobs where thread_id = ${threadId}
      union all select count(*) from checkpoint_writes where thread_id = ${threadId}
    ) counted`;
  return counted?.rows ?? 0;
}

describe("a turn cut off between its tool calls runs only the unfinished call again", () => {
  const untilAborted = (signal: AbortSignal | undefined) =>
    new Promise<never>((_resolve, reject) => signal?.addEventListener("abort", () => reject(signal.reason)));

  test.each([
    ["a tool that throws", () => Promise.reject(new Error("broken"))],
    [
      "an abort",
      (signal: AbortSignal | undefined, stop: AbortController) => {
        queueMicrotask(() => stop.abort(new Error("stopped")));
        return untilAborted(signal);
      },
    ],
  ])("after %s", async (_name, end) => {
    const threadId = crypto.randomUUID();
    const stop = new AbortController();
    const othersSaved = Promise.withResolvers<void>();
    const fence: Fence = async (write) => {
      const result = await write(sql);
      const saved = await sql`select distinct task_id from checkpoint_writes
        where thread_id = ${threadId} and channel = 'messages' and task_path like '%push%'`;
      if (saved.length === 2) othersSaved.resolve();
      return result;
    };
    const first = toolGraph(async ({ name }, signal) => {
      if (name !== "style") return `${name} at first`;
      await othersSaved.promise;
      return await end(signal, stop);
    }, fence);
    const failure = await first
      .invoke(question, { ...onThread(threadId), signal: stop.signal })
      .catch((error) => error);
    expect(failure).toBeInstanceOf(Error);

    const ran: string[] = [];
    const second = toolGraph(async ({ name }) => {
      ran.push(name);
      return `${name} at last`;
    });
    const result = await second.invoke(null, onThread(threadId));
    expect(ran).toEqual(["style"]);
    expect(lastText(result)).toBe("measure at first, price at first, style at last");
  });
});

test("a claim that is lost ends the run with that error and saves nothing more", async () => {
  const threadId = crypto.randomUUID();
  const token = crypto.randomUUID();
  await sql`create table claims as select ${threadId} as turn, ${token} as token`;
  const fence: Fence = (write) =>
    transaction(sql, async (tx) => {
      const [claim] = await tx<{ token: string }[]>`select token from claims where turn = ${threadId} for update`;
      if (claim?.token !== token) throw new Error("the claim is lost");
      return await write(tx);
    });
  let rowsAtLoss = 0;
  const graph = toolGraph(async () => {
    await sql`update claims set token = 'another' where turn = ${threadId}`;
    rowsAtLoss = await rowsOf(threadId);
    return "a result of the old owner";
  }, fence);
  const failure = await graph.invoke(question, onThread(threadId)).catch((error) => error);
  expect(failure).toEqual(new Error("the claim is lost"));
  expect(rowsAtLoss).toBeGreaterThan(0);
  expect(await rowsOf(threadId)).toBe(rowsAtLoss);
});

test("a deleted thread leaves no row, and others theirs", async () => {
  const [thread, other] = [crypto.randomUUID(), crypto.randomUUID()];
  await toolGraph(instantly).invoke(question, onThread(thread));
  await toolGraph(instantly).invoke(question, onThread(other));
  await deleteThread(sql, thread);
  expect(await rowsOf(thread)).toBe(0);
  expect(await rowsOf(other)).toBeGreaterThan(0);
});

test("twenty turns at once keep their answers apart", async () => {
  const threads = Array.from({ length: 20 }, () => crypto.randomUUID());
  const answers = await Promise.all(
    threads.map(async (threadId) => {
      const graph = toolGraph(async ({ name }) => `${name} for ${threadId}`);
      await graph.invoke(question, onThread(threadId));
      return lastText((await graph.getState(onThread(threadId))).values);
    }),
  );
  expect(answers).toEqual(threads.map((threadId) => calls.map(({ name }) => `${name} for ${threadId}`).join(", ")));
});

test("a turn of three tool calls is saved behind five fences", async () => {
  let fences = 0;
  const fence: Fence = (write) => {
    fences += 1;
    return write(sql);
  };
  await toolGraph(instantly, fence).invoke(question, onThread(crypto.randomUUID()));
  // One per checkpoint: the question, the start, the model, the tools, the model.
  expect(fences).toBe(5);
});

test("two branches of a thread keep their own values", async () => {
  const onBranch = onThread(crypto.randomUUID());
  const graph = toolGraph(instantly);
  await graph.invoke(question, onBranch);
  const start = (await Array.fromAsync(graph.getStateHistory(onBranch))).find(({ metadata }) => metadata?.step === 0);
  const [one, two] = await Promise.all(
    ["one", "two"].map((text) => graph.updateState(start?.config ?? {}, { messages: [new AIMessage(text)] })),
  );
  expect(lastText((await graph.getState(one ?? {})).values)).toBe("one");
  expect(lastText((await graph.getState(two ?? {})).values)).toBe("two");
});

describe("a channel gives back what was put in", () => {
  const thought = { __gemini_function_call_thought_signatures__: { "call-1": "c2lnbmF0dXJl" } };
  // LangChain types the field as never where no message structure is given.
  const usage = {
    input_tokens: 5,
    output_tokens: 7,
    total_tokens: 12,
    output_token_details: { reasoning: 3 },
  } as never;
  const answer = {
    id: "a1",
    content: "",
    tool_calls: calls,
    additional_kwargs: thought,
    usage_metadata: usage,
  };
  const result = { id: "t1", tool_call_id: "call-1", name: "price", content: "no", status: "error" as const };
  const inside = { unfinished: { itself: {} } };
  inside.unfinished.itself = { lc: 1, type: "constructor", id: ["not", "ours"] };

  test.each<[string, unknown]>([
    ["a conversation", [new SystemMessage("be brief"), new HumanMessage({ id: "h1", name: "ada", content: "hi" })]],
    ["tool calls with thought signatures and usage", [new AIMessage(answer)]],
    ["a failed tool result with its artifact", [new ToolMessage({ ...result, artifact: { minor: 1200 } })]],
    ["one message by itself", new AIMessage({ id: "a2", content: [{ type: "text", text: "hello" }] })],
    ["a chunk of a streamed message", [new AIMessageChunk({ ...answer, response_metadata: { finishReason: "STOP" } })]],
    ["the removal of a message", [new RemoveMessage({ id: "a1" })]],
    ["a NUL, lone surrogates and emoji", [new HumanMessage("a\0b \ud800 c \udfff \\u0000 \u{1f3e0}")]],
    ["a megabyte of text", [new HumanMessage('kitchen "\\'.repeat(100_000))]],
    ["bytes", new Uint8Array([0, 1, 254, 255])],
    ["maps and sets", new Map([["rooms", new Set(["kitchen"])]])],
    ["data that looks like a serialized object", inside],
    ["nothing", [null, [], {}, "", 0, false, -1.5]],
  ])("%s", async (_name, value) => {
    const config = { configurable: { thread_id: crypto.randomUUID() } };
    const saver = createCheckpointer({ sql, owner: localOwner });
    const checkpoint = { ...emptyCheckpoint(), channel_values: { state: value }, channel_versions: { state: 1 } };
    const metadata = { source: "loop" as const, step: 1, parents: {}, note: "a\0b\ud800" };
    const saved = await saver.put(config, checkpoint, metadata, { state: 1 });
    await saver.putWrites(saved, [["state", value]], "task");
    const tuple = await saver.getTuple(config);
    expect(tuple?.checkpoint.channel_values["state"]).toStrictEqual(value);
    expect(tuple?.pendingWrites?.[0]?.[2]).toStrictEqual(value);
  });
});

test("another owner finds none of it", async () => {
  const threadId = crypto.randomUUID();
  await toolGraph(instantly).invoke(question, onThread(threadId));
  const stranger = createCheckpointer({ sql, owner: { id: "stranger" } });
  expect(await stranger.getTuple(onThread(threadId))).toBeUndefined();
  expect(await Array.fromAsync(stranger.list(onThread(threadId)))).toEqual([]);
});
