import { z } from "zod";
import { Problem } from "../problem.ts";

/** Header of every edit: it is refused when somebody else changed the thing since it was read. */
export const IfMatchHeader = z.object({
  "if-match": z.string().max(1_000).optional().meta({
    description: "The ETag that was read: the edit is refused with 412 when the thing has changed since",
    example: '"5Jb0Fq2sQ1yV7m0cX3kW9A"',
  }),
});

const EtagHeader = z.object({
  etag: z.string().meta({ description: "For If-Match in an edit", example: '"5Jb0Fq2sQ1yV7m0cX3kW9A"' }),
});

/** A response that carries the ETag of what it says. */
export const withEtag = <R extends object>(response: R) => ({ ...response, headers: EtagHeader });

/** A strong validator: two values have the same ETag only if they are the same JSON. */
export const etagOf = (value: unknown): string =>
  `"${Bun.SHA256.hash(JSON.stringify(value), "base64url").slice(0, 22)}"`;

/** Whether an If-None-Match header names the current representation (RFC 9110, 13.1.2: weak comparison). */
export const isUnchanged = (ifNoneMatch: string | undefined, etag: string): boolean =>
  ifNoneMatch?.split(",").some((tag) => [etag, "*"].includes(tag.trim().replace(/^W\//, ""))) ?? false;

/**
 * Compares what is stored now, read under the lock of the edit, with what the client had in hand (RFC 9110, 13.1.1).
 * Nothing matches where there is nothing yet: `current` is undefined then.
 * @throws {Problem} precondition-failed
 */
export function requireMatch(ifMatch: string | undefined, current: unknown): void {
  if (ifMatch === undefined) return;
  if (current === undefined) throw new Problem("precondition-failed", "There is nothing yet that If-Match could name");
  if (ifMatch.trim() === "*") return;
  const tags = ifMatch.split(",").map((tag) => tag.trim());
  if (!tags.includes(etagOf(current)))
    throw new Problem("precondition-failed", "It has changed since it was read: read it again, then change that");
}
