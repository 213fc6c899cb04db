import {
  type AIMessage,
  AIMessageChunk,
  type BaseMessage,
  ToolMessage,
  type UsageMetadata,
} from "@langchain/core/messages";
import {
  Annotation,
  END,
  GraphDrained,
  GraphRecursionError,
  type LangGraphRunnableConfig,
  RunControl,
  Send,
  START,
  StateGraph,
} from "@langchain/langgraph";
import type { AssetStorage } from "../assets/storage.ts";
import { findAskedBy } from "../approvals/store.ts";
import { questionText } from "../approvals/wording.ts";
import { createStyleReader } from "../catalog/store.ts";
import { type Database, together } from "../db/client.ts";
import { Problem } from "../problem.ts";
import type { RendererName } from "../renders/schema.ts";
import type { Agent, AgentEvent, AgentRun } from "./agent.ts";
import { createCheckpointer, type Keep } from "./checkpoints/saver.ts";
import { deleteThread } from "./checkpoints/store.ts";
import { loadHistory, loadProject } from "./context.ts";
import type { Model } from "./model.ts";
import { filesToShow, readFiles, type ShownFile } from "./pictures.ts";
import { createRelay } from "./relay.ts";
import { systemPrompt } from "./prompts.ts";
import { type Call, useTool } from "./tools/use.ts";
import { toolsFor } from "./tools/toolbox.ts";

/** Model steps in one turn; a model that calls tools for ever is stopped with a message the user understands. */
const maxSteps = 10;

/** Only this turn's messages: the conversation and the project are read from their tables at every step. */
const State = Annotation.Root({
  messages: Annotation<BaseMessage[]>({ reducer: (known, more) => known.concat(more), default: () => [] }),
});
type Emit = (event: AgentEvent) => void;
type InOrder = <T>(work: () => Promise<T>) => Promise<T>;
type Config = LangGraphRunnableConfig & { configurable: { run: AgentRun; emit: Emit; inOrder: InOrder; shown: Shown } };
/** The files of a turn's message, read at its first step and kept for the others: never in a checkpoint. */
type Shown = { files?: Promise<ShownFile[]> };

type AgentOptions = {
  sql: Database;
  model: Model;
  storage: Pick<AssetStorage, "read">;
  /** What pictures can be made with, the preferred one first. */
  renderers: readonly RendererName[];
};

/** The LangGraph agent: model, then one task per tool call, then the model again until it answers. */
export function createAgent({ sql, model, storage, renderers }: AgentOptions): Agent {
  const readStyles = createStyleReader();
  const compiled = new StateGraph(State)
    .addNode("model", (state, config) => callModel(state.messages, config as Config))
    .addNode("tool", (call: unknown, config) => callTool(call as Call, config as Config))
    .addEdge(START, "model")
    .addConditionalEdges("model", ({ messages }) => callsOf(messages), ["tool", END])
    .addEdge("tool", "model")
    .compile();

  async function callModel(messages: BaseMessage[], config: Config) {
    const { run, emit, shown } = config.configurable;
    const { owner, sessionId } = run.turn;
    const step = stepsOf(messages).length + 1;
    const asked = messages.length === 0 ? [] : await findAskedBy(sql, owner, run.turn.id);
    if (asked.length > 0) {
      // The answer to it starts another turn; no model has anything to say until then.
      const question = asked.map(questionText).join(paragraph);
      emit({ type: "text", text: textOf(messages) === "" ? question : paragraph + question });
      return { messages: [new AIMessageChunk({ content: question, id: `${run.turn.attempt}.${step}` })] };
    }
    if (step > maxSteps) throw new Problem("turn-too-many-steps", `It used tools ${maxSteps} times without an answer`);
    const [project, history] = await together(sql, (sql) =>
      Promise.all([loadProject(sql, owner, sessionId, readStyles), loadHistory(sql, owner, run.turn)]),
    );
    const request = {
      system: systemPrompt(project),
      messages: [...history.messages, ...messages],
      tools: toolsFor(project.session.phase),
      project,
      attachments: history.attachments,
      files: () => {
        const said = history.messages.at(-1)?.text ?? "";
        shown.files ??= readFiles(storage, owner, filesToShow(history.attachments, project, said));
        return shown.files;
      },
      signal: config.signal ?? run.signal,
      retrying: (problem: Problem, retryInMs: number) =>
        emit({ type: "retrying", problem: problem.toJSON(), retryInMs }),
    };
    let separator = textOf(messages) === "" ? "" : paragraph;
    let answer: AIMessageChunk | undefined;
    for await (const chunk of model.stream(request)) {
      answer = answer ? answer.concat(chunk) : chunk;
      const usage = chunk.usage_metadata as UsageMetadata | undefined;
      if (usage) emit({ type: "usage", usage: { inputTokens: usage.input_tokens, outputTokens: usage.output_tokens } });
      // The getter takes content apart that is almost always a string.
      const text = typeof chunk.content === "string" ? chunk.content : chunk.text;
      if (text === "") continue;
      emit({ type: "text", text: separator + text });
      separator = "";
    }
    const message = answer ?? new AIMessageChunk("");
    message.id = `${run.turn.attempt}.${step}`;
    return { messages: [message] };
  }

  async function callTool(call: Call, config: Config) {
    const { run, inOrder } = config.configurable;
    const result = await inOrder(() => useTool(call, run, renderers));
    const content = JSON.stringify(result);
    const status = result.ok ? ("success" as const) : ("error" as const);
    return { messages: [new ToolMessage({ tool_call_id: call.id, name: call.name, content, status })] };
  }

  return async function* (run) {
    // Compiled once; what differs from run to run is where it is saved.
    const graph = Object.assign(Object.create(compiled) as typeof compiled, {
      checkpointer: createCheckpointer({
        sql,
        owner: run.turn.owner,
        fence: run.fenced,
        keep,
        isNew: run.turn.attempt === 1,
      }),
    });
    // Events go past LangGraph's own stream, which would cost more than all the rest of a chunk's way.
    const events = createRelay<AgentEvent>();
    const control = new RunControl();
    run.drain.addEventListener("abort", () => control.requestDrain("shutdown"), { once: true });
    if (run.drain.aborted) control.requestDrain("shutdown");
    const configurable = { thread_id: run.turn.id, run, emit: events.push, inOrder: createOrder(), shown: {} };
    let input: { messages: BaseMessage[] } | null = { messages: [] };
    if (run.turn.restart) await run.fenced((sql) => deleteThread(sql, run.turn.id));
    if (run.turn.attempt > 1) {
      const saved = run.turn.restart ? undefined : await graph.getState({ configurable });
      const resumes = saved?.createdAt !== undefined;
      yield { type: "replace", text: resumes ? textOf(saved.values.messages) : "" };
      // It was interrupted after its last step: the answer is all there.
      if (resumes && saved.next.length === 0) return;
      if (resumes) input = null;
    }
    const settings = { durability: "sync", signal: run.signal, control, recursionLimit: 2 * maxSteps + 2 } as const;
    graph.invoke(input, { configurable, ...settings }).then(
      () => events.end(),
      (error: unknown) => events.end({ error }),
    );
    try {
      yield* events;
    } catch (error) {
      if (error instanceof GraphDrained) yield { type: "drained" };
      else if (error instanceof GraphRecursionError) throw new Problem("turn-too-many-steps");
      else throw error;
    }
  };
}

/**
 * What a resumed turn cannot get otherwise is which calls the model made: a model step with calls is saved, nothing else.
 * What the calls did is recorded with their effects, a turn without calls begins anew, and the answer is saved by the
 * turn's end, in the transaction that would delete its checkpoint.
 */
const keep: Keep = {
  checkpoint: ({ messages }) => callsIn((messages as BaseMessage[] | undefined)?.at(-1)).length > 0,
  writes: () => false,
};

/** A step's calls wait for the session's lock anyway; one after the other, a later one sees what an earlier one did. */
function createOrder(): InOrder {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const next = last.then(work, work);
    last = next.catch(() => {});
    return next;
  };
}

const callsIn = (message: BaseMessage | undefined) => (message as AIMessage | undefined)?.tool_calls ?? [];

const paragraph = "\n\n";
const stepsOf = (messages: BaseMessage[]) => messages.filter((message) => message.getType() === "ai") as AIMessage[];

/** The turn's whole text as it was shown: its steps' texts as paragraphs. */
const textOf = (messages: BaseMessage[]) =>
  stepsOf(messages)
    .map(({ text }) => text)
    .filter((text) => text !== "")
    .join(paragraph);

/** One task per call, so that after a crash only the unfinished ones run again. */
function callsOf(messages: BaseMessage[]) {
  const last = messages.at(-1) as AIMessage;
  if (!last.tool_calls?.length) return END;
  return last.tool_calls.map(
    ({ id, name, args }, index) =>
      new Send("tool", { id, name, args, key: `${last.id}.${index}` } satisfies Omit<Call, "id"> & { id: unknown }),
  );
}
