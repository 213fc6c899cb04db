import { createInterface } from "node:readline";
import { EmbeddedDatabaseError, startEmbedded } from "../../src/db/embedded.ts";
import { createLog } from "../../src/log.ts";

/** A process that is nothing but the embedded database: what a test starts, signals and kills in the service's place. */
export async function drive(json: string | undefined): Promise<void> {
  const options: { dataDir: string; dataDirIsExplicit: boolean; archivePath?: string } = JSON.parse(json ?? "{}");
  const log = createLog({ level: "debug" });
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => log.info({ signal }, "signalled"));
  try {
    const { archivePath, ...given } = options;
    const started = performance.now();
    const database = await startEmbedded({
      ...given,
      isRoot: process.getuid?.() === 0,
      log,
      archive: archivePath === undefined ? undefined : Bun.file(archivePath),
    });
    log.info({ target: database.target, durationMs: performance.now() - started }, "up");
    for await (const command of createInterface({ input: process.stdin })) {
      if (command === "state") log.info({ state: database.state() }, "state");
      if (command === "stop") break;
    }
    await Promise.all([database.stop(), database.stop()]);
    await database.stop();
    log.info({ state: database.state() }, "stopped");
    process.exit(0);
  } catch (error) {
    const kind = error instanceof EmbeddedDatabaseError ? error.kind : "unexpected";
    log.error({ kind, detail: String(error) }, "refused");
    process.exit(69);
  }
}

if (import.meta.main) await drive(process.argv[2]);
