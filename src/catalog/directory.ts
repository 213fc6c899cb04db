import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { perEuro } from "../prices/currencies.ts";
import { CatalogError } from "./error.ts";
import { type Catalog, Product, Style } from "./schema.ts";

/** The shape of the API's answers, with what goes without saying left out; a misspelled field is a fault. */
const StyleEntry = z
  .strictObject(Style.shape)
  .partial({ dos: true, donts: true, roomNotes: true })
  .transform((style): Style => ({
    ...style,
    dos: style.dos ?? [],
    donts: style.donts ?? [],
    roomNotes: style.roomNotes ?? [],
  }));
const ProductEntry = z.strictObject({
  ...Product.shape,
  currency: Product.shape.currency
    .default("EUR")
    .refine((code) => perEuro[code] !== undefined, "has no reference rate"),
  unit: Product.shape.unit.default("piece"),
  size: Product.shape.size.default(null),
  styles: Product.shape.styles.default([]),
  roomTypes: Product.shape.roomTypes.default([]),
});

/** One entry of a file as it is written there; `entry` only where it has no fault. */
type Found<T> = { written: Record<string, unknown>; where: string; entry: T | undefined };

/**
 * The catalogue of a directory: every `styles*.json` and `products*.json` in it, in the order of their names, each a list.
 * @throws {CatalogError} naming every fault of every file at once
 */
export async function readCatalogDirectory(path: string): Promise<Catalog> {
  const faults: string[] = [];
  const files = await filesOf(path);
  const styles: Found<Style>[] = [];
  const products: Found<Product>[] = [];
  for (const file of files) {
    if (isList("styles", file)) styles.push(...(await readList(path, file, StyleEntry, faults)));
    else if (isList("products", file)) products.push(...(await readList(path, file, ProductEntry, faults)));
    else if (file.endsWith(".json")) faults.push(`${file} is named neither styles*.json nor products*.json`);
  }
  for (const kind of ["styles", "products"])
    if (!files.some((file) => isList(kind, file))) faults.push(`${kind}.json is missing`);
  faults.push(...faultsBetween(styles, products));
  if (faults.length > 0) throw new CatalogError("faulty", faults);
  return { styles: styles.flatMap(({ entry }) => entry ?? []), products: products.flatMap(({ entry }) => entry ?? []) };
}

const isList = (kind: string, file: string) => file.startsWith(kind) && file.endsWith(".json");

async function filesOf(path: string): Promise<string[]> {
  // `products.json` before `products-more.json`, which the dot would put first.
  const stem = (file: string) => file.replace(/\.json$/, "");
  try {
    return (await readdir(path)).sort((a, b) => (stem(a) < stem(b) ? -1 : 1));
  } catch (error) {
    const why = error instanceof Error && "code" in error ? String(error.code) : String(error);
    throw new CatalogError("faulty", [`${path} cannot be read as a directory (${why})`]);
  }
}

async function readList<T>(path: string, file: string, schema: z.ZodType<T>, faults: string[]): Promise<Found<T>[]> {
  let list: unknown;
  try {
    list = JSON.parse(await Bun.file(join(path, file)).text());
  } catch (error) {
    faults.push(`${file} cannot be read as JSON (${error instanceof Error ? error.message : String(error)})`);
    return [];
  }
  if (!Array.isArray(list) || list.length === 0) {
    faults.push(`${file} must be a list with at least one entry`);
    return [];
  }
  return list.map((item: unknown, at) => {
    const written = Object(item) as Record<string, unknown>;
    const where = `${file}[${at}]${typeof written["slug"] === "string" ? ` ${written["slug"]}` : ""}`;
    const { data, error } = schema.safeParse(item);
    faults.push(...(error?.issues ?? []).map((issue) => `${where}: ${[...issue.path, issue.message].join(" ")}`));
    return { written, where, entry: data };
  });
}

/** What no entry shows alone, also between entries with faults: names given twice, and references to nothing. */
function faultsBetween(styles: Found<Style>[], products: Found<Product>[]): string[] {
  const faults: string[] = [];
  const once = (found: Found<unknown>[], what: string, field: string) => {
    const first = new Map<string, string>();
    for (const { written, where } of found)
      for (const name of new Set(textsOf(written[field]))) {
        const earlier = first.get(name);
        if (earlier === undefined) first.set(name, where);
        else faults.push(`${where}: the ${what} ${name} is taken by ${earlier}`);
      }
    return first;
  };
  const known = once(styles, "slug", "slug");
  // Named in a conversation, a keyword must mean one style.
  once(styles, "keyword", "keywords");
  once(products, "slug", "slug");
  for (const { written, where } of products)
    for (const style of textsOf(written["styles"]))
      if (!known.has(style)) faults.push(`${where}: there is no style ${style}`);
  return faults;
}

const textsOf = (value: unknown): string[] => [value].flat().filter((item) => typeof item === "string");
