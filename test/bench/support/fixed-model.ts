import { AIMessageChunk } from "@langchain/core/messages";
import type { Model } from "../../../src/agent/model.ts";

/** What the homeowner says to have one tool called before the answer. */
export const withTool = "Show me styles";

export const chunksPerAnswer = 40;
const usage_metadata = { input_tokens: 100, output_tokens: chunksPerAnswer, total_tokens: 100 + chunksPerAnswer };

/** Always the same answer in 40 chunks, after one tool call when it was asked for one; without any delay unless given one. */
export const createFixedModel = (chunkDelayMs = 0): Model => ({
  name: "fixed",
  async *stream({ messages }) {
    const last = messages.at(-1);
    if (last?.getType() === "human" && last.text === withTool) {
      const call = { index: 0, id: "call-1", name: "get_style_examples", args: '{"query":"light wood"}' };
      const tool_call_chunks = [{ type: "tool_call_chunk" as const, ...call }];
      yield Object.assign(new AIMessageChunk({ content: "", tool_call_chunks }), { usage_metadata });
      return;
    }
    for (let index = 0; index < chunksPerAnswer; index++) {
      if (chunkDelayMs > 0) await Bun.sleep(chunkDelayMs);
      yield new AIMessageChunk(`word${index} `);
    }
    yield Object.assign(new AIMessageChunk(""), { usage_metadata });
  },
});
