import type { AIMessageChunk, BaseMessage } from "@langchain/core/messages";
import type { z } from "zod";
import type { Asset } from "../assets/schema.ts";
import type { Problem } from "../problem.ts";
import type { ShownFile } from "./pictures.ts";
import type { Project } from "./project.ts";

/** A tool as a model sees it. */
export type ToolDescription = { name: string; description: string; schema: z.ZodObject };

export type ModelRequest = {
  system: string;
  /** The conversation, oldest first, without the system prompt and without an unanswered tool call. */
  messages: BaseMessage[];
  tools: ToolDescription[];
  /** The state the system prompt describes, for the planner that reads no prompts. */
  project: Project;
  /** Files that came with the homeowner's message, and with those before it that got no answer. */
  attachments: Asset[];
  /** Their content, and that of photos they speak about; read when asked for, once in a turn. */
  files: () => Promise<ShownFile[]>;
  signal: AbortSignal;
  /** Told before each wait for another try, so that the user can be. */
  retrying: (problem: Problem, delayMs: number) => void;
};

/**
 * One step of a language model as a stream of chunks: text as it comes, tool calls, and `usage_metadata` in the chunks that have it.
 * Throws a {@link Problem} of a `model-*` kind; aborts with the signal's reason and cancels the call upstream.
 */
export type Model = { name: string; stream: (request: ModelRequest) => AsyncIterable<AIMessageChunk> };
