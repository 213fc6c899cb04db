import { AIMessageChunk, type BaseMessage, SystemMessage } from "@langchain/core/messages";
import { ChatGoogleGenerativeAI } from "@langchain/google-genai";
import type { z } from "zod";
import type { Model, ModelRequest } from "../model.ts";
import type { ShownFile } from "../pictures.ts";
import { GeminiError } from "./errors.ts";
import { withFiles } from "./files.ts";
import type { ContentRequest } from "./request.ts";
import type { Retry, RetryPolicy } from "./retry.ts";
import { type GeminiSchema, toFunctionDeclarations } from "./function-declarations.ts";
import { type Call, type Endpoint, type Finish, streamAnswer, type Timeouts } from "./transport.ts";
import { UsageMeter } from "./usage.ts";

const defaults: Timeouts & RetryPolicy = {
  // A thinking model is silent while it thinks.
  firstByteTimeoutMs: 60_000,
  idleTimeoutMs: 30_000,
  maxAttempts: 5,
  backoffMs: 500,
  retryBudgetMs: 20_000,
};

export type GeminiOptions = Endpoint &
  Partial<Timeouts & RetryPolicy> & {
    /** Told before each wait, so that a log or the user can be. */
    onRetry?: (retry: Retry, request: ModelRequest) => void;
  };

/**
 * Gemini as a {@link Model}. Messages and tools are converted by LangChain, the wire is ours. The `usage_metadata` of a step's chunks
 * adds up to what was billed so far, at any moment, failed attempts included; the last chunk's `response_metadata` holds `finishReason`.
 */
export function createGeminiModel({ onRetry, ...options }: GeminiOptions): Model {
  const schemas = new WeakMap<z.ZodObject, GeminiSchema>();
  return {
    name: options.model,
    async *stream(request) {
      const { system, tools, signal, messages, project } = request;
      const files = await request.files();
      signal.throwIfAborted();
      const usage = new UsageMeter();
      let finish: Finish | undefined;
      const chat = chatOver({
        ...defaults,
        ...options,
        signal,
        usage,
        onRetry: (retry) => {
          onRetry?.(retry, request);
          request.retrying(new GeminiError(retry.reason, retry.reason).toProblem(), retry.delayMs);
        },
        onFinish: (end) => {
          finish = end;
        },
      });
      try {
        const functionDeclarations = toFunctionDeclarations(tools, schemas);
        const bound = tools.length > 0 ? { tools: [{ functionDeclarations }] } : {};
        // Not `chat.stream`: it reads ahead, copies the text so far at every chunk and lets callbacks (tracing) listen.
        const answerWith = (shown: readonly ShownFile[]) =>
          chat._streamResponseChunks([new SystemMessage(system), ...withFiles(messages, shown, project.assets)], bound);
        const noteRetry = () => onRetry?.({ attempt: 1, delayMs: 0, reason: "bad-request" }, request);
        for await (const { message } of answerDespite(files, answerWith, noteRetry)) {
          if (message instanceof AIMessageChunk) yield chunkOf(message, usage);
        }
      } catch (error) {
        signal.throwIfAborted();
        const failure = asGeminiError(error);
        // It said all before its tool calls, and has nothing to add to their results.
        if (failure.reason !== "no-content" || !hasSpoken(messages)) throw failure.toProblem();
      }
      yield lastChunk(finish);
    },
  };
}

/** Whether an earlier step of the turn had words for the homeowner. */
const hasSpoken = (messages: readonly BaseMessage[]) =>
  messages
    .slice(messages.findLastIndex((message) => message.getType() === "human") + 1)
    .some((message) => message.getType() === "ai" && message.text.trim() !== "");

/** An answer with the files; where Gemini rejects the request, which may be for one of them, without what is in them. */
async function* answerDespite<T>(
  files: readonly ShownFile[],
  answerWith: (shown: readonly ShownFile[]) => AsyncIterable<T>,
  noteRetry: () => void,
): AsyncGenerator<T> {
  let hasBegun = false;
  try {
    for await (const chunk of answerWith(files)) {
      hasBegun = true;
      yield chunk;
    }
  } catch (error) {
    const isRejected = error instanceof GeminiError && error.reason === "bad-request" && !hasBegun;
    if (!isRejected || !files.some((file) => "bytes" in file)) throw error;
    noteRetry();
    yield* answerWith(files.map(({ asset }) => ({ asset, problem: "it cannot be read" })));
  }
}

/** A client of its own for every call (2 µs), since LangChain's keeps the state of a call. The signal stays with us: LangChain's handling of it loses errors. */
function chatOver(call: Call): ChatGoogleGenerativeAI {
  const { apiKey, model, baseUrl } = call;
  const chat = new ChatGoogleGenerativeAI({ apiKey, model, baseUrl, maxRetries: 0 });
  const generateContentStream = async (request: ContentRequest) => ({ stream: streamAnswer(request, call) });
  return Object.assign(chat, { client: { generateContentStream } });
}

function chunkOf(message: AIMessageChunk, usage: UsageMeter): AIMessageChunk {
  // The calls are in `tool_call_chunks`; in the content they would only be kept twice.
  if (typeof message.content !== "string") message.content = message.text;
  const billed = usage.take();
  return billed ? Object.assign(message, { usage_metadata: billed }) : message;
}

const lastChunk = (finish: Finish | undefined) =>
  new AIMessageChunk({
    content: "",
    response_metadata: {
      model_provider: "google-genai",
      ...(finish ? { finishReason: finish.finishReason } : {}),
      ...(finish?.modelVersion ? { model_name: finish.modelVersion } : {}),
    },
  });

function asGeminiError(error: unknown): GeminiError {
  if (error instanceof GeminiError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new GeminiError("bad-request", `The request cannot be put in Gemini's terms: ${message}`, { cause: error });
}
