import type { Sql } from "../db/client.ts";
import { Problem } from "../problem.ts";
import type { Owner } from "../sessions/owner.ts";

/** @throws {Problem} token-cap until the next day (UTC) begins */
export async function checkTokens(sql: Sql, owner: Owner, dailyTokens: number): Promise<void> {
  const [used] = await sql<{ tokens: number; secondsLeft: number }[]>`
    select coalesce(sum(input_tokens + output_tokens), 0)::bigint as tokens,
      extract(epoch from date_trunc('day', now() at time zone 'utc') + interval '1 day' - now() at time zone 'utc')::int
        as seconds_left
    from turns where owner_id = ${owner.id} and finished_at >= date_trunc('day', now() at time zone 'utc') at time zone 'utc'`;
  if (!used || used.tokens < dailyTokens) return;
  throw new Problem("token-cap", `${used.tokens} of ${dailyTokens} tokens are used up today`, {
    retryAfterSeconds: used.secondsLeft,
  });
}
