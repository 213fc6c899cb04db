import { inFleets, oneOf, whileChatting, withGemini } from "./disturb.ts";
import type { Fleet } from "./fleet.ts";
import { numberOption, report, summary } from "./report.ts";

type ShutdownOptions = { stops: number; fleets: number; clients: number };

/**
 * SIGTERM at random moments to one of two replicas while clients chat, and a new start.
 * `handoversMs`: how long released turns waited for their next owner.
 */
export async function runShutdowns({ stops, fleets, clients }: ShutdownOptions) {
  const handoversMs: number[] = [];
  let done = 0;

  async function disturb(fleet: Fleet) {
    while (done++ < stops) {
      await Bun.sleep(Math.random() * 1_500);
      const victim = oneOf(fleet.replicas);
      await victim.end("SIGTERM");
      await victim.start();
    }
    return [];
  }

  async function one(gemini: Parameters<typeof whileChatting>[0]["gemini"]) {
    return whileChatting({
      ...{ gemini, clients, env: { TURN_GRACE_MS: "200", SHUTDOWN_TIMEOUT_MS: "5000" } },
      disturb: async (fleet) => {
        const found = await disturb(fleet);
        await Bun.sleep(2_500);
        handoversMs.push(...(await handovers(fleet)));
        const [charged] = await fleet.stored.sql<
          { count: number }[]
        >`select count(*)::int from turns where failures > 0`;
        return charged?.count ? [...found, `${charged.count} turns were charged for a shutdown`] : found;
      },
    });
  }

  const outcome = await withGemini((gemini) => inFleets(fleets, () => one(gemini)));
  return { stops, handoversMs, ...outcome };
}

async function handovers({ replicas, stored: { sql } }: Fleet): Promise<number[]> {
  const released = replicas.flatMap((replica) => replica.released);
  const rows = await sql<{ turnId: string; attempt: number; atMs: number }[]>`
    select payload ->> 'turnId' as turn_id, (payload ->> 'attempt')::int as attempt,
      (extract(epoch from created_at) * 1000)::float8 as at_ms
    from events where type = 'turn.started'`;
  return released.flatMap(({ turnId, attempt, atMs }) => {
    const next = rows.find((row) => row.turnId === turnId && row.attempt === attempt + 1);
    // A queued turn that was cancelled has no next owner.
    return next ? Math.max(0, next.atMs - atMs) : [];
  });
}

if (import.meta.main) {
  const { handoversMs, faults, figures, ...counts } = await runShutdowns({
    stops: numberOption("stops", 200),
    fleets: numberOption("fleets", 4),
    clients: numberOption("clients", 6),
  });
  report({ ...counts, ...figures, handoversMs: summary(handoversMs) }, faults);
}
