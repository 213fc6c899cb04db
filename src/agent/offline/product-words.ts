import type { FoundProduct } from "../tools/schema.ts";
import { ask } from "./questions.ts";
import { hasPicked, type ProductAnswer, productAnswer } from "./product-pick.ts";
import type { Reading } from "./situation.ts";
import { moneyWords } from "./wording.ts";

/** What was found, and the question which to take; nothing where no products were spoken of. */
export function productWords(reading: Reading): string[] {
  const answer = productAnswer(reading);
  if (!answer) return [];
  switch (answer.type) {
    case "shown":
      return [`The catalogue has these, the least dear first:\n${list(reading, answer.products)}`];
    case "several":
      return [`Several fit “${answer.talk.words}”:\n${list(reading, answer.products)}`];
    case "none":
      return [`I found nothing like “${answer.talk.words}” in the catalogue. “Show me tiles” lists what there is.`];
    case "chosen":
      // What was picked is said with the other changes.
      return hasPicked(reading) ? [] : [`I found ${answer.product.name}, but no place for it: name the room, please.`];
  }
}

/** Whether a choice is put to the homeowner. */
export function asksForProduct(reading: Reading): boolean {
  const type: ProductAnswer["type"] | undefined = productAnswer(reading)?.type;
  return type === "shown" || type === "several";
}

export const productQuestion = () => ask({ topic: "product" });

const units: Record<FoundProduct["unit"], string> = {
  piece: "each",
  m2: "per m²",
  m: "per metre",
  litre: "per litre",
  set: "per set",
};

function list({ project }: Reading, products: readonly FoundProduct[]): string {
  const picked = new Set(project.picks.map(({ productSlug }) => productSlug));
  return products
    .map(({ slug, name, price, unit, summary }) => {
      const now = picked.has(slug) ? " (picked now)" : "";
      return `- **${name}**, ${moneyWords(price, project.session.currency ?? "EUR")} ${units[unit]}${now}: ${summary}`;
    })
    .join("\n");
}
