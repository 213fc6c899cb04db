import { loadConfig } from "../config.ts";
import { createLog } from "../log.ts";
import { createModel } from "../service/model.ts";
import {
  exitCodes,
  lacksDatabase,
  openForCommand,
  prepareCatalog,
  readCatalog,
  requireSchema,
  toStartError,
} from "../service/start.ts";
import { openStorage, requireStorage } from "../service/storage.ts";
import type { CommandContext } from "./context.ts";

type Finding = { check: string; ok: boolean; detail: string };

/**
 * Looks at everything a start depends on, without listening or changing anything: configuration, database,
 * migrations, where files are kept, the language model. @returns 0, or the exit code of the first thing that is wrong
 */
export async function checkCommand({ args, env, host, write }: CommandContext): Promise<number> {
  const findings: Finding[] = [];
  let exitCode: number = exitCodes.ok;
  const attempt = async <T>(check: string, work: () => Promise<T> | T, describe: (value: T) => string) => {
    try {
      const value = await work();
      findings.push({ check, ok: true, detail: describe(value) });
      return value;
    } catch (error) {
      const failure = toStartError(error);
      exitCode ||= failure.exitCode;
      findings.push({ check, ok: false, detail: failure.message });
      return undefined;
    }
  };

  const config = await attempt(
    "configuration",
    () => loadConfig(env, host),
    ({ environment }) => environment,
  );
  if (config) {
    const catalog = await attempt(
      "catalogue",
      () => readCatalog(config),
      ({ styles, products }) => `${styles.length} styles, ${products.length} products`,
    );
    const log = createLog({ level: "silent" });
    const signal = new AbortController().signal;
    const isNew = await lacksDatabase(config);
    const opened = await attempt(
      "database",
      () => openForCommand(config, host.isRoot, { waitMs: config.database.waitMs }),
      () => {
        if (config.database.url) return "answers";
        return `the embedded PostgreSQL runs${isNew ? `, made in ${config.dataDir} by this check` : ""}`;
      },
    );
    if (opened) {
      await attempt(
        "migrations",
        async () => {
          const pending = await requireSchema(opened.database, config);
          if (catalog && !config.migrateOnStart) await prepareCatalog(opened.database, catalog, config, log);
          return pending;
        },
        (pending) => (pending.length === 0 ? "up to date" : `${pending.length} pending, which a start applies`),
      );
      const storage = openStorage(config, opened.database);
      await attempt(
        "storage",
        () => requireStorage(storage, signal),
        () => (storage.kind === "s3" ? "the bucket can be written" : "in the database"),
      );
      await opened.close();
    }
    await attempt(
      "agent",
      () => createModel(config, log, signal),
      ({ name }) => name,
    );
  }
  if (args.includes("--json")) write(JSON.stringify({ ok: exitCode === 0, findings }));
  else for (const { check, ok, detail } of findings) write(`${ok ? "ok  " : "FAIL"} ${check}: ${detail}`);
  return exitCode;
}
