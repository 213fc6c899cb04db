import { startPostgres } from "../support/postgres.ts";
import { oneOf, whileChatting, withGemini } from "./disturb.ts";
import { numberOption, report } from "./report.ts";

type OutageOptions = { outages: number; clients: number; longestMs: number };

/** The database of two replicas is stopped, crashes or hangs while clients chat, and comes back. */
export async function runOutages({ outages, clients, longestMs }: OutageOptions) {
  // With fsync, so that a crash loses nothing that was committed.
  await using postgres = await startPostgres({ fsync: true });
  const kinds = [
    { cut: () => postgres.stop(), mend: () => postgres.start() },
    { cut: () => postgres.stop("crash"), mend: () => postgres.start() },
    { cut: async () => postgres.freeze(), mend: async () => postgres.thaw() },
  ];

  async function disturb() {
    for (let done = 0; done < outages; done++) {
      await Bun.sleep(500 + Math.random() * 2_500);
      const { cut, mend } = kinds[done] ?? oneOf(kinds);
      await cut();
      await Bun.sleep(500 + Math.random() * longestMs);
      await mend();
    }
    return [];
  }

  const outcome = await withGemini((gemini) =>
    whileChatting({ gemini, clients, databaseUrl: postgres.url(), disturb }),
  );
  return { outages, ...outcome };
}

if (import.meta.main) {
  const { faults, figures, ...counts } = await runOutages({
    outages: numberOption("outages", 20),
    clients: numberOption("clients", 10),
    longestMs: numberOption("longest-ms", 15_000),
  });
  report({ ...counts, ...figures }, faults);
}
