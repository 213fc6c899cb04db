import type { SerializerProtocol } from "@langchain/langgraph-checkpoint";
import { type PackedMessage, packMessage, unpackMessage } from "./messages.ts";
import type { StoredValue } from "./store.ts";

/**
 * A channel's value as text. Messages and plain JSON are written directly, several times faster than LangGraph's own
 * serializer, which as `fallback` gets the rest: sends, maps, errors, removals of messages.
 * JSON text holds any string: a NUL or a lone surrogate is escaped in it, so PostgreSQL never sees one.
 */
export async function serialize(value: unknown, fallback: SerializerProtocol): Promise<StoredValue> {
  if (isPlain(value)) return { type: "json", value: JSON.stringify(value) };
  const messages = Array.isArray(value) ? packAll(value) : packAll([value]);
  if (messages) return { type: Array.isArray(value) ? "messages" : "message", value: JSON.stringify(messages) };
  const [type, bytes] = await fallback.dumpsTyped(value);
  const encoding = type === "bytes" ? "base64" : "utf8";
  return { type: `langgraph-${type}`, value: Buffer.from(bytes).toString(encoding) };
}

export async function deserialize({ type, value }: StoredValue, fallback: SerializerProtocol): Promise<unknown> {
  switch (type) {
    case "json":
      return JSON.parse(value);
    case "messages":
      return (JSON.parse(value) as PackedMessage[]).map(unpackMessage);
    case "message":
      return (JSON.parse(value) as PackedMessage[]).map(unpackMessage)[0];
    case "langgraph-bytes":
      return new Uint8Array(Buffer.from(value, "base64"));
    default:
      return fallback.loadsTyped(type.replace("langgraph-", ""), value);
  }
}

function packAll(values: unknown[]): PackedMessage[] | undefined {
  const packed: PackedMessage[] = [];
  for (const value of values) {
    const message = packMessage(value);
    if (!message || !isPlain(message[1])) return undefined;
    packed.push(message);
  }
  return packed;
}

/** Deeper values and those that contain themselves are left to the fallback. */
const maxDepth = 10;

/** Whether JSON gives the same value back; a property that is undefined may come back absent. */
function isPlain(value: unknown, depth = 0): boolean {
  if (typeof value === "string" || typeof value === "boolean" || value === null) return true;
  if (typeof value === "number") return Number.isFinite(value);
  if (typeof value !== "object" || depth === maxDepth) return false;
  if (Array.isArray(value)) return value.every((item) => isPlain(item, depth + 1));
  if (Object.getPrototypeOf(value) !== Object.prototype) return false;
  return Object.values(value).every((item) => item === undefined || isPlain(item, depth + 1));
}
