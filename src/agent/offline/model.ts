import { AIMessage, AIMessageChunk, type BaseMessage, ToolMessage } from "@langchain/core/messages";
import { z } from "zod";
import type { Model, ModelRequest } from "../model.ts";
import type { Line } from "./conversation.ts";
import { decide } from "./planner.ts";
import type { Outcome, Situation, ToolCall } from "./situation.ts";

type OfflineModelOptions = {
  /** Pause between words in milliseconds, for a natural pace; 0 uses no timers. 15 when left out, less in long answers. */
  wordDelayMs?: number;
};

/** A list is not read word by word, so nobody waits for one. */
const longestAnswerMs = 1_500;
const noUsage = { input_tokens: 0, output_tokens: 0, total_tokens: 0 };

/** The planner that answers where no language model is configured: rules behind the same port, streaming word by word. */
export function createOfflineModel({ wordDelayMs = 15 }: OfflineModelOptions = {}): Model {
  return {
    name: "offline-planner",
    async *stream(request) {
      request.signal.throwIfAborted();
      const { situation, steps } = situationOf(request);
      const { text, calls } = decide(situation);
      const words = text.match(/\s*\S+\s*$|\s*\S+/g) ?? [];
      const delayMs = Math.min(wordDelayMs, longestAnswerMs / words.length);
      for (const word of words) {
        if (delayMs > 0) await pause(delayMs, request.signal);
        request.signal.throwIfAborted();
        yield new AIMessageChunk(word);
      }
      const tool_call_chunks = calls.map((call, index) => toChunk(call, steps, index));
      yield Object.assign(new AIMessageChunk({ content: "", tool_call_chunks }), { usage_metadata: noUsage });
    },
  };
}

/** Ids are told by the position in the turn, so that a repeated step makes the same calls. */
const toChunk = (call: ToolCall, step: number, index: number) => ({
  type: "tool_call_chunk" as const,
  index,
  id: `offline-${step}-${index}`,
  name: call.name,
  args: JSON.stringify(call.arguments),
});

/** The turn begins at the last human message; what is before it is conversation, what is after it are this turn's steps. */
function situationOf({ messages, project, tools, attachments }: ModelRequest): { situation: Situation; steps: number } {
  const start = messages.findLastIndex((message) => message.getType() === "human");
  const turn = messages.slice(start + 1);
  const situation = {
    project,
    before: messages.slice(0, Math.max(start, 0)).flatMap(toLine),
    message: messages[start]?.text ?? "",
    attachments,
    outcomes: turn.flatMap((message) => toOutcome(message, turn)),
    tools: new Set(tools.map(({ name }) => name)),
  };
  return { situation, steps: turn.filter((message) => message.getType() === "ai").length };
}

function toLine(message: BaseMessage): Line[] {
  if (message.getType() === "human") return [{ from: "user", text: message.text }];
  return message.getType() === "ai" && message.text !== "" ? [{ from: "planner", text: message.text }] : [];
}

const ToolResult = z.object({ ok: z.boolean(), problem: z.string().optional() });

function toOutcome(message: BaseMessage, turn: BaseMessage[]): Outcome[] {
  if (!ToolMessage.isInstance(message)) return [];
  const calls = turn.flatMap((other) => (AIMessage.isInstance(other) ? (other.tool_calls ?? []) : []));
  const call = calls.find(({ id }) => id === message.tool_call_id);
  const result = parseJson(message.text);
  const { ok, problem = "the tool gave no reason" } = ToolResult.catch({ ok: false }).parse(result);
  return [{ name: call?.name ?? message.name ?? "", arguments: call?.args ?? {}, ok, problem, result }];
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Rejects with the signal's reason when it aborts. */
async function pause(delayMs: number, signal: AbortSignal): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const abort = () => reject(signal.reason);
  const timer = setTimeout(resolve, delayMs);
  signal.addEventListener("abort", abort, { once: true });
  try {
    await promise;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", abort);
  }
}
