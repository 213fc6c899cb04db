import { z } from "zod";

/** A number in an address or a header. What is missing or no number would be called NaN, which nobody sent. */
export const numberFromText = z.coerce.number({
  // Zod asks this of every later check too: a limit that a number exceeds is told in its own words.
  error: ({ expected }) => (expected === "number" ? "must be a number" : undefined),
});

/** Query of a list: at most `limit` items, from where `cursor` of the last page points. */
export const PageQuery = z.object({
  limit: numberFromText.int().min(1).max(100).default(20).meta({ description: "At most so many items", example: 20 }),
  cursor: z.string().max(100).optional().meta({ description: "nextCursor of the previous page" }),
});
export type PageQuery = z.infer<typeof PageQuery>;

/** A page of items; `nextCursor` is null on the last one. */
export const pageOf = <T extends z.ZodType>(item: T, id: string) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() }).meta({ id });

/** Cuts one item more than asked for into a page. */
export function toPage<T>(rows: T[], limit: number, cursorOf: (item: T) => string) {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: rows.length > limit && last ? cursorOf(last) : null };
}

/** What a list says to a cursor it did not give out. */
export const badCursor = { errors: [{ pointer: "/cursor", detail: "is not a cursor of this list" }] };
