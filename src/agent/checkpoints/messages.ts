import {
  AIMessage,
  AIMessageChunk,
  type BaseMessage,
  HumanMessage,
  SystemMessage,
  ToolMessage,
} from "@langchain/core/messages";

const classes = {
  human: HumanMessage,
  ai: AIMessage,
  "ai-chunk": AIMessageChunk,
  system: SystemMessage,
  tool: ToolMessage,
};
type Kind = keyof typeof classes;
type Fields = Record<string, unknown>;
const kinds = new Map<unknown, Kind>(Object.entries(classes).map(([kind, type]) => [type, kind as Kind]));

/** What the constructors set by themselves. */
const derived = new Set(["lc_serializable", "lc_kwargs", "lc_namespace", "lc_direct_tool_output", "type"]);

export type PackedMessage = [kind: Kind, fields: Fields];

/** The message as plain fields; undefined for what is no message, or one of a class that its fields do not rebuild. */
export function packMessage(value: unknown): PackedMessage | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const kind = kinds.get(value.constructor);
  return kind && [kind, Object.fromEntries(Object.entries(value).filter(([key]) => !derived.has(key)))];
}

export function unpackMessage([kind, fields]: PackedMessage): BaseMessage {
  const Message = classes[kind] as new (fields: Fields) => BaseMessage;
  return new Message(fields);
}
