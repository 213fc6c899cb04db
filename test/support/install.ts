import { setDefaultTimeout } from "bun:test";
import { existsSync } from "node:fs";
import { join } from "node:path";

// Bare `bun test` runs no pretest script, so a fresh clone installs itself here. Only node: and bun: imports are safe.
const root = join(import.meta.dir, "../..");
if (!existsSync(join(root, "node_modules/postgres"))) {
  const { exitCode } = Bun.spawnSync([process.execPath, "install", "--frozen-lockfile"], {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
  });
  if (exitCode !== 0) throw new Error("bun install failed, so the tests cannot run");
}

// The first test of a run that needs a database also pays for starting its server, on a machine that may be busy.
setDefaultTimeout(20_000);
