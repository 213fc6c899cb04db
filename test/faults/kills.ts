import { inFleets, whileChatting, withGemini } from "./disturb.ts";
import type { Fleet, Replica } from "./fleet.ts";
import { numberOption, report, summary } from "./report.ts";

type KillOptions = { kills: number; fleets: number; clients: number; progress?: (kills: number) => void };

/**
 * kill -9 at random moments while clients chat: of one of two replicas, now and then of both. Whatever was killed is started again at once.
 * `takeoversMs`: how long after the kill of one its turns went on.
 */
export async function runKills({ kills, fleets, clients, progress = () => {} }: KillOptions) {
  const takeoversMs: number[] = [];
  let done = 0;

  async function disturb(fleet: Fleet) {
    while (done < kills) {
      const isDouble = Math.random() < 0.2 && done + 1 < kills;
      done += isDouble ? 2 : 1;
      progress(done);
      await Bun.sleep(Math.random() * 2_000);
      const victims = fleet.replicas.toSorted(() => Math.random() - 0.5).slice(0, isDouble ? 2 : 1);
      const times = await Promise.all(victims.map((victim) => kill(fleet, victim)));
      if (!isDouble) takeoversMs.push(...times.flat());
    }
    return [];
  }

  const outcome = await withGemini((gemini) => inFleets(fleets, () => whileChatting({ gemini, clients, disturb })));
  return { kills: done, takeoversMs, ...outcome };
}

async function kill(fleet: Fleet, victim: Replica) {
  const diedAt = await victim.end("SIGKILL");
  const turns = await fleet.stored.sql<Running[]>`select id, attempt from turns where status = 'running'`;
  await victim.start();
  return untilTakenOver(fleet, turns, diedAt);
}

type Running = { id: string; attempt: number };

/** Waits until each of the turns is over or in new hands. @returns for the latter, how long after `sinceMs` that was */
async function untilTakenOver({ stored: { sql } }: Fleet, turns: Running[], sinceMs: number): Promise<number[]> {
  const ids = turns.map(({ id }) => id);
  const attempts = turns.map(({ attempt }) => attempt);
  const deadline = performance.now() + 60_000;
  for (;;) {
    const [open] = await sql<{ count: number }[]>`
      select count(*)::int from turns join unnest(${ids}::uuid[], ${attempts}::int[]) as before (id, attempt) using (id)
      where status in ('queued', 'running') and turns.attempt = before.attempt`;
    // Still there after a minute: the checker will say what is stuck.
    if (open?.count === 0 || performance.now() > deadline) break;
    await Bun.sleep(50);
  }
  const rows = await sql<{ atMs: number }[]>`
    select (extract(epoch from events.created_at) * 1000)::float8 as at_ms
    from unnest(${ids}::uuid[], ${attempts}::int[]) as before (id, attempt)
    join turns on turns.id = before.id
    join events on events.session_id = turns.session_id and events.type = 'turn.started'
      and events.payload ->> 'turnId' = before.id::text and (events.payload ->> 'attempt')::int = before.attempt + 1`;
  return rows.map(({ atMs }) => atMs - sinceMs);
}

if (import.meta.main) {
  const kills = numberOption("kills", 1_000);
  const { takeoversMs, faults, figures, ...counts } = await runKills({
    kills,
    fleets: numberOption("fleets", Math.min(8, kills)),
    clients: numberOption("clients", 4),
    progress: (done) => done % 10 === 0 && process.stderr.write(`\r${done} kills`),
  });
  report({ ...counts, ...figures, takeoversMs: summary(takeoversMs) }, faults);
}
