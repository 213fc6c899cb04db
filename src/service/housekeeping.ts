import { sweepContents, sweepOrphans } from "../assets/orphans.ts";
import type { AssetStorage } from "../assets/storage.ts";
import type { Conversation } from "../chat/conversation.ts";
import { pruneEvents } from "../chat/store.ts";
import type { Config } from "../config.ts";
import type { Database } from "../db/client.ts";
import { forgetOldKeys } from "../http/idempotency.ts";
import type { Log } from "../log.ts";
import { sweepTexts } from "../turns/text.ts";

const everyMs = 10 * 60_000;

type Options = {
  database: Database;
  storage: AssetStorage;
  conversation: Pick<Conversation, "expireApprovals">;
  keep: Config["events"];
  log: Log;
};

/** Removes every ten minutes what nobody needs any more. Each replica does it; doing it twice does no harm. */
export function startHousekeeping({ database, storage, conversation, keep, log }: Options) {
  const tasks: Record<string, () => Promise<unknown>> = {
    "idempotency keys": () => forgetOldKeys(database),
    events: () => pruneEvents(database, keep),
    approvals: () => conversation.expireApprovals(),
    "stored objects": () => sweepOrphans(database, storage),
    "stored contents": () => sweepContents(database),
    texts: () => sweepTexts(database),
  };
  const timer = setInterval(() => {
    for (const [task, run] of Object.entries(tasks))
      run().catch((error: unknown) => log.warn({ error, task }, "housekeeping failed, will be tried again"));
  }, everyMs);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}
