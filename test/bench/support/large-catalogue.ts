import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { builtInCatalog } from "../../../src/catalog/built-in.ts";
import type { Product } from "../../../src/catalog/schema.ts";
import { wordsOf } from "../../../src/catalog/words.ts";

const colours =
  "white black grey sand clay olive navy sage rust ochre cream taupe graphite ivory copper amber teal plum coral mint slate smoke honey chalk".split(
    " ",
  );
const syllables = "ba de li mo ra su ti no ve ka lu fe go pi ha re so mi tu la".split(" ");
const productsPerFile = 5_000;

/** A directory for CATALOG_DIR with so many products: the built-in ones in other colours, series and prices. */
export async function writeLargeCatalogue(count: number): Promise<AsyncDisposable & { path: string }> {
  const path = await mkdtemp(join(tmpdir(), "ra-catalogue-"));
  const remove = () => rm(path, { recursive: true });
  try {
    await Bun.write(join(path, "styles.json"), JSON.stringify(builtInCatalog.styles));
    for (let first = 0; first < count; first += productsPerFile) {
      const some = Array.from({ length: Math.min(productsPerFile, count - first) }, (_, at) => productAt(first + at));
      await Bun.write(join(path, `products-${String(first).padStart(6, "0")}.json`), JSON.stringify(some));
    }
  } catch (error) {
    await remove();
    throw error;
  }
  return { path, [Symbol.asyncDispose]: remove };
}

function productAt(at: number): Product {
  const base = pick(builtInCatalog.products, at);
  const variant = Math.floor(at / builtInCatalog.products.length);
  const priceMinor = Math.round(base.priceMinor * (0.5 + ((at * 7_919) % 1_000) / 500));
  return {
    ...base,
    slug: `p${at}-${base.slug}`.slice(0, 60),
    name: `${base.name} ${seriesOf(variant * 31 + at)} in ${pick(colours, variant)}`.slice(0, 100),
    priceMinor,
  };
}

/** About as many names of series as a large shop has. */
function seriesOf(at: number): string {
  const number = at % 12_000;
  return [number, number / 20, number / 400, number / 8_000].map((part) => pick(syllables, Math.floor(part))).join("");
}

const pick = <T>(list: readonly T[], at: number): T => list[at % list.length] as T;

/** A repeatable mix of what people ask for, as query strings of `GET /api/products`. */
export function mixedSearches(count: number): URLSearchParams[] {
  const { products, styles } = builtInCatalog;
  const random = seeded(42);
  const one = <T>(list: readonly T[]): T => pick(list, Math.floor(random() * list.length));
  const words = (product: Product) => wordsOf(product.name).filter((word) => /^\p{L}{4,}$/u.test(word));
  return Array.from({ length: count }, (_, at) => {
    const product = one(products);
    const name = words(product);
    const some = [...new Set([one(name), one(name), ...(random() < 0.3 ? [one(colours)] : [])])].join(" ");
    const kinds: Record<string, string>[] = [
      { query: some },
      { query: misspelled(some, random) },
      { query: some, roomType: product.roomTypes[0] ?? "kitchen", style: one(styles).slug },
      { query: `${some} ${one(styles).name}`, sort: "price" },
      { category: product.category, sort: one(["price", "-price", "name"]) },
      { style: one(styles).slug, roomType: product.roomTypes[0] ?? "bedroom" },
      { query: some, maxPriceMinor: String(product.priceMinor), sort: "-price", currency: one(["EUR", "USD", "SEK"]) },
      { query: product.roomTypes[0]?.replace("_", " ") ?? "kitchen", category: product.category },
    ];
    return new URLSearchParams(pick(kinds, at));
  });
}

/** Two neighbours of a word swapped, or one letter missing. */
function misspelled(text: string, random: () => number): string {
  const at = 1 + Math.floor(random() * Math.max(1, text.length - 3));
  if (random() < 0.5) return text.slice(0, at) + text.slice(at + 1);
  return `${text.slice(0, at)}${text[at + 1] ?? ""}${text[at] ?? ""}${text.slice(at + 2)}`;
}

/** Numbers between 0 and 1, the same in every run (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
