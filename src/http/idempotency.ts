import type { Context } from "hono";
import { z } from "zod";
import { type Database, type Sql, transaction } from "../db/client.ts";
import { Problem } from "../problem.ts";
import type { HttpEnv } from "./router.ts";

/** Header of every creating POST: the same key and body get the first answer again, for a day. */
export const IdempotencyHeader = z.object({
  "idempotency-key": z
    .string()
    .regex(/^[\x21-\x7e]{1,255}$/, "must be 1 to 255 visible ASCII characters")
    .optional()
    .meta({ description: "Makes the request safe to repeat: the first answer is given again", example: "create-1" }),
});

/**
 * Runs `create` at most once per Idempotency-Key. Key and result commit together, and a concurrent request with the
 * same key waits for that commit, so there is no moment in which a crash could double or lose the result.
 * @throws {Problem} idempotency-conflict when the key was used for another request.
 */
export async function createOnce<T>(
  c: Context<HttpEnv>,
  database: Database,
  result: z.ZodType<T>,
  create: (sql: Sql) => Promise<T>,
  /** What tells one request from another; a body that was read as bytes gives its hash. */
  body: () => string | Promise<string> = () => c.req.text(),
): Promise<T> {
  const key = c.req.header("idempotency-key");
  if (key === undefined) return transaction(database, create);
  const owner = c.var.owner;
  const fingerprint = new Bun.CryptoHasher("sha256")
    .update(`${c.req.method} ${c.req.path}\n${await body()}`)
    .digest("hex");
  return transaction(database, async (sql) => {
    const [mine] = await sql`
      insert into idempotency_keys (owner_id, key, fingerprint) values (${owner.id}, ${key}, ${fingerprint})
      on conflict do nothing returning key`;
    if (!mine) {
      const [first] = await sql<{ fingerprint: string; body: unknown }[]>`
        select fingerprint, body from idempotency_keys where owner_id = ${owner.id} and key = ${key}`;
      if (first?.fingerprint !== fingerprint) throw new Problem("idempotency-conflict");
      return result.parse(first.body);
    }
    const created = await create(sql);
    await sql`update idempotency_keys set body = ${sql.json(created as never)} where owner_id = ${owner.id} and key = ${key}`;
    return created;
  });
}

/** Forgets keys older than a day. */
export async function forgetOldKeys(sql: Sql): Promise<void> {
  await sql`delete from idempotency_keys where created_at < now() - interval '1 day'`;
}
