import { type BaseMessage, HumanMessage } from "@langchain/core/messages";
import type { Asset } from "../../assets/schema.ts";
import { attachmentsOf } from "../context.ts";
import type { ShownFile } from "../pictures.ts";

/**
 * The conversation as Gemini gets it: the files of the last message of the homeowner as inline data beside its words, those of
 * older ones, and those that are not shown, by name only.
 */
export function withFiles(
  messages: BaseMessage[],
  shown: readonly ShownFile[],
  known: readonly Asset[],
): BaseMessage[] {
  const last = messages.findLastIndex((message) => message.getType() === "human");
  return messages.map((message, index) => {
    if (message.getType() !== "human") return message;
    const files = index === last ? shown : [];
    const others = attachmentsOf(message).filter((id) => !files.some(({ asset }) => asset.id === id));
    if (files.length + others.length === 0) return message;
    const names = others.map((id) => mention(known.find((asset) => asset.id === id)));
    const text = [message.text, ...names].join("\n");
    return new HumanMessage({ content: [{ type: "text", text }, ...files.flatMap(blocksOf)] });
  });
}

const kinds: Record<Asset["kind"], string> = {
  photo: "photo",
  floor_plan: "floor plan",
  document: "document",
  render: "picture",
};

const mention = (asset: Asset | undefined) =>
  asset ? `[${kinds[asset.kind]}: ${asset.name ?? "without a name"}]` : "[a file that is no longer there]";

/** Its id, so that tools can be told of it, and then its content. Names and captions are quoted: they are what people typed. */
function blocksOf(file: ShownFile) {
  const { id, kind, name, caption } = file.asset;
  const about = JSON.stringify({ assetId: id, kind: kinds[kind], name, caption });
  if ("problem" in file) return [{ type: "text", text: `[This file cannot be shown, ${file.problem}: ${about}]` }];
  const data = Buffer.from(file.bytes).toString("base64");
  return [
    { type: "text", text: `[File: ${about}]` },
    { type: "media", mimeType: file.contentType, data },
  ];
}
