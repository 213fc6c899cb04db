import { z } from "zod";
import type { ToolDescription } from "../model.ts";

/** What Gemini calls a Schema: a part of OpenAPI 3.0 (https://ai.google.dev/api/caching#Schema). */
export type GeminiSchema = {
  type?: "object" | "array" | "string" | "number" | "integer" | "boolean";
  format?: "enum" | "date-time";
  description?: string;
  nullable?: true;
  enum?: string[];
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  minItems?: number;
  maxItems?: number;
  items?: GeminiSchema;
  properties?: Record<string, GeminiSchema>;
  required?: string[];
  anyOf?: GeminiSchema[];
};
export type FunctionDeclaration = { name: string; description: string; parameters?: GeminiSchema };

/** A tool that Gemini would reject; `message` names the tool and the path of the field. */
export class UnsupportedSchemaError extends Error {
  override name = "UnsupportedSchemaError";
}

type JsonSchema = z.core.JSONSchema.BaseSchema;
type Position = { path: string; definitions: Record<string, JsonSchema>; inside: readonly string[] };

/**
 * Tools in Gemini's dialect. What Gemini cannot express but can do without (formats, defaults, exclusive bounds) becomes words
 * in the description, since the tool validates its input anyway. Call it at start: a schema that is refused never works.
 * `known` remembers what was converted (0.1 ms a tool), for those who convert the same tools at every step.
 * @throws {UnsupportedSchemaError} for records, tuples, recursion, dates, `any` and whatever else has no counterpart.
 */
export function toFunctionDeclarations(
  tools: readonly ToolDescription[],
  known: WeakMap<z.ZodObject, GeminiSchema> = new WeakMap(),
): FunctionDeclaration[] {
  const names = new Set<string>();
  return tools.map(({ name, description, schema }) => {
    if (!/^[a-zA-Z_][a-zA-Z0-9_]{0,63}$/.test(name)) throw refusal(name, "is not a name that Gemini accepts");
    if (names.has(name)) throw refusal(name, "is declared twice");
    if (description.trim() === "") throw refusal(name, "needs a description");
    names.add(name);
    // Gemini refuses an object without properties, also as the parameters.
    if (Object.keys(schema.shape).length === 0) return { name, description };
    const parameters = known.get(schema) ?? convertTool(name, schema);
    known.set(schema, parameters);
    return { name, description, parameters };
  });
}

function convertTool(name: string, schema: z.ZodObject): GeminiSchema {
  const json = z.toJSONSchema(schema, { io: "input", reused: "inline", unrepresentable: "any" });
  return convert(json, { path: name, definitions: json.$defs ?? {}, inside: [] });
}

/** JSON Schema keywords that are converted, and those that may be lost. Any other keyword is refused. */
const convertedKeywords = [
  ...["type", "description", "const", "enum", "format", "pattern", "minLength", "maxLength", "minimum", "maximum"],
  ...["exclusiveMinimum", "exclusiveMaximum", "multipleOf", "default", "items", "minItems", "maxItems"],
  ...["properties", "required", "additionalProperties", "anyOf", "oneOf"],
];
const lostKeywords = ["$schema", "$defs", "id", "title", "example", "examples", "deprecated", "readOnly"];
const knownKeywords = new Set([...convertedKeywords, ...lostKeywords]);

function convert(schema: JsonSchema, position: Position): GeminiSchema {
  if (schema.$ref !== undefined) return convertReference(schema.$ref, schema, position);
  for (const keyword of Object.keys(schema))
    if (!knownKeywords.has(keyword))
      throw refusal(position.path, `uses "${keyword}", which Gemini has no counterpart for`);

  const variants = schema.anyOf ?? schema.oneOf;
  if (variants) return convertUnion(variants as JsonSchema[], schema, position);

  const types = [schema.type ?? []].flat();
  const nullable = types.includes("null") && types.length > 1;
  const type = types.find((name) => name !== "null");
  if (type === undefined || types.length > (nullable ? 2 : 1))
    throw refusal(position.path, "has no single type (any, unknown, null and dates cannot be expressed)");

  const words: string[] = [];
  const converted: GeminiSchema = { type, ...constraints(schema, type, words, position) };
  const description = describe(schema.description, words);
  return { ...converted, ...(description ? { description } : {}), ...(nullable ? { nullable } : {}) };
}

/** Schemas with an id of their own are shared by reference; Gemini wants them in place. */
function convertReference(reference: string, { $ref: _, ...beside }: JsonSchema, position: Position): GeminiSchema {
  const name = reference.replace(/^#\/\$defs\//, "");
  const definition = position.definitions[name];
  if (definition === undefined || position.inside.includes(name)) throw refusal(position.path, "is recursive");
  return convert({ ...definition, ...beside }, { ...position, inside: [...position.inside, name] });
}

/** Gemini refuses other keywords beside `anyOf`, so the description and `nullable` go into the variants. */
function convertUnion(variants: JsonSchema[], outer: JsonSchema, position: Position): GeminiSchema {
  const present = variants.filter(({ type }) => type !== "null");
  const nullable = present.length < variants.length;
  const words = outer.default === undefined ? [] : [`default ${JSON.stringify(outer.default)}`];
  const converted = present.flatMap((variant, index) => {
    const path = present.length > 1 ? `${position.path}|${index}` : position.path;
    const inner = convert(variant, { ...position, path });
    return inner.anyOf ?? [inner];
  });
  const dressed = converted.map((variant): GeminiSchema => {
    const description = describe([outer.description, variant.description].filter(Boolean).join(". "), words);
    return { ...variant, ...(description ? { description } : {}), ...(nullable ? { nullable } : {}) };
  });
  const [only, ...others] = dressed;
  if (only === undefined) throw refusal(position.path, "can only be null");
  return others.length === 0 ? only : { anyOf: dressed };
}

function constraints(schema: JsonSchema, type: string, words: string[], position: Position): GeminiSchema {
  if (schema.default !== undefined) words.push(`default ${JSON.stringify(schema.default)}`);
  const choices = schema.const === undefined ? schema.enum : [schema.const];
  if (choices) return convertChoices(choices, type, words, position);
  switch (type) {
    case "object":
      return convertObject(schema, position);
    case "array": {
      if (typeof schema.items !== "object" || Array.isArray(schema.items))
        throw refusal(position.path, "has no item type");
      const items = convert(schema.items as JsonSchema, { ...position, path: `${position.path}[]` });
      return { items, ...pick(schema, "minItems", "maxItems") };
    }
    case "string": {
      if (schema.format === "date-time") return { format: "date-time" };
      if (schema.format) words.push(schema.format);
      return { ...pick(schema, "minLength", "maxLength"), ...(isTold(schema) ? pick(schema, "pattern") : {}) };
    }
    case "number":
    case "integer":
      return convertRange(schema, type, words);
    default:
      return {};
  }
}

/**
 * A format's own pattern is long and says nothing that its name does not. And one that Google cannot read has every request
 * refused: its regular expressions have no `\u0000` and no lookaround (https://github.com/google/re2/wiki/Syntax), and where
 * it validates them no `\p{L}` (langfuse/langfuse#14770).
 */
const isTold = ({ format, pattern = "" }: JsonSchema) => !format && !/\\[uUpP]|\(\?<?[=!]/.test(pattern);

function convertChoices(choices: unknown[], type: string, words: string[], position: Position): GeminiSchema {
  if (choices.length === 0 || choices.includes("")) throw refusal(position.path, "has an empty choice");
  // Only strings can be enumerated.
  if (type !== "string") words.push(`one of ${choices.map((choice) => JSON.stringify(choice)).join(", ")}`);
  return type === "string" ? { format: "enum", enum: choices.map(String) } : {};
}

function convertObject(schema: JsonSchema, position: Position): GeminiSchema {
  const extra = schema.additionalProperties;
  if (typeof extra === "object" && Object.keys(extra).length > 0)
    throw refusal(position.path, "is a record; use an array of objects with a key and a value");
  const properties = Object.entries(schema.properties ?? {});
  if (properties.length === 0) throw refusal(position.path, "is an object without properties");
  const converted = properties.map(([key, value]) => {
    const path = `${position.path}.${key}`;
    if (typeof value !== "object") throw refusal(path, "can never be given");
    return [key, convert(value as JsonSchema, { ...position, path })] as const;
  });
  return { properties: Object.fromEntries(converted), ...(schema.required?.length ? pick(schema, "required") : {}) };
}

function convertRange(schema: JsonSchema, type: "number" | "integer", words: string[]): GeminiSchema {
  const above = numberIn(schema.exclusiveMinimum);
  const below = numberIn(schema.exclusiveMaximum);
  if (schema.multipleOf !== undefined) words.push(`a multiple of ${schema.multipleOf}`);
  if (type === "number" && above !== undefined) words.push(`more than ${above}`);
  if (type === "number" && below !== undefined) words.push(`less than ${below}`);
  const step = type === "integer" ? 1 : 0;
  const minimum = schema.minimum ?? (above === undefined ? undefined : above + step);
  const maximum = schema.maximum ?? (below === undefined ? undefined : below - step);
  return {
    // The bounds of safe integers are JavaScript's, not the tool's.
    ...(minimum === undefined || minimum === Number.MIN_SAFE_INTEGER ? {} : { minimum }),
    ...(maximum === undefined || maximum === Number.MAX_SAFE_INTEGER ? {} : { maximum }),
  };
}

function pick<K extends keyof JsonSchema & keyof GeminiSchema>(schema: JsonSchema, ...keys: K[]): GeminiSchema {
  return Object.fromEntries(keys.filter((key) => schema[key] !== undefined).map((key) => [key, schema[key]]));
}

/** Other drafts of JSON Schema have booleans there. */
const numberIn = (bound: number | boolean | undefined) => (typeof bound === "number" ? bound : undefined);

const describe = (description: string | undefined, words: string[]) =>
  words.length === 0 ? description : `${description ?? ""} (${words.join("; ")})`.trim();

const refusal = (path: string, what: string) => new UnsupportedSchemaError(`Tool schema ${path} ${what}`);
