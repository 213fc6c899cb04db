import { conversionFactor } from "../prices/currencies.ts";
import type { Catalog } from "./schema.ts";
import { forgivenIn, spellingsOf } from "./spelling.ts";
import { quoted, terms, type Terms, termsOf } from "./terms.ts";

/** A row of a table, by the names of its columns. */
export type Row = Record<string, unknown>;
export type Rows = { styles: Row[]; products: Row[]; searched: Row[]; words: Row[] };

/** A catalogue as the tables of migration 6 hold it. */
export function rowsOf({ styles, products }: Catalog): Rows {
  const { compare } = new Intl.Collator("en", { numeric: true });
  const byName = products.map(({ name }, at) => ({ name, at })).sort((a, b) => compare(a.name, b.name) || a.at - b.at);
  const namePositions = new Map(byName.map(({ at }, position) => [at, position]));

  const counts = new Map<string, number>();
  const searched = products.map((product, position) => {
    const own = termsOf(product, styles);
    for (const word of own.words) counts.set(word, (counts.get(word) ?? 0) + 1);
    const { priceMinor, currency } = product;
    return {
      position,
      name_position: namePositions.get(position),
      price_minor: priceMinor,
      currency,
      euro_cents: priceMinor * conversionFactor(currency, "EUR"),
      terms: toVector(own),
    };
  });
  return {
    styles: styles.map((style, position) => ({ slug: style.slug, position, style })),
    products: products.map((product, position) => ({ slug: product.slug, position, product })),
    searched,
    words: [...counts].map(([word, count]) => ({
      word,
      products: count,
      spellings: spellingsOf(word, forgivenIn(word)),
    })),
  };
}

const toVector = ({ words, inName, others }: Terms) =>
  [...words.map(terms.word), ...inName.map(terms.inName), ...others].map(quoted).join(" ");
