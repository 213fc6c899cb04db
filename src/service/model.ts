import type { Model } from "../agent/model.ts";
import type { Config } from "../config.ts";
import type { Log } from "../log.ts";
import { exitCodes, StartError } from "./start.ts";

const checkTimeoutMs = 10_000;

/** `check` asks, by a free call, whether the model can be reached. */
type CheckedModel = Model & { check?: (signal: AbortSignal) => Promise<void> };

/** Gemini where it is configured, else the offline planner. Loaded here because LangChain's client is heavy. */
export async function createModel({ gemini }: Config, log: Log, signal: AbortSignal): Promise<CheckedModel> {
  if (!gemini) {
    const { createOfflineModel } = await import("../agent/offline/model.ts");
    return createOfflineModel();
  }
  const { apiKey, model, baseUrl } = gemini;
  const { createGeminiModel } = await import("../agent/gemini/model.ts");
  const { allTools } = await import("../agent/tools/toolbox.ts");
  const { toFunctionDeclarations } = await import("../agent/gemini/function-declarations.ts");
  // A tool that Gemini cannot be told about must not be found out by a user.
  toFunctionDeclarations([...allTools]);
  const { checkGemini, GeminiCheckError } = await import("../agent/gemini/check.ts");
  const check = (signal: AbortSignal) => checkGemini({ apiKey, model, baseUrl, timeoutMs: checkTimeoutMs, signal });
  if (gemini.checkedAtStart) {
    try {
      await check(signal);
    } catch (error) {
      if (!(error instanceof GeminiCheckError)) throw error;
      const isConfiguration = error.kind === "bad-key" || error.kind === "unknown-model";
      throw new StartError(
        isConfiguration ? exitCodes.configuration : exitCodes.dependency,
        error.message,
        error.cause,
      );
    }
  }
  const onRetry = (retry: { attempt: number; delayMs: number }) => log.warn(retry, "gemini is tried again");
  return { ...createGeminiModel({ apiKey, model, baseUrl, onRetry }), ...(gemini.checkedAtStart ? { check } : {}) };
}
