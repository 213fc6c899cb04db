import { afterAll, expect } from "bun:test";
import { access } from "node:fs/promises";
import { join } from "node:path";
import { assetClient } from "./support/asset-client.ts";
import { createDatabase, createEmptyDatabase } from "./support/database.ts";
import { run } from "./support/executable.ts";
import { picture } from "./support/files.ts";
import { assembleImage, readImageConfig, signalContainer } from "./support/image.ts";
import { startServiceProcess } from "./support/process.ts";
import { testNeeding } from "./support/requires.ts";

const timeoutMs = 30_000;
const production = { AGENT_MODE: "offline", AUTH_MODE: "disabled", DRAIN_DELAY_MS: "0" };

let assembled: ReturnType<typeof assemble> | undefined;
/** One for all tests: it is 150 MB, and none of them writes into it. */
const image = () => (assembled ??= assemble());
afterAll(async () => (await assembled)?.[Symbol.asyncDispose]());

async function assemble() {
  const config = await readImageConfig();
  const files = await assembleImage(config);
  const { entrypoint, command, healthcheck } = config;
  return Object.assign(files, {
    /** `docker run <image> <args>`, to its end. */
    run: (env: Record<string, string>, ...args: string[]) =>
      run(files.container(env, [...entrypoint, ...(args.length > 0 ? args : command)])),
    /** `docker run <image>`; a free port takes the place of a published one. */
    start: async (env: Record<string, string>) => {
      const inside = files.container({ PORT: "0", ...env }, entrypoint);
      const service = await startServiceProcess({ command: inside, args: command });
      const dispose = service[Symbol.asyncDispose];
      const kill = () => signalContainer(service.pid, "SIGKILL").catch(() => {});
      return Object.assign(service, {
        /** What `docker stop` does. */
        stop: () => signalContainer(service.pid, config.stopSignal),
        // Killing what started a container leaves its process 1, since that has changed its user.
        [Symbol.asyncDispose]: () => kill().then(dispose),
      });
    },
    healthcheck: (env: Record<string, string>) => run(files.container(env, healthcheck)),
  });
}

testNeeding("root")(
  "the image serves as process 1 of an unprivileged user and stops when it is told",
  async () => {
    const container = await image();
    await using database = await createDatabase();
    const env = { ...production, DATABASE_URL: database.url };
    await using service = await container.start(env);
    expect(service.url.hostname).toBe("0.0.0.0");
    expect((await service.get("/health/ready")).status).toBe(200);
    expect(await container.healthcheck({ PORT: service.url.port })).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^healthy/),
    });
    await service.stop();
    expect(await service.exited).toEqual({ code: 0, signal: null });
    expect(service.lines.at(-1)).toMatchObject({ msg: "stopped", exitCode: 0 });
    expect((await container.healthcheck({ PORT: service.url.port })).code).toBe(1);
  },
  timeoutMs,
);

testNeeding("root")(
  "the image checks and migrates a database before it serves",
  async () => {
    const container = await image();
    await using database = await createEmptyDatabase();
    const env = { ...production, DATABASE_URL: database.url };
    expect((await container.run(env)).code).toBe(69);
    expect((await container.run(env, "migrate", "up")).code).toBe(0);
    const check = await container.run(env, "check");
    expect(check).toMatchObject({ code: 0, stdout: expect.not.stringContaining("FAIL") });
  },
  timeoutMs,
);

testNeeding("root")(
  "the image refuses the built-in PostgreSQL, for want of a shell, and asks for a server",
  async () => {
    const container = await image();
    await expect(access(join(container.directory, "bin/sh"))).rejects.toThrow();
    const { code, stdout } = await container.run({ ...production, DATABASE_URL: "embedded" });
    expect({ code, stdout }).toEqual({ code: 69, stdout: expect.stringMatching(/needs \/bin\/sh.*set DATABASE_URL/) });
    const silent = await container.run(production);
    expect(silent).toMatchObject({
      code: 78,
      stdout: expect.stringContaining("DATABASE_URL is required in production"),
    });
  },
  timeoutMs,
);

testNeeding("root")(
  "the image has all that pictures and PDFs take: codecs, threads, fonts",
  async () => {
    const container = await image();
    await using database = await createDatabase();
    await using service = await container.start({ ...production, DATABASE_URL: database.url });
    const { sessionId, upload, bytes } = await assetClient(service);
    for (const type of ["jpeg", "png", "webp"] as const) {
      const { id } = await (await upload(await picture(type, { widthPx: 640, heightPx: 480 }))).json();
      expect(await new Bun.Image(await bytes(id, { query: "?width=160" })).metadata()).toMatchObject({ width: 160 });
    }
    const pdf = await (await service.get(`/api/sessions/${sessionId}/report?format=pdf`)).text();
    expect(pdf).toStartWith("%PDF-");
    expect(pdf).toMatch(/\/BaseFont \/[A-Z]+\+SourceSans3-Regular/);
    await service.stop();
    expect(await service.exited).toEqual({ code: 0, signal: null });
  },
  timeoutMs,
);

testNeeding("root")("the image's base has glibc, and the environment is a production's", async () => {
  const { base, env, user, healthcheck, entrypoint } = await readImageConfig();
  expect(base).toBe("gcr.io/distroless/base-debian12:nonroot");
  expect(env).toMatchObject({ NODE_ENV: "production", HOST: "0.0.0.0", PORT: "8080" });
  expect(user).toBe("65532:65532");
  expect(healthcheck).toEqual([...entrypoint, "healthcheck"]);
});
