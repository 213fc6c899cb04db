import { existsSync, readFileSync } from "node:fs";
import { constants } from "node:os";
import { join } from "node:path";
import process, { env as environment } from "node:process";
import type { CommandContext } from "./commands/context.ts";
import { armFailpoint } from "./failpoint.ts";

type Command = (context: CommandContext) => Promise<number> | number;

/** `flags`: all it takes, where it does not look after its arguments itself. */
type Entry = { summary: string; flags?: string[]; load: () => Promise<Command> };

/** Loaded when asked for: a health check must not pay for LangChain. */
const commands: Record<string, Entry> = {
  serve: {
    summary: "run the service (the default)",
    flags: [],
    load: async () => (await import("./commands/serve.ts")).serveCommand,
  },
  check: {
    summary: "look at everything a start depends on, then exit [--json]",
    flags: ["--json"],
    load: async () => (await import("./commands/check.ts")).checkCommand,
  },
  migrate: {
    summary: "status | up: the database's migrations [--json]",
    load: async () => (await import("./commands/migrate.ts")).migrateCommand,
  },
  turns: {
    summary: "list | release ID: the agent's work that waits, runs or failed [--json]",
    load: async () => (await import("./commands/turns.ts")).turnsCommand,
  },
  healthcheck: {
    summary: "ask the running service whether it is ready [--live]",
    load: async () => (await import("./commands/healthcheck.ts")).healthcheckCommand,
  },
  openapi: {
    summary: "print the OpenAPI document, with --async the AsyncAPI one",
    load: async () => (await import("./commands/openapi.ts")).openapiCommand,
  },
  version: {
    summary: "print the version",
    flags: [],
    load: async () => (await import("./commands/version.ts")).versionCommand,
  },
};

const usage = `Usage: renovation-agent [command]

${Object.entries(commands)
  .map(([name, { summary }]) => `  ${name.padEnd(12)} ${summary}`)
  .join("\n")}

It is configured by environment variables; the README lists them.`;

const [name = "serve", ...args] = process.argv.slice(2);
const { flags } = Object.hasOwn(commands, name) ? (commands[name] ?? {}) : {};
const strange = flags && args.find((arg) => !flags.includes(arg));
const write = (text: string) => process.stdout.write(text.endsWith("\n") ? text : `${text}\n`);

process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  // A reader such as head, which has seen enough: the exit code is that of programs which SIGPIPE ends.
  if (error.code === "EPIPE") process.exit(128 + constants.signals.SIGPIPE);
  process.stderr.write(`Standard output: ${error.message}\n`);
  process.exit(1);
});

if ([name, strange].some((word) => word === "--help" || word === "-h") || name === "help") {
  write(usage);
} else if (strange !== undefined) {
  process.stderr.write(`${name} does not take ${strange}.\n\n${usage}\n`);
  process.exitCode = 64;
} else if (name === "--version") {
  process.exitCode = await run("version", environment);
} else if (Object.hasOwn(commands, name)) {
  const exitCode = await run(name, environment);
  // Exiting at once would drop what a slow reader has not taken yet.
  process.stdout.end(() => process.exit(exitCode));
} else {
  process.stderr.write(`There is no command ${name}.\n\n${usage}\n`);
  process.exitCode = 64;
}

async function run(command: string, env: Record<string, string | undefined>): Promise<number> {
  armFailpoint(env["FAILPOINT"]);
  // LangChain would trace conversations to a third party if one of these were set.
  for (const variable of Object.keys(env)) {
    if (/^LANG(SMITH|CHAIN)_|^LC_OUTPUT_VERSION$/.test(variable)) delete env[variable];
  }
  // Bun lets 256 requests run at once; each streaming turn is one.
  env["BUN_CONFIG_MAX_HTTP_REQUESTS"] ??= "2000";
  const checkout = join(import.meta.dir, "..");
  const load = commands[command]?.load;
  return (
    (await (
      await load?.()
    )?.({
      args,
      env,
      host: {
        isTerminal: process.stdout.isTTY === true,
        isRoot: process.getuid?.() === 0,
        readFile: (path) => readFileSync(path, "utf8"),
        ...(existsSync(join(checkout, "src/main.ts")) ? { checkout } : {}),
      },
      write,
    })) ?? 1
  );
}
