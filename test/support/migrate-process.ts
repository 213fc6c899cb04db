import { migrateCommand } from "../../src/commands/migrate.ts";
import { connect } from "../../src/db/client.ts";
import { toMigrations } from "../../src/db/migrations.ts";

// `bun migrate-process.ts <files as JSON, or "bundled"> up --json`: the migrate command as a process of its own.
const [files = "bundled", ...args] = process.argv.slice(2);

process.exitCode = await migrateCommand({
  args,
  env: { DATABASE_URL: Bun.env["DATABASE_URL"], DATABASE_WAIT_MS: Bun.env["DATABASE_WAIT_MS"] },
  host: { isRoot: false, readFile: () => "" },
  write: (text) => void process.stdout.write(text),
  open: async ({ database: { url = "", queryTimeoutMs } }) => {
    const database = connect({ url }, { applicationName: "migrate-process", poolSize: 2, queryTimeoutMs });
    return { database, close: () => database.end({ timeout: 1 }) };
  },
  ...(files === "bundled" ? {} : { migrations: toMigrations(JSON.parse(files)) }),
});
