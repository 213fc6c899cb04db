import { describe, expect, test } from "bun:test";
import { z } from "zod";
import { toFunctionDeclarations, UnsupportedSchemaError } from "../src/agent/gemini/function-declarations.ts";
import { PlainText } from "../src/sessions/schema.ts";

const declare = (schema: z.ZodObject) => toFunctionDeclarations([{ name: "save", description: "Saves", schema }]);
const convert = (field: z.ZodType) => declare(z.object({ field }))[0]?.parameters?.properties?.["field"];

describe("a tool's schema in Gemini's dialect", () => {
  const Shade = z.enum(["light", "dark"]).meta({ id: "Shade", description: "How bright" });
  const size = { type: "object", properties: { cm: { type: "integer", minimum: 1 } }, required: ["cm"] };

  test.each<[string, z.ZodType, object]>([
    [
      "text",
      z.string().min(1).max(80).describe("A name"),
      { type: "string", minLength: 1, maxLength: 80, description: "A name" },
    ],
    ["text by a pattern that Google cannot read", PlainText.min(1), { type: "string", minLength: 1 }],
    ["text by a pattern", z.string().regex(/^[A-Z]{3}$/), { type: "string", pattern: "^[A-Z]{3}$" }],
    ["a format", z.uuid().describe("The room"), { type: "string", description: "The room (uuid)" }],
    ["a format without words", z.email(), { type: "string", description: "(email)" }],
    ["a time", z.iso.datetime(), { type: "string", format: "date-time" }],
    ["a number", z.number().min(0.5).max(9), { type: "number", minimum: 0.5, maximum: 9 }],
    ["a whole number", z.int(), { type: "integer" }],
    ["a positive whole number", z.int().positive(), { type: "integer", minimum: 1 }],
    ["a whole number below", z.int().gt(2).lt(5), { type: "integer", minimum: 3, maximum: 4 }],
    ["a positive number", z.number().positive(), { type: "number", minimum: 0, description: "(more than 0)" }],
    ["a multiple", z.number().multipleOf(5), { type: "number", description: "(a multiple of 5)" }],
    ["a truth value", z.boolean(), { type: "boolean" }],
    ["a nullable field", z.string().nullable(), { type: "string", nullable: true }],
    ["a nullable choice", z.enum(["a"]).nullable(), { type: "string", format: "enum", enum: ["a"], nullable: true }],
    ["a choice", z.enum(["a", "b"]), { type: "string", format: "enum", enum: ["a", "b"] }],
    ["a literal", z.literal("x"), { type: "string", format: "enum", enum: ["x"] }],
    ["numbers to choose from", z.literal([1, 2]), { type: "number", description: "(one of 1, 2)" }],
    [
      "a fixed truth value",
      z.literal(true).describe("Agreed"),
      { type: "boolean", description: "Agreed (one of true)" },
    ],
    [
      "a default",
      z.string().default("EUR").describe("Currency"),
      { type: "string", description: 'Currency (default "EUR")' },
    ],
    [
      "a list",
      z.array(z.string()).min(1).max(3),
      { type: "array", items: { type: "string" }, minItems: 1, maxItems: 3 },
    ],
    ["an object", z.object({ cm: z.int().min(1) }), size],
    ["a strict object", z.strictObject({ cm: z.int().min(1) }), size],
    ["a loose object", z.looseObject({ cm: z.int().min(1) }), size],
    [
      "optional parts",
      z.object({ cm: z.int().optional() }),
      { type: "object", properties: { cm: { type: "integer" } } },
    ],
    ["a shared schema", Shade, { type: "string", format: "enum", enum: ["light", "dark"], description: "How bright" }],
    [
      "a shared schema in other words",
      Shade.describe("Walls"),
      { type: "string", format: "enum", enum: ["light", "dark"], description: "Walls" },
    ],
    [
      "a nullable shared schema",
      Shade.nullable(),
      { type: "string", format: "enum", enum: ["light", "dark"], description: "How bright", nullable: true },
    ],
    ["a union", z.union([z.string(), z.int()]), { anyOf: [{ type: "string" }, { type: "integer" }] }],
    [
      "a union with words and null",
      z.union([z.string(), z.int().describe("pieces"), z.null()]).describe("How much"),
      {
        anyOf: [
          { type: "string", description: "How much", nullable: true },
          { type: "integer", description: "How much. pieces", nullable: true },
        ],
      },
    ],
    [
      "a union in a nullable union",
      z.union([z.string(), z.int()]).nullable().describe("How much"),
      {
        anyOf: [
          { type: "string", description: "How much", nullable: true },
          { type: "integer", description: "How much", nullable: true },
        ],
      },
    ],
    [
      "a discriminated union",
      z.discriminatedUnion("by", [z.object({ by: z.literal("area") }), z.object({ by: z.literal("side") })]),
      {
        anyOf: ["area", "side"].map((by) => ({
          type: "object",
          properties: { by: { type: "string", format: "enum", enum: [by] } },
          required: ["by"],
        })),
      },
    ],
    ["what comes before a transform", z.string().transform(Number), { type: "string" }],
    ["an example", z.int().meta({ example: 3, title: "Count" }), { type: "integer" }],
  ])("has %s", (_name, field, expected) => {
    expect(convert(field)).toEqual(expected);
  });

  test("inlines a shared schema at every place", () => {
    const [declaration] = declare(z.object({ walls: Shade, floor: z.object({ tiles: z.array(Shade) }) }));
    expect(JSON.stringify(declaration)).not.toContain("$ref");
    expect(declaration?.parameters?.properties?.["floor"]?.properties?.["tiles"]?.items?.enum).toEqual([
      "light",
      "dark",
    ]);
  });

  test("has no parameters for an empty object", () => {
    expect(declare(z.object({}))).toEqual([{ name: "save", description: "Saves" }]);
  });
});

describe("a tool that Gemini would reject is refused by its field:", () => {
  type Tree = { children: Tree[] };
  const Tree: z.ZodType<Tree> = z.object({
    get children() {
      return z.array(Tree);
    },
  });
  test.each<[string, z.ZodType, string]>([
    ["a record", z.record(z.string(), z.int()), "save.field"],
    [
      "a record within",
      z.object({ list: z.array(z.object({ prices: z.record(z.string(), z.int()) })) }),
      "save.field.list[].prices",
    ],
    ["other keys of a type", z.object({ a: z.string() }).catchall(z.int()), "save.field"],
    ["anything", z.any(), "save.field"],
    ["the unknown", z.unknown(), "save.field"],
    ["nothing", z.never(), "save.field"],
    ["null alone", z.null(), "save.field"],
    ["a date", z.date(), "save.field"],
    ["a big integer", z.bigint(), "save.field"],
    ["a map", z.map(z.string(), z.string()), "save.field"],
    ["a tuple", z.tuple([z.string(), z.int()]), "save.field"],
    ["a file", z.file(), "save.field"],
    ["several patterns", z.string().regex(/a/).regex(/b/), "save.field"],
    ["an empty choice", z.enum(["", "a"]), "save.field"],
    ["an object without properties", z.object({}), "save.field"],
    ["recursion", Tree, "save.field.children[]"],
    ["a variant of a union", z.union([z.string(), z.date()]), "save.field|1"],
  ])("%s", (_name, field, path) => {
    expect(() => convert(field)).toThrow(UnsupportedSchemaError);
    expect(() => convert(field)).toThrow(`Tool schema ${path} `);
  });

  test.each<[string, { name: string; description: string }[]]>([
    ["a name with a space", [{ name: "save it", description: "Saves" }]],
    ["a name that is too long", [{ name: "a".repeat(65), description: "Saves" }]],
    ["a missing description", [{ name: "save", description: " " }]],
    ["a name used twice", Array(2).fill({ name: "save", description: "Saves" })],
  ])("%s", (_name, tools) => {
    expect(() =>
      toFunctionDeclarations(tools.map((tool) => ({ ...tool, schema: z.object({ to: z.string() }) }))),
    ).toThrow(UnsupportedSchemaError);
  });
});
