import { expect, test } from "bun:test";
import { join } from "node:path";
import { builtInCatalog } from "../src/catalog/built-in.ts";
import { readCatalogDirectory } from "../src/catalog/directory.ts";
import { CatalogError } from "../src/catalog/error.ts";
import { cosmicStyle, cosmicTable, writeCatalogue } from "./support/custom-catalogue.ts";

async function faultsOf(files: Record<string, unknown>): Promise<readonly string[]> {
  await using directory = await writeCatalogue(files);
  const failure = await readCatalogDirectory(directory.path).then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(failure instanceof CatalogError)) throw failure ?? new Error("It was accepted");
  for (const fault of failure.faults) expect(failure.message).toContain(fault);
  return failure.faults;
}

test("a catalogue of one's own needs two files, and what goes without saying may be left out", async () => {
  await using directory = await writeCatalogue({ "styles.json": [cosmicStyle], "products.json": [cosmicTable] });
  const { styles, products } = await readCatalogDirectory(directory.path);
  expect(styles).toEqual([expect.objectContaining({ ...cosmicStyle, dos: [], donts: [], roomNotes: [] })]);
  expect(products).toEqual([
    expect.objectContaining({ ...cosmicTable, currency: "EUR", unit: "piece", roomTypes: [] }),
  ]);
});

test("several files are read in the order of their names, and other kinds of files are nobody's business", async () => {
  const product = (slug: string) => ({ ...cosmicTable, slug });
  await using directory = await writeCatalogue({
    "products-b.json": [product("second")],
    "products-a.json": [product("first")],
    "styles.json": [cosmicStyle],
    "README.md": "Ours",
  });
  const { products } = await readCatalogDirectory(directory.path);
  expect(products.map(({ slug }) => slug)).toEqual(["first", "second"]);
});

test("what the API answers can be written into the files as it is", async () => {
  const { styles, products } = builtInCatalog;
  await using directory = await writeCatalogue({ "styles.json": styles, "products.json": products });
  expect(await readCatalogDirectory(directory.path)).toEqual({ styles: [...styles], products: [...products] });
});

test("every fault of every file is told at once, with the place it is at", async () => {
  const faults = await faultsOf({
    "styles.json": [cosmicStyle, { ...cosmicStyle, slug: "Kosmisch", keywords: ["cosmic"] }],
    "styles-more.json": [{ ...cosmicStyle, slug: "stellar", keywords: ["stellar", "galactic"] }],
    "products.json": [
      cosmicTable,
      { ...cosmicTable, slug: "stool", priceMinor: 12.5, styles: ["cosmic", "baroque"] },
      { ...cosmicTable, slug: "lamp", category: "lamps", colour: "blue" },
      { ...cosmicTable, slug: "chair", currency: "XAF" },
      { ...cosmicTable, slug: "bench", styles: ["baroque"] },
      "table",
    ],
    "products-2.json": [cosmicTable],
    "products-3.json": "[{",
    "products-4.json": {},
    "furniture.json": [],
  });
  const expected = [
    /^furniture\.json is named neither/,
    /^products-2\.json\[0\] table-comet: the slug table-comet is taken by products\.json\[0\] table-comet$/,
    /^products-3\.json cannot be read as JSON/,
    /^products-4\.json must be a list/,
    /^products\.json\[1\] stool: priceMinor .*int/,
    /^products\.json\[1\] stool: there is no style baroque$/,
    /^products\.json\[2\] lamp: category .*cabinets/,
    /^products\.json\[2\] lamp: .*colour/,
    /^products\.json\[3\] chair: currency has no reference rate$/,
    /^products\.json\[4\] bench: there is no style baroque$/,
    /^products\.json\[5\]: .*object/,
    /^styles\.json\[1\] Kosmisch: slug /,
    /^styles\.json\[1\] Kosmisch: keywords /,
    /^styles\.json\[1\] Kosmisch: the keyword cosmic is taken by styles\.json\[0\] cosmic$/,
    /^styles-more\.json\[0\] stellar: the keyword galactic is taken by styles\.json\[0\] cosmic$/,
  ];
  for (const pattern of expected)
    expect([pattern.source, faults.filter((fault) => pattern.test(fault)).length]).toEqual([pattern.source, 1]);
  expect(faults).toHaveLength(expected.length);
});

test.each<[string, Record<string, unknown>, string]>([
  ["an empty directory", {}, "styles.json is missing; products.json is missing"],
  ["no products", { "styles.json": [cosmicStyle] }, "products.json is missing"],
  [
    "an empty list",
    { "styles.json": [cosmicStyle], "products.json": [] },
    "products.json must be a list with at least",
  ],
])("%s is refused", async (_name, files, message) => {
  expect((await faultsOf(files)).join("; ")).toContain(message);
});

const main = join(import.meta.dir, "../src/main.ts");
async function run(command: string[], catalogDir: string) {
  const child = Bun.spawn([process.execPath, main, ...command], {
    // No database answers there: a fault of the configuration is told before anyone is asked.
    env: {
      PATH: Bun.env["PATH"],
      CATALOG_DIR: catalogDir,
      DATABASE_URL: "postgres://postgres@127.0.0.1:9/none",
      DATABASE_WAIT_MS: "0",
      PORT: "0",
    },
    stdout: "pipe",
    stderr: "pipe",
  });
  const text = (await new Response(child.stdout).text()) + (await new Response(child.stderr).text());
  return { exitCode: await child.exited, text };
}

test.each([["serve"], ["migrate up"], ["check"]])(
  "%s refuses a faulty catalogue as a fault of the configuration",
  async (command) => {
    await using directory = await writeCatalogue({
      "styles.json": [{ ...cosmicStyle, palette: [] }],
      "products.json": [{ ...cosmicTable, priceMinor: -1 }],
    });
    const { exitCode, text } = await run(command.split(" "), directory.path);
    expect(text).toContain("Invalid catalogue in CATALOG_DIR");
    expect(text).toContain("styles.json[0] cosmic: palette");
    expect(text).toContain("products.json[0] table-comet: priceMinor");
    expect(exitCode).toBe(78);
  },
);

test("a directory that is not there is a fault of the configuration", async () => {
  const { exitCode, text } = await run(["migrate", "up"], "/nowhere/at/all");
  expect(text).toContain("/nowhere/at/all cannot be read as a directory (ENOENT)");
  expect(exitCode).toBe(78);
});
