import { inFleets, oneOf, whileChatting, withGemini } from "./disturb.ts";
import type { Fleet } from "./fleet.ts";
import { numberOption, report } from "./report.ts";

type ZombieOptions = { freezes: number; fleets: number; clients: number };

/**
 * One of two replicas is stopped in its tracks (SIGSTOP), mostly for longer than its leases last, and goes on as if nothing had happened.
 * Whatever it then still wrote would show as an answer, an event or a text too many.
 */
export async function runZombies({ freezes, fleets, clients }: ZombieOptions) {
  let done = 0;

  async function disturb(fleet: Fleet) {
    while (done++ < freezes) {
      await Bun.sleep(Math.random() * 2_000);
      const victim = oneOf(fleet.replicas);
      victim.freeze();
      await Bun.sleep(Math.random() < 0.7 ? 10_500 + Math.random() * 4_000 : 1_000 + Math.random() * 8_000);
      victim.thaw();
    }
    return [];
  }

  const outcome = await withGemini((gemini) => inFleets(fleets, () => whileChatting({ gemini, clients, disturb })));
  return { freezes, ...outcome };
}

if (import.meta.main) {
  const { faults, figures, ...counts } = await runZombies({
    freezes: numberOption("freezes", 40),
    fleets: numberOption("fleets", 4),
    clients: numberOption("clients", 6),
  });
  report({ ...counts, ...figures }, faults);
}
