import { expect } from "bun:test";
import { access } from "node:fs/promises";
import { join } from "node:path";
import { createDatabase, createEmptyDatabase } from "./support/database.ts";
import { run } from "./support/executable.ts";
import { assembleImage, readImageConfig, signalContainer } from "./support/image.ts";
import { startServiceProcess } from "./support/process.ts";
import { testNeeding } from "./support/requires.ts";

const timeoutMs = 30_000;
const production = { AGENT_MODE: "offline", AUTH_MODE: "disabled", DRAIN_DELAY_MS: "0" };

async function image() {
  const config = await readImageConfig();
  const assembled = await assembleImage(config);
  const { entrypoint, command, healthcheck } = config;
  return Object.assign(assembled, {
    /** `docker run <image> <args>`, to its end. */
    run: (env: Record<string, string>, ...args: string[]) =>
      run(assembled.container(env, [...entrypoint, ...(args.length > 0 ? args : command)])),
    /** `docker run <image>`; a free port takes the place of a published one. */
    start: async (env: Record<string, string>) => {
      const inside = assembled.container({ PORT: "0", ...env }, entrypoint);
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
    healthcheck: (env: Record<string, string>) => run(assembled.container(env, healthcheck)),
  });
}

testNeeding("root")(
  "the image serves as process 1 of an unprivileged user and stops when it is told",
  async () => {
    await using container = await image();
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
    await using container = await image();
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
    await using container = await image();
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

testNeeding("root")("the image's base has glibc, and the environment is a production's", async () => {
  const { base, env, user, healthcheck, entrypoint } = await readImageConfig();
  expect(base).toBe("gcr.io/distroless/base-debian12:nonroot");
  expect(env).toMatchObject({ NODE_ENV: "production", HOST: "0.0.0.0", PORT: "8080" });
  expect(user).toBe("65532:65532");
  expect(healthcheck).toEqual([...entrypoint, "healthcheck"]);
});
