import { type BaseMessage, HumanMessage } from "@langchain/core/messages";
import type { Asset } from "../../assets/schema.ts";
import { attachmentsOf } from "../context.ts";
import type { ShownFile } from "../pictures.ts";

/**
 * The conversation as Gemini gets it: the files of the last message of the homeowner as inline data beside its words, those of
 * older ones by name only.
 */
export function withFiles(
  messages: BaseMessage[],
  shown: readonly ShownFile[],
  known: readonly Asset[],
): BaseMessage[] {
  const last = messages.findLastIndex((message) => message.getType() === "human");
  return messages.map((message, index) => {
    if (message.getType() !== "human") return message;
    if (index === last && shown.length > 0)
      return new HumanMessage({ content: [{ type: "text", text: message.text }, ...shown.flatMap(blocksOf)] });
    const names = attachmentsOf(message).map((id) => mention(known.find((asset) => asset.id === id)));
    return names.length > 0 ? new HumanMessage([message.text, ...names].join("\n")) : message;
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
