import { migrateCommand } from "../../src/commands/migrate.ts";
import { toMigrations } from "../../src/db/migrations.ts";

// `bun migrate-process.ts <files as JSON, or "bundled"> up --json`: the migrate command as a process of its own.
const [files = "bundled", ...args] = process.argv.slice(2);

process.exitCode = await migrateCommand({
  args,
  env: { DATABASE_URL: Bun.env["DATABASE_URL"], DATABASE_WAIT_MS: Bun.env["DATABASE_WAIT_MS"] },
  host: { isRoot: false, readFile: () => "" },
  write: (text) => void process.stdout.write(text),
  ...(files === "bundled" ? {} : { migrations: toMigrations(JSON.parse(files)) }),
});
