import type postgres from "postgres";

type Value = { oid: number; arrayOid: number; parse?: (text: string) => unknown; serialize?: (value: never) => string };

/** How values travel: timestamps as ISO 8601 text with the server's full precision, int8 as number, numeric as text. */
const values: Record<string, Value> = {
  bool: {
    oid: 16,
    arrayOid: 1000,
    parse: (text) => text === "t",
    serialize: (value: unknown) => (value === true ? "t" : "f"),
  },
  bytea: { oid: 17, arrayOid: 1001, parse: (text) => Buffer.from(text.slice(2), "hex"), serialize: toHex },
  int8: { oid: 20, arrayOid: 1016, parse: toSafeInteger },
  int2: { oid: 21, arrayOid: 1005, parse: Number },
  int4: { oid: 23, arrayOid: 1007, parse: Number },
  text: { oid: 25, arrayOid: 1009 },
  json: { oid: 114, arrayOid: 199, parse: JSON.parse, serialize: toJsonb },
  float4: { oid: 700, arrayOid: 1021, parse: Number },
  float8: { oid: 701, arrayOid: 1022, parse: Number },
  varchar: { oid: 1043, arrayOid: 1015 },
  date: { oid: 1082, arrayOid: 1182, serialize: fromDate },
  timestamp: { oid: 1114, arrayOid: 1115, parse: toIsoTimestamp, serialize: fromDate },
  timestamptz: { oid: 1184, arrayOid: 1185, parse: toIsoTimestamp, serialize: fromDate },
  numeric: { oid: 1700, arrayOid: 1231 },
  uuid: { oid: 2950, arrayOid: 2951 },
  jsonb: { oid: 3802, arrayOid: 3807, parse: JSON.parse, serialize: toJsonb },
};

/** The `types` option of postgres.js. Arrays are listed, so that no connection has to ask the server for its types. */
export function driverTypes(): Record<string, postgres.PostgresType> {
  const types: Record<string, postgres.PostgresType> = {};
  for (const [name, { oid, arrayOid, parse = String, serialize = String }] of Object.entries(values)) {
    const toText = serialize as (value: unknown) => string;
    types[name] = { to: oid, from: [oid], parse, serialize: toText };
    types[`${name}Array`] = {
      to: arrayOid,
      from: [arrayOid],
      parse: (text: string) => parseArray(text, parse),
      serialize: (items: unknown) => (Array.isArray(items) ? serializeArray(items, toText) : String(items)),
    };
  }
  return types;
}

/** Element type to array type, for `sql.array`. */
export const arrayTypes = (): Record<number, number> =>
  Object.fromEntries(Object.values(values).map(({ oid, arrayOid }) => [oid, arrayOid]));

/** `value` as JSON that jsonb accepts: it refuses NUL and lone halves of surrogate pairs, which a model may well write, in keys too. */
export function toJsonb(value: unknown): string {
  const text = JSON.stringify(value);
  if (!/\\u(?:0000|d[89a-f])/.test(text)) return text;
  // JSON text escapes them, and no half of a pair but a lone one. Other escapes are matched so as not to be taken for these.
  return text.replaceAll(/\\(?:u0000|ud[89a-f]..|.)/g, (escaped) => {
    if (escaped === "\\u0000") return "";
    return escaped.startsWith("\\ud") ? "\ufffd" : escaped;
  });
}

function toSafeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`The int8 ${text} does not fit a number exactly`);
  return value;
}

/** A text passes as it is: through a Date it would lose its microseconds. */
function fromDate(value: unknown): string {
  return value instanceof Date ? value.toISOString() : String(value);
}

function toHex(value: Uint8Array): string {
  return `\\x${Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString("hex")}`;
}

/** `2026-11-22 13:45:12.123456+00` becomes `2026-11-22T13:45:12.123456Z`; infinity and years BC stay as they are. */
function toIsoTimestamp(text: string): string {
  const parts = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d(?:\.\d+)?)([+-]\d\d(?::\d\d)?)?$/.exec(text);
  if (!parts) return text;
  const [, day, time, offset] = parts;
  if (offset === undefined) return `${day}T${time}`;
  if (offset === "+00") return `${day}T${time}Z`;
  return new Date(`${day}T${time}${offset.length === 3 ? `${offset}:00` : offset}`).toISOString();
}

function parseArray(text: string, parse: (text: string) => unknown): unknown[] {
  if (text.startsWith("{{")) throw new RangeError("Arrays of arrays are not supported");
  const items = text.slice(text.indexOf("{") + 1, -1).matchAll(/"((?:[^"\\]|\\.)*)"|([^,]+)/gs);
  return Array.from(items, ([, quoted, plain = ""]) => {
    if (quoted !== undefined) return parse(quoted.replace(/\\(.)/gs, "$1"));
    return plain === "NULL" ? null : parse(plain);
  });
}

function serializeArray(items: unknown[], serialize: (value: unknown) => string): string {
  const texts = items.map((item) => (item === null ? "null" : `"${serialize(item).replace(/["\\]/g, "\\$&")}"`));
  return `{${texts.join(",")}}`;
}
