import { describe, expect, test } from "bun:test";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { connect } from "../src/db/client.ts";
import { createDatabase, createEmptyDatabase } from "./support/database.ts";
import { cosmicStyle, cosmicTable, writeCatalogue } from "./support/custom-catalogue.ts";
import { workspace } from "./support/embedded.ts";
import { bareMachine } from "./support/executable.ts";
import { startFakeGemini } from "./support/fake-gemini.ts";
import { startFakeS3 } from "./support/fake-s3.ts";
import { startPostgres } from "./support/postgres.ts";
import { launchService, type RunningService, startServiceProcess } from "./support/process.ts";

const timeoutMs = 60_000;
type Environment = Record<string, string>;

/** The executable alone in an empty directory, serving with these variables and no others. */
async function serve(env: Environment) {
  await using resources = new AsyncDisposableStack();
  const machine = resources.use(await bareMachine());
  const service = resources.use(await startServiceProcess({ command: machine.command({ PORT: "0", ...env }) }));
  const owned = resources.move();
  return Object.assign(service, { machine, [Symbol.asyncDispose]: () => owned.disposeAsync() });
}

/** Says something and waits for the end of the answer. */
async function say(service: RunningService, sessionId: string, text: string): Promise<string> {
  await using chat = await service.socket(sessionId);
  chat.send({ type: "message", id: crypto.randomUUID(), text });
  const { turnId, status } = await chat.until("turn.finished");
  expect(status).toBe("completed");
  return chat.text(turnId);
}

async function stop(service: RunningService) {
  service.signal("SIGTERM");
  expect(await service.exited).toEqual({ code: 0, signal: null });
  expect(service.lines.at(-1)).toMatchObject({ msg: "stopped", reason: "SIGTERM", exitCode: 0, unclosed: [] });
}

/** Each tells a script on standard output what is wrong. */
const commandsWithDatabase = ["migrate status --json", "migrate up --json", "turns list --json", "check --json"];

/** What `check --json` found, by the name of the check. */
const findingsOf = (stdout: string) => {
  const { findings } = JSON.parse(stdout) as { findings: { check: string; detail: string }[] };
  return Object.fromEntries(findings.map(({ check, detail }) => [check, detail]));
};

describe("the executable's commands need nothing but the executable", () => {
  test.each([
    ["--help", 0, "stdout", /^Usage: renovation-agent \[command\]\n[\s\S]*healthcheck/],
    ["version", 0, "stdout", /^renovation-agent \d+\.\d+\.\d+ \(Bun [\d.]+\)\n$/],
    ["--version", 0, "stdout", /^renovation-agent \d/],
    ["demolish", 64, "stderr", /^There is no command demolish\.\n\nUsage:/],
    ["constructor", 64, "stderr", /^There is no command constructor\./],
    ["serve --help", 0, "stdout", /^Usage: renovation-agent \[command\]/],
    ["serve --port 3000", 64, "stderr", /^serve does not take --port\.\n\nUsage:/],
    ["check --json --quick", 64, "stderr", /^check does not take --quick\./],
    ["version 2", 64, "stderr", /^version does not take 2\./],
    ["healthcheck --dead", 64, "stdout", /^usage: renovation-agent healthcheck/],
    ["healthcheck --help", 0, "stdout", /^usage: renovation-agent healthcheck/],
    ["openapi --yaml", 64, "stdout", /^openapi does not take --yaml\.\n\nusage: /],
    ["openapi --help", 0, "stdout", /^usage: renovation-agent openapi/],
    ["migrate sideways", 64, "stdout", /^usage: renovation-agent migrate/],
  ] as const)(
    "%s exits with %i",
    async (command, code, stream, text) => {
      await using machine = await bareMachine();
      const ran = await machine.run(command.split(" "));
      expect(ran).toEqual({ code, stdout: "", stderr: "", [stream]: expect.stringMatching(text) });
    },
    timeoutMs,
  );

  test("openapi prints both documents, whole, also to a slow reader", async () => {
    await using machine = await bareMachine();
    const [command = "", ...args] = [...machine.command(), "openapi"];
    const slow = Bun.spawn(["sh", "-c", `"$0" "$@" | { sleep 0.5; cat; }`, command, ...args], { stdout: "pipe" });
    expect(JSON.parse(await new Response(slow.stdout).text())).toMatchObject({ openapi: "3.1.0" });
    const { stdout } = await machine.run(["openapi", "--async"]);
    expect(JSON.parse(stdout)).toMatchObject({ asyncapi: expect.stringMatching(/^3\./) });
  });

  test(
    "a command ends quietly when its reader has seen enough",
    async () => {
      await using machine = await bareMachine();
      const piped = ["sh", "-c", '{ "$@"; echo $? >&2; } | head -c 1', "sh", ...machine.command({}), "openapi"];
      const { stdout, stderr } = await Bun.$`${piped}`.quiet();
      expect([stdout.toString(), stderr.toString()]).toEqual(["{", "141\n"]);
    },
    timeoutMs,
  );

  test("migrate brings an empty database up to date and says so to scripts", async () => {
    await using machine = await bareMachine();
    await using database = await createEmptyDatabase();
    const migrate = async (verb: string) => {
      const { code, stdout } = await machine.run(["migrate", verb, "--json"], { DATABASE_URL: database.url });
      return { code, ...JSON.parse(stdout) };
    };
    expect(await migrate("status")).toMatchObject({ code: 1, state: "pending", applied: [] });
    expect(await migrate("up")).toMatchObject({ code: 0, state: "up-to-date", pending: [] });
    expect(await migrate("up")).toMatchObject({ code: 0, appliedNow: [] });
    expect(await migrate("status")).toMatchObject({ code: 0, state: "up-to-date" });
  });

  test("what only looks makes no embedded database, and says that there is none", async () => {
    await using machine = await bareMachine();
    const env = { DATA_DIR: join(machine.directory, "data") };
    const status = await machine.run(["migrate", "status"], env);
    const noneYet = /^There is no database in .*data yet; .*\npending +1 conversations$/m;
    expect(status).toMatchObject({ code: 1, stdout: expect.stringMatching(noneYet) });
    const turns = await machine.run(["turns", "list"], env);
    expect(turns).toMatchObject({ code: 69, stdout: expect.stringMatching(/no tables yet.*migrate up/) });
    expect(existsSync(env.DATA_DIR)).toBe(false);
  });

  test("check says what a start would need, and its exit code what is wrong", async () => {
    await using machine = await bareMachine();
    await using database = await createDatabase();
    const good = await machine.run(["check", "--json"], { DATABASE_URL: database.url });
    expect({ ...good, stdout: JSON.parse(good.stdout) }).toMatchObject({ code: 0, stdout: { ok: true } });
    expect(findingsOf(good.stdout)).toEqual({
      configuration: "development",
      catalogue: expect.stringMatching(/^12 styles, \d{3} products$/),
      database: "answers",
      migrations: "up to date",
      storage: "in the database",
      agent: "offline-planner",
    });
    const bad = await machine.run(["check"], { DATABASE_URL: "postgres://127.0.0.1:1/none", DATABASE_WAIT_MS: "0" });
    expect(bad).toMatchObject({ code: 69, stdout: expect.stringMatching(/^FAIL database: .*ECONNREFUSED/m) });
  });

  test(
    "check writes to the bucket and reads the catalogue that a start would take",
    async () => {
      await using machine = await bareMachine();
      await using database = await createDatabase();
      await using bucket = startFakeS3();
      await using catalogue = await writeCatalogue({ "styles.json": [cosmicStyle], "products.json": [cosmicTable] });
      const env = { DATABASE_URL: database.url, CATALOG_DIR: catalogue.path, ...bucket.env };
      const good = await machine.run(["check", "--json"], env);
      expect({ code: good.code, ...findingsOf(good.stdout) }).toMatchObject({
        code: 0,
        catalogue: "1 styles, 1 products",
        storage: "the bucket can be written",
      });
      expect(bucket.objects.size).toBe(0);
      const bad = await machine.run(["check"], { ...env, S3_SECRET_ACCESS_KEY: "another-secret" });
      expect(bad.stdout).toMatch(/^FAIL storage: /m);
      expect(bad.stdout).not.toContain("another-secret");
      expect(bad.code).toBe(78);
    },
    timeoutMs,
  );

  test.each(["migrate status", "check", "serve"])("%s refuses a wrong configuration with 78", async (command) => {
    await using machine = await bareMachine();
    const { code, stdout, stderr } = await machine.run(command.split(" "), { PORT: "eighty" });
    expect({ code, text: stdout + stderr }).toEqual({
      code: 78,
      text: expect.stringContaining("PORT must be a whole number"),
    });
    expect(stdout + stderr).not.toContain("    at ");
  });
});

describe("the executable serves", () => {
  test(
    "with DATABASE_URL: health, reference, browser client and a chat, and stops with its report last",
    async () => {
      await using database = await createDatabase();
      await using service = await serve({ DATABASE_URL: database.url });
      const steps = service.lines.filter(({ msg }) => msg === "start");
      expect(steps.map(({ step }) => step).join(", ")).toBe(
        "read catalogue, open database, reach database, migrations, catalogue, agent, storage writable, listen, join the replicas",
      );
      for (const { durationMs } of steps) expect(durationMs).toBeNumber();
      expect(await (await service.get("/health/ready")).json()).toMatchObject({ status: "ok" });
      const check = await service.machine.run(["healthcheck"], { PORT: service.url.port });
      expect(check).toEqual({ code: 0, stdout: "healthy: /health/ready 200 ok\n", stderr: "" });

      expect(await (await service.get("/api-docs.json")).json()).toMatchObject({ openapi: "3.1.0" });
      expect(await (await service.get("/asyncapi.json")).json()).toMatchObject({ asyncapi: "3.0.0" });
      await expectServed(
        service,
        await (await service.get("/api-docs")).text(),
        /src="(\/api-docs\/scalar-[^"]+\.js)"/,
        4_000_000,
      );
      const page = await (await service.get("/", { accept: "text/html" })).text();
      await expectServed(service, page, /src="(\/assets\/app-[^"]+\.js)"/, 10_000);
      await expectServed(service, page, /href="(\/assets\/app-[^"]+\.css)"/, 1_000);

      const id = await service.session();
      expect(await say(service, id, "I want to redo my kitchen")).toMatch(/offline/i);
      await stop(service);
    },
    timeoutMs,
  );

  test("whatever the fault tests of the source use to kill it at a certain moment", async () => {
    await using database = await createDatabase();
    await using service = await serve({ DATABASE_URL: database.url, FAILPOINT: "submit.before-commit" });
    await say(service, await service.session(), "I want to redo my kitchen");
    await stop(service);
  });

  test(
    "with its own PostgreSQL, which keeps the conversation over a kill and a restart",
    async () => {
      await using space = await workspace();
      const env = { DATA_DIR: space.dataDir };
      let id: string;
      {
        await using service = await serve(env);
        id = await service.session();
        await say(service, id, "I want to redo my kitchen");
        service.signal("SIGKILL");
        await service.exited;
      }
      await using service = await serve(env);
      expect((await service.messages(id)).map(({ role, status }) => [role, status])).toEqual([
        ["user", "complete"],
        ["assistant", "complete"],
      ]);
      await say(service, id, "It is 3 by 4 metres");
      await stop(service);
    },
    timeoutMs,
  );

  test(
    "whatever .env, bunfig.toml, tsconfig.json and package.json lie in the working directory",
    async () => {
      await using database = await createDatabase();
      await using machine = await bareMachine();
      const write = (name: string, text: string) => Bun.write(join(machine.directory, name), text);
      await write(".env", "NODE_ENV=nonsense\nPORT=nonsense\n");
      await write(".env.local", "LOG_LEVEL=nonsense\n");
      await write("bunfig.toml", `preload = ["./preload.ts"]\n`);
      await write("preload.ts", `process.exit(99);\n`);
      await write("tsconfig.json", `{ "compilerOptions": { "paths": { "*": ["./preload.ts"] } } }`);
      await write("package.json", `{ "name": "other", "imports": { "#*": "./preload.ts" } }`);
      const command = machine.command({ DATABASE_URL: database.url, PORT: "0" });
      await using service = await startServiceProcess({ command });
      expect((await service.get("/health")).status).toBe(200);
    },
    timeoutMs,
  );
});

/** The page refers to a file, and the executable has it. */
async function expectServed(service: RunningService, page: string, reference: RegExp, atLeastBytes: number) {
  const path = reference.exec(page)?.[1];
  if (!path) throw new Error(`no ${reference} in ${page.slice(0, 500)}`);
  const answer = await service.get(path);
  expect(answer.status).toBe(200);
  expect((await answer.bytes()).length).toBeGreaterThan(atLeastBytes);
}

describe("a start that fails says why in one line and by its exit code", () => {
  async function failedStart(env: Environment) {
    await using machine = await bareMachine();
    await using service = launchService({ command: machine.command({ PORT: "0", DATABASE_WAIT_MS: "0", ...env }) });
    const { code } = await service.exited;
    const errors = service.lines.filter(({ level }) => level === "error").map(({ msg }) => msg);
    return { code, errors, output: JSON.stringify(service.lines) };
  }
  const failure = (code: number, message: RegExp) => ({
    code,
    errors: [expect.stringMatching(message)],
    output: expect.any(String),
  });

  test("every fault of the configuration at once, and no secret", async () => {
    const secret = "a-secret-nobody-may-see";
    const failed = await failedStart({
      NODE_ENV: "production",
      PORT: "eighty",
      DATABASE_URL: `mysql://root:${secret}@db/app`,
      HEALTH_STATUS_TOKEN: "too-short-token",
      GEMINI_API_KEY: `${secret}-1`,
      GOOGLE_API_KEY: `${secret}-2`,
    });
    expect(failed).toEqual(failure(78, /^Invalid configuration: /));
    for (const name of [
      "PORT",
      "DATABASE_URL",
      "HEALTH_STATUS_TOKEN",
      "GEMINI_API_KEY and GOOGLE_API_KEY",
      "AUTH_MODE",
    ])
      expect(failed.errors[0]).toContain(name);
    expect(failed.output).not.toContain(secret);
    expect(failed.output).not.toContain("too-short-token");
  });

  test.each([
    ["a bucket without its key", { S3_BUCKET: "files", S3_REGION: "eu-central-1", S3_ACCESS_KEY_ID: "AKIA" }],
    [
      "a key without its bucket",
      { S3_ENDPOINT: "https://s3.example", S3_SECRET_ACCESS_KEY: "a-secret-nobody-may-see" },
    ],
  ])("%s", async (_name, env) => {
    const failed = await failedStart(env);
    expect(failed).toEqual(failure(78, /S3_\* is half configured: S3_/));
    expect(failed.output).not.toContain("a-secret-nobody-may-see");
  });

  test(
    "every fault of the operator's catalogue at once",
    async () => {
      await using catalogue = await writeCatalogue({
        "styles.json": [{ ...cosmicStyle, palette: [] }],
        "products.json": [cosmicTable, { ...cosmicTable, priceMinor: 12.5 }],
        "products-more.json": "[{",
      });
      const failed = await failedStart({ CATALOG_DIR: catalogue.path });
      expect(failed).toEqual(failure(78, /CATALOG_DIR/));
      for (const fault of [/styles\.json.*palette/, /products\.json.*priceMinor/, /products-more\.json/])
        expect(failed.errors[0]).toMatch(fault);
      await using machine = await bareMachine();
      await using database = await createEmptyDatabase();
      const env = { CATALOG_DIR: catalogue.path, DATABASE_URL: database.url };
      const refused = await machine.run(["migrate", "up"], env);
      expect({ ...refused, stdout: "" }).toEqual({ code: 78, stdout: "", stderr: "" });
      expect(refused.stdout).toMatch(/^misconfigured: .*products-more\.json/);
      expect((await machine.run(["migrate", "status"], env)).stdout).toMatch(/^pending/);
      const missing = await failedStart({ CATALOG_DIR: `${catalogue.path}/none` });
      expect(missing).toEqual(failure(78, /CATALOG_DIR/));
    },
    timeoutMs,
  );

  test("a taken port, and a host that is none", async () => {
    await using database = await createDatabase();
    const nowhere = await failedStart({ DATABASE_URL: database.url, HOST: "not a host" });
    expect(nowhere).toEqual(failure(78, /^HOST not a host is not an address of this machine$/));
    using taken = Bun.serve({ port: 0, hostname: "127.0.0.1", fetch: () => new Response() });
    const failed = await failedStart({ DATABASE_URL: database.url, PORT: String(taken.port) });
    expect(failed).toEqual(failure(1, new RegExp(`^Port ${taken.port} .*taken`)));
  });

  test("a database that cannot be reached", async () => {
    const failed = await failedStart({ DATABASE_URL: "postgres://app:a-secret-password@127.0.0.1:1/app" });
    expect(failed).toEqual(
      failure(69, /^The database at DATABASE_URL does not answer \(connect ECONNREFUSED 127.0.0.1:1\)/),
    );
    expect(failed.output).not.toContain("a-secret-password");
  });

  test(
    "a wrong password, and a database that does not exist",
    async () => {
      await using server = await startPostgres({ password: "the-right-password" });
      const wrong = server.url().replace("the-right-password", "the-wrong-password");
      await using machine = await bareMachine();
      const refused = await failedStart({ DATABASE_URL: wrong });
      expect(refused).toEqual(
        failure(78, /^The database refuses .* in DATABASE_URL: password authentication failed for user "postgres"$/),
      );
      expect(refused.output).not.toContain("the-wrong-password");
      expect(refused.output).toContain('"cause":"The database cannot be connected to: password authentication failed');
      expect(await failedStart({ DATABASE_URL: server.url("none") })).toEqual(
        failure(78, /names a database that does not exist$/),
      );
      for (const command of commandsWithDatabase) {
        const { code, stdout, stderr } = await machine.run(command.split(" "), { DATABASE_URL: wrong });
        expect({ code, stderr, says: JSON.parse(stdout) && stdout }).toEqual({
          code: 78,
          stderr: "",
          says: expect.stringContaining("The database refuses the user or password in DATABASE_URL"),
        });
      }
    },
    timeoutMs,
  );

  test(
    "a server that does not encrypt, and a user who may not create tables",
    async () => {
      await using server = await startPostgres();
      expect(await failedStart({ DATABASE_URL: `${server.url()}?sslmode=require` })).toEqual(
        failure(69, /^The database at DATABASE_URL does not answer \(.*the server does not offer TLS\)/),
      );
      const admin = connect({ url: server.url() }, { applicationName: "test", poolSize: 1, queryTimeoutMs: 5_000 });
      await admin`create role guest login`;
      await admin`revoke create on schema public from public`;
      await admin.end();
      const guest = { DATABASE_URL: server.url().replace("postgres@", "guest@") };
      expect(await failedStart(guest)).toEqual(
        failure(78, /^The user in DATABASE_URL lacks a right: permission denied for schema public$/),
      );
      await using machine = await bareMachine();
      const refused = await machine.run(["migrate", "up", "--json"], guest);
      expect(refused).toMatchObject({ code: 78, stderr: "" });
      expect(JSON.parse(refused.stdout)).toEqual({
        state: "misconfigured",
        error: "The user in DATABASE_URL lacks a right: permission denied for schema public",
      });
    },
    timeoutMs,
  );

  test(
    "a database that cannot hold every letter",
    async () => {
      await using server = await startPostgres();
      const admin = connect({ url: server.url() }, { applicationName: "test", poolSize: 1, queryTimeoutMs: 5_000 });
      await admin.unsafe("create database latin template template0 encoding 'LATIN1' locale 'C'");
      await admin.end();
      expect(await failedStart({ DATABASE_URL: server.url("latin") })).toEqual(
        failure(78, /keeps text as LATIN1.*create it with encoding UTF8$/),
      );
      await using machine = await bareMachine();
      const migrated = await machine.run(["migrate", "up"], { DATABASE_URL: server.url("latin") });
      expect(migrated).toMatchObject({ code: 78, stdout: expect.stringMatching(/^misconfigured: .*LATIN1/) });
    },
    timeoutMs,
  );

  test("pending migrations in production", async () => {
    await using database = await createEmptyDatabase();
    const production = { NODE_ENV: "production", AUTH_MODE: "disabled", AGENT_MODE: "offline" };
    const failed = await failedStart({ ...production, DATABASE_URL: database.url });
    expect(failed).toEqual(failure(69, /lacks \d+ migrations .*renovation-agent migrate up.*MIGRATE_ON_START=true/));
    await using machine = await bareMachine();
    const check = await machine.run(["check"], { ...production, DATABASE_URL: database.url });
    expect(check).toMatchObject({ code: 69, stdout: expect.stringMatching(/^FAIL migrations: .*migrate up/m) });
  });

  test("what nobody foresaw, with where it happened", async () => {
    await using database = await createDatabase();
    const admin = connect({ url: database.url }, { applicationName: "test", poolSize: 1, queryTimeoutMs: 5_000 });
    await admin`drop table catalog`;
    await admin.end({ timeout: 0 });
    const failed = await failedStart({ DATABASE_URL: database.url });
    expect(failed).toEqual(failure(1, /relation "catalog" does not exist/));
    expect(failed.output).toContain("at async startService (src/service.ts:");
  });

  test("a database that check and serve refuse alike: a migration of it was edited, its catalogue is missing", async () => {
    await using database = await createDatabase();
    await using machine = await bareMachine();
    const admin = connect({ url: database.url }, { applicationName: "test", poolSize: 1, queryTimeoutMs: 5_000 });
    await using _admin = { [Symbol.asyncDispose]: () => admin.end({ timeout: 0 }) };
    const refusal = async (why: RegExp) => {
      const env = { DATABASE_URL: database.url, MIGRATE_ON_START: "false" };
      expect(await failedStart(env)).toEqual(failure(69, why));
      const check = await machine.run(["check"], env);
      const finding = new RegExp(`^FAIL migrations: .*${why.source}`, "m");
      expect(check).toMatchObject({ code: 69, stdout: expect.stringMatching(finding) });
    };
    await admin`delete from catalog`;
    await refusal(/has no catalogue of styles and products: run "renovation-agent migrate up"/);
    await admin`update schema_migrations set checksum = 'another' where version = 3`;
    await refusal(/migration 3 \(checklist\) was edited/);
  });

  test(
    "a bad Gemini key, an unknown model, and a Gemini that is not there",
    async () => {
      await using database = await createDatabase();
      const gemini = await startFakeGemini();
      const staging = {
        NODE_ENV: "staging",
        DATABASE_URL: database.url,
        GEMINI_BASE_URL: gemini.baseUrl,
        GEMINI_API_KEY: gemini.apiKey,
      };
      const badKey = await failedStart({ ...staging, GEMINI_API_KEY: "AIza-not-the-key" });
      expect(badKey).toEqual(failure(78, /key/i));
      expect(badKey.output).not.toContain("AIza-not-the-key");
      expect(await failedStart({ ...staging, GEMINI_MODEL: "gemini-0" })).toEqual(failure(78, /gemini-0/));
      await gemini.stop();
      expect(await failedStart(staging)).toEqual(failure(69, /Gemini/));
      expect(gemini.requests.every(({ method }) => method === "GET")).toBe(true);
    },
    timeoutMs,
  );

  test("a data directory that cannot be written, or that holds something else", async () => {
    expect(await failedStart({ DATA_DIR: "/proc/renovation" })).toEqual(
      failure(78, /^DATA_DIR \/proc\/renovation cannot be used/),
    );
    await using space = await workspace();
    await Bun.write(join(space.dataDir, "thesis.txt"), "mine");
    expect(await failedStart({ DATA_DIR: space.dataDir })).toEqual(failure(78, /holds other files/));
  });

  test(
    "a second service on the same data directory",
    async () => {
      await using space = await workspace();
      await using first = await serve({ DATA_DIR: space.dataDir });
      const second = await failedStart({ DATA_DIR: space.dataDir });
      expect(second).toEqual(
        failure(78, new RegExp(`is in use by another renovation-agent \\(process ${first.pid}\\)`)),
      );
      for (const command of commandsWithDatabase) {
        const { code, stdout } = await first.machine.run(command.split(" "), { DATA_DIR: space.dataDir });
        expect({ code, says: JSON.parse(stdout) && stdout }).toEqual({
          code: 78,
          says: expect.stringContaining("is in use by another renovation-agent"),
        });
      }
      expect((await first.get("/health/ready")).status).toBe(200);
      await stop(first);
    },
    timeoutMs,
  );
});
