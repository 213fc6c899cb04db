/** What the sampler reads of a JSON Schema. */
export type Schema = {
  $ref?: string;
  example?: unknown;
  examples?: unknown[];
  const?: unknown;
  default?: unknown;
  enum?: unknown[];
  type?: string | string[];
  format?: string;
  items?: Schema;
  properties?: Record<string, Schema>;
  oneOf?: Schema[];
  anyOf?: Schema[];
  allOf?: Schema[];
};
export type Schemas = Record<string, Schema>;

/** Stands where a schema gives no hint of what its text looks like: such a field wants an example of its own. */
export const unknownText = "(text)";

/** An example of a schema, put together from the examples of its fields, so that a feature's schemas are all it needs. */
export function sample(schema: Schema, schemas: Schemas): unknown {
  if (schema.$ref) return sample(schemas[schema.$ref.replace("#/components/schemas/", "")] ?? {}, schemas);
  if (schema.example !== undefined) return schema.example;
  if (schema.examples) return schema.examples[0];
  if (schema.const !== undefined) return schema.const;
  if (schema.default !== undefined) return schema.default;
  if (schema.enum) return schema.enum[0];
  if (schema.allOf) return Object.assign({}, ...schema.allOf.map((part) => sample(part, schemas)));
  const [choice] = schema.oneOf ?? schema.anyOf ?? [];
  if (choice) return sample(choice, schemas);
  return sampleOfType(schema, schemas);
}

function sampleOfType({ type, format, items, properties = {} }: Schema, schemas: Schemas): unknown {
  const types = [type].flat();
  if (types.includes("null")) return null;
  if (types.includes("array")) return items ? [sample(items, schemas)] : [];
  if (types.includes("boolean")) return true;
  if (types.includes("integer") || types.includes("number")) return 1;
  if (types.includes("string")) return sampleOfFormat(format);
  return Object.fromEntries(Object.entries(properties).map(([name, field]) => [name, sample(field, schemas)]));
}

function sampleOfFormat(format: string | undefined): string {
  switch (format) {
    case "uuid":
      return "0198d3c1-4e60-7000-9a74-61b2f0c8d504";
    case "date-time":
      return "2026-11-22T09:30:00.000Z";
    case "uri":
      return "https://example.com/";
    default:
      return unknownText;
  }
}
