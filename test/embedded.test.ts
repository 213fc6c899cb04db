import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { existsSync, readdirSync, readFileSync, readlinkSync, statSync } from "node:fs";
import { chmod, mkdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { createPostgresArchive } from "../src/build/postgres-archive.ts";
import { connect } from "../src/db/client.ts";
import { explainSpawn } from "../src/db/embedded/program.ts";
import {
  compileDriver,
  driverPath,
  gone,
  initialisedWorkspace,
  isAlive,
  nobody,
  postmasterOf,
  refusal,
  startDriver,
  workspace,
} from "./support/embedded.ts";
import { launchService, startServiceProcess } from "./support/process.ts";
import { testNeeding } from "./support/requires.ts";

// A first start writes a thousand files to the disk for good, which a busy one takes its time for.
setDefaultTimeout(30_000);

let shared: Awaited<ReturnType<typeof workspace>>;

beforeAll(async () => {
  shared = await workspace();
  await using driver = await startDriver(shared);
  await driver.sql`create table notes (id int primary key, text text)`;
  driver.send("stop");
  await driver.exited;
});
afterAll(() => shared[Symbol.asyncDispose]());

const fresh = () => initialisedWorkspace(shared.dataDir);
const postmaster = (dataDir: string) => postmasterOf(dataDir) ?? expect.unreachable("there is no postmaster");

test("a database is private, durable, sorts by code point and is not served as a superuser", async () => {
  await using space = await fresh();
  await using driver = await startDriver(space);
  const [row] = await driver.sql`
    select current_setting('fsync') fsync, current_setting('synchronous_commit') synchronous_commit,
      current_setting('data_checksums') data_checksums, current_setting('listen_addresses') listen_addresses,
      current_setting('server_version_num')::int / 10000 major, pg_encoding_to_char(encoding) encoding,
      datlocprovider::text || datlocale as locale, rolsuper
    from pg_database, pg_roles where datname = current_database() and rolname = current_user`;
  expect({ ...row }).toEqual({
    ...{ fsync: "on", synchronousCommit: "on", dataChecksums: "on", listenAddresses: "" },
    ...{ major: 18, encoding: "UTF8", locale: "bC.UTF-8", rolsuper: false },
  });
  expect(statSync(space.dataDir).mode & 0o777).toBe(0o700);
  expect(statSync(join(space.dataDir, "run")).mode & 0o777).toBe(0o700);
  expect(statSync(join(space.dataDir, "postgres")).uid === 0).toBe(false);
});

test("a stop, asked for three times, leaves nothing running and all rows", async () => {
  await using space = await fresh();
  await using first = await startDriver(space);
  await first.sql`insert into notes values (1, 'kept')`;
  const pid = postmaster(space.dataDir);
  first.send("stop");
  expect(await first.exited).toBe(0);
  expect((await first.line("stopped"))["state"]).toBe("stopped");
  expect(isAlive(pid)).toBe(false);

  await using second = await startDriver(space);
  expect(await second.sql`select text from notes`).toMatchObject([{ text: "kept" }]);
});

test("after a kill -9 of the service the next start finds every committed row", async () => {
  await using space = await fresh();
  await using first = await startDriver(space);
  const committed: number[] = [];
  const writer = async (start: number) => {
    for (let id = start; ; id += 4) {
      await first.sql`insert into notes values (${id}, 'row')`;
      committed.push(id);
      if (committed.length === 200) first.kill("SIGKILL");
    }
  };
  await Promise.allSettled([0, 1, 2, 3].map(writer));
  expect(committed.length).toBeGreaterThanOrEqual(200);
  // At once, so that it meets the old database while that one still stops.
  await using second = await startDriver(space);
  const rows = await second.sql`select id from notes`;
  expect(new Set(rows.map(({ id }) => id)).isSupersetOf(new Set(committed))).toBe(true);
});

test("a killed service leaves no database running, even when its watcher had been killed before", async () => {
  await using space = await fresh();
  await using driver = await startDriver(space);
  process.kill(watcherOf(driver.pid), "SIGKILL");
  await driver.line("the database's watcher was gone; another has taken its place");
  const pid = postmaster(space.dataDir);
  driver.kill("SIGKILL");
  await gone(pid);
});

test("a database that lost service and watcher together is stopped by the next start", async () => {
  await using space = await fresh();
  await using first = await startDriver(space);
  await first.sql`insert into notes values (1, 'kept')`;
  const [watcher, orphan] = [watcherOf(first.pid), postmaster(space.dataDir)];
  first.kill("SIGSTOP");
  process.kill(watcher, "SIGKILL");
  first.kill("SIGKILL");
  await first.exited;
  expect(isAlive(orphan)).toBe(true);

  await using second = await startDriver(space);
  expect(isAlive(orphan)).toBe(false);
  expect(await second.sql`select text from notes`).toMatchObject([{ text: "kept" }]);
});

test("a killed postmaster is replaced, although one of its children hangs", async () => {
  await using space = await fresh();
  await using driver = await startDriver(space);
  await driver.sql`insert into notes values (1, 'kept')`;
  const [backend] = await driver.sql`select pg_backend_pid() as pid`;
  process.kill(backend?.["pid"], "SIGSTOP");
  process.kill(postmaster(space.dataDir), "SIGKILL");
  await driver.line("the database runs again");
  expect(isAlive(backend?.["pid"])).toBe(false);
  await using sql = connection(driver.target);
  expect(await sql`select text from notes`).toMatchObject([{ text: "kept" }]);
});

test("a killed backend takes nobody's committed row with it", async () => {
  await using space = await fresh();
  await using driver = await startDriver(space);
  await driver.sql`insert into notes values (1, 'kept')`;
  const [backend] = await driver.sql`select pg_backend_pid() as pid`;
  process.kill(backend?.["pid"], "SIGKILL");
  await driver.line("the database stopped unexpectedly; restarting it");
  await driver.line("the database runs again");
  driver.send("state");
  expect((await driver.line("state"))["state"]).toBe("running");
  await using sql = connection(driver.target);
  expect(await sql`select text from notes`).toMatchObject([{ text: "kept" }]);
});

test("a stop while the database cannot be restarted ends at once", async () => {
  await using space = await fresh();
  await using driver = await startDriver(space);
  await rename(join(space.dataDir, "postgres/PG_VERSION"), join(space.dataDir, "postgres/PG_VERSION.away"));
  process.kill(postmaster(space.dataDir), "SIGKILL");
  await driver.line("the database stopped unexpectedly; restarting it");
  const started = performance.now();
  driver.send("stop");
  expect(await driver.exited).toBe(0);
  expect(performance.now() - started).toBeLessThan(2_000);
});

test("a second service is refused, told who has the directory, and disturbs nothing", async () => {
  await using space = await fresh();
  await using driver = await startDriver(space);
  const { kind, detail } = await refusal(space);
  expect(kind).toBe("locked");
  expect(detail).toContain(`in use by another renovation-agent (process ${driver.pid})`);
  expect(await driver.sql`select 1 as one`).toMatchObject([{ one: 1 }]);
});

testNeeding("root")("a second service is refused in another PID namespace too", async () => {
  await using space = await fresh();
  await using driver = await startDriver(space);
  const command = ["unshare", "--pid", "--fork", "--kill-child", "--mount-proc", process.execPath, driverPath];
  const { kind, detail } = await refusal({ ...space, command });
  expect(kind).toBe("locked");
  expect(detail).toContain(`process ${driver.pid} of another container`);
});

test("signals to the service's process group do not reach the database", async () => {
  await using space = await fresh();
  await using driver = await startDriver(space);
  const pid = postmaster(space.dataDir);
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    const from = driver.lines.length;
    process.kill(-driver.pid, signal);
    await driver.line("signalled", from);
  }
  expect(await driver.sql`select 1 as one`).toMatchObject([{ one: 1 }]);
  expect(postmaster(space.dataDir)).toBe(pid);
  // The watcher must have survived as well.
  driver.kill("SIGKILL");
  await gone(pid);
});

test("what a user wrote never gets into the log", async () => {
  await using space = await fresh();
  await using driver = await startDriver(space);
  const { sql } = driver;
  const failures = await Promise.allSettled([
    sql.unsafe("select 'my secret kitchen' from nowhere"),
    sql`select ${"my secret kitchen"}::text::uuid`,
    sql`insert into notes values (1, 'my secret kitchen'), (1, 'my secret kitchen')`,
  ]);
  expect(failures.map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected"]);
  const [backend] = await sql`select pg_backend_pid() as pid, 'my secret kitchen' as text`;
  process.kill(backend?.["pid"], "SIGKILL");
  await driver.line("the database runs again");
  expect(JSON.stringify(driver.lines)).not.toContain("secret");
});

test("data of another major version is refused, naming both versions, and left alone", async () => {
  await using space = await fresh();
  const versionFile = join(space.dataDir, "postgres/PG_VERSION");
  await writeFile(versionFile, "17\n");
  const { kind, detail } = await refusal(space);
  expect(kind).toBe("other-major-version");
  expect(detail).toMatch(/written by PostgreSQL 17.* carries PostgreSQL 18.*DATABASE_URL/);
  expect(readFileSync(versionFile, "utf8")).toBe("17\n");
});

test("an explicit directory with other files in it is refused and keeps its mode", async () => {
  await using space = await workspace();
  await mkdir(space.dataDir);
  await chmod(space.dataDir, 0o755);
  await writeFile(join(space.dataDir, "holiday.jpg"), "");
  expect(await refusal(space)).toMatchObject({
    kind: "unwritable-directory",
    detail: expect.stringContaining(space.dataDir),
  });
  expect(statSync(space.dataDir).mode & 0o777).toBe(0o755);
});

test("what an interrupted first start left is cleared away", async () => {
  await using space = await fresh();
  await mkdir(join(space.dataDir, "postgres.unfinished-x/base"), { recursive: true });
  await mkdir(join(space.dataDir, "native-unfinished-x/bin"), { recursive: true });
  await using _ = await startDriver(space);
  expect(readdirSync(space.dataDir).filter((name) => name.includes("unfinished"))).toEqual([]);
});

test("a first start that was killed does not hold up the next one, whatever its initdb is doing", async () => {
  await using space = await workspace();
  await using killed = launchService({ env: { DATA_DIR: space.dataDir } });
  const initdb = await initdbOf(space.dataDir);
  process.kill(initdb, "SIGSTOP");
  killed.signal("SIGKILL");
  await killed.exited;
  await using driver = await startDriver(space);
  expect(isAlive(initdb)).toBe(false);
  expect(await driver.sql`select 1 as one`).toMatchObject([{ one: 1 }]);
});

test("a data directory whose path is too long for a socket serves all the same", async () => {
  await using space = await fresh();
  const dataDir = join(space.path, "x".repeat(100), "data");
  await mkdir(dirname(dataDir));
  await chmod(dirname(dataDir), 0o755);
  await Bun.$`mv ${space.dataDir} ${dataDir}`;
  await using driver = await startDriver({ dataDir });
  expect(await driver.sql`select 1 as one`).toMatchObject([{ one: 1 }]);
  const { socketDirectory } = driver.target as { socketDirectory: string };
  expect(statSync(socketDirectory)).toMatchObject({ uid: statSync(dataDir).uid, mode: expect.any(Number) });
  expect(statSync(socketDirectory).mode & 0o777).toBe(0o700);
  await rm(socketDirectory, { recursive: true });
});

testNeeding("root")("an explicit directory that the unprivileged user cannot reach is refused by name", async () => {
  await using space = await workspace();
  const home = join(space.path, "home");
  await mkdir(home, { mode: 0o700 });
  const { kind, detail } = await refusal({ dataDir: join(home, "deeper/data") });
  expect(kind).toBe("unreachable-directory");
  expect(detail).toContain(`may not pass ${home};`);
  expect(existsSync(join(home, "deeper"))).toBe(false);
});

testNeeding("root")("a checkout under a private home serves root, from copied programs", async () => {
  await using space = await fresh();
  const home = join(space.path, "home");
  await mkdir(join(home, "checkout"), { recursive: true });
  await chmod(home, 0o700);
  const mounted = `mount --bind "$1" "$2" && shift && exec "$0" "$1/test/support/embedded-driver.ts" "$2"`;
  const repository = join(import.meta.dir, "..");
  const command = ["unshare", "--mount", "sh", "-c", mounted, process.execPath, repository, join(home, "checkout")];
  await using driver = await startDriver({ ...space, command });
  expect(await driver.sql`select 1 as one`).toMatchObject([{ one: 1 }]);
  expect(readlinkSync(`/proc/${postmaster(space.dataDir)}/exe`)).toStartWith(join(space.dataDir, "native-"));
});

testNeeding("root")(
  "a full disk stops the database without a crash loop, and room on it brings it back",
  async () => {
    await using space = await workspace();
    await using _ = await mount(space.dataDir, "size=120m");
    await Bun.$`cp -a ${shared.dataDir}/. ${space.dataDir}`;
    await using driver = await startDriver(space);
    await driver.sql`insert into notes values (1, 'kept')`;
    const superuser = connect({ ...driver.target, user: "postgres", database: "postgres" } as typeof driver.target, {
      applicationName: "embedded-test",
      poolSize: 1,
      queryTimeoutMs: 5_000,
    });
    await superuser`select 1`;
    const filler = join(space.dataDir, "filler");
    await Bun.$`dd if=/dev/zero of=${filler} bs=64k`.quiet().nothrow();
    // The next segment of the write-ahead log does not fit.
    await Promise.allSettled([
      superuser`select pg_switch_wal(), pg_logical_emit_message(true, 'x', repeat('x', 1000000), true)`,
    ]);
    const stopped = await driver.line("the database stopped unexpectedly; restarting it");
    expect(stopped["reason"]).toContain("No space left on device");
    await superuser.end({ timeout: 0 });
    await Bun.sleep(1_500);
    driver.send("state");
    expect((await driver.line("state"))["state"]).toBe("restarting");
    const attempts = driver.lines.filter(({ msg }) => msg.startsWith("starting PostgreSQL")).length;
    expect(attempts).toBeLessThan(8);

    await rm(filler);
    await driver.line("the database runs again");
    await using sql = connection(driver.target);
    expect(await sql`select text from notes`).toMatchObject([{ text: "kept" }]);
    const loud = driver.lines.filter(({ level }) => level !== "debug");
    expect(loud.filter(({ msg }) => /restarting it|runs again/.test(msg))).toHaveLength(2);
  },
  20_000,
);

testNeeding("root")(
  "a service whose disk fills up is unready before its database stops, and ready when there is room",
  async () => {
    await using space = await workspace();
    await using _ = await mount(space.dataDir, "size=120m");
    await Bun.$`cp -a ${shared.dataDir}/. ${space.dataDir}`;
    await using service = await startServiceProcess({ env: { DATA_DIR: space.dataDir } });
    const checksOnce = async (status: number) => {
      for (;;) {
        const answer = await service.get("/health/ready");
        if (answer.status === status) return (await answer.json()).checks;
        await Bun.sleep(50);
      }
    };
    await checksOnce(200);
    const filler = join(space.dataDir, "filler");
    await Bun.$`dd if=/dev/zero of=${filler} bs=64k`.quiet().nothrow();
    expect(await checksOnce(503)).toMatchObject({ database: "pass", disk: "fail" });
    await rm(filler);
    expect(await checksOnce(200)).toMatchObject({ database: "pass", disk: "pass" });
  },
  20_000,
);

test("a program that musl cannot load is told from one that is missing", async () => {
  await using space = await workspace();
  const missing = Object.assign(new Error("spawn"), { code: "ENOENT" });
  expect((await explainSpawn("/x/postgres", missing, space.path)).kind).toBe("failed");
  await writeFile(join(space.path, "ld-musl-x86_64.so.1"), "");
  const refused = await explainSpawn("/x/postgres", missing, space.path);
  expect(refused.kind).toBe("musl");
  expect(refused.message).toMatch(/glibc.*DATABASE_URL/);
});

testNeeding("root")("without a shell the start is refused, naming it", async () => {
  await using space = await fresh();
  const hidden = `mount --bind /dev/null "$(readlink -f /bin/sh)" && exec "$@"`;
  const command = ["unshare", "--mount", "sh", "-c", hidden, "sh", process.execPath, driverPath];
  expect(await refusal({ ...space, command })).toMatchObject({
    kind: "no-shell",
    detail: expect.stringContaining("/bin/sh"),
  });
});

testNeeding("root")(
  "the executable unpacks its own PostgreSQL, once, for an ordinary user too, but not onto noexec",
  async () => {
    await using space = await workspace();
    const archivePath = join(space.path, "postgres.tar.zst");
    await Bun.write(archivePath, await createPostgresArchive({ level: 1 }));
    const command = [await compileDriver(space.path, archivePath)];
    const home = join(space.path, "home");
    const dataDir = join(home, "data");
    await Bun.$`install -d -o ${nobody.uid} -g ${nobody.gid} ${home}`;

    const options = { dataDir, command, account: nobody };
    const unpacked = await Promise.resolve(startDriver(options)).then(async (driver) => {
      await using _ = driver;
      await driver.sql`create table notes as select 'kept' as text`;
      return readlinkSync(`/proc/${postmaster(dataDir)}/exe`);
    });
    expect(unpacked).toStartWith(join(dataDir, "native-18."));
    await Bun.$`install -d -o ${nobody.uid} -g ${nobody.gid} ${join(dataDir, "native-17.0-old")}`;
    await using again = await startDriver(options);
    expect(again.lines.some(({ msg }) => msg === "database created")).toBe(false);
    expect(await again.sql`select text from notes`).toMatchObject([{ text: "kept" }]);
    expect(existsSync(join(dataDir, "native-17.0-old"))).toBe(false);
    expect(await refusal({ ...options, dataDir: "/root/data" })).toMatchObject({ kind: "unreachable-directory" });

    const tiny = join(space.path, "tiny");
    {
      await using _ = await mount(tiny, "size=20m");
      const full = await refusal({ dataDir: tiny, command });
      expect(full).toMatchObject({ kind: "failed", detail: expect.stringContaining(`${tiny}; is its disk full?`) });
      expect(readdirSync(tiny).filter((name) => name.startsWith("native-"))).toEqual([]);
    }

    const noexec = join(space.path, "noexec");
    await using _ = await mount(noexec, "noexec");
    const refused = await refusal({ dataDir: noexec, command });
    expect(refused).toMatchObject({ kind: "noexec", detail: expect.stringContaining("DATABASE_URL") });
  },
  20_000,
);

function connection(target: Parameters<typeof connect>[0]) {
  const sql = connect(target, { applicationName: "embedded-test", poolSize: 1, queryTimeoutMs: 5_000 });
  return Object.assign(sql, { [Symbol.asyncDispose]: () => sql.end({ timeout: 0 }) });
}

async function mount(directory: string, options: string) {
  await mkdir(directory, { recursive: true });
  await Bun.$`mount -t tmpfs -o ${options} tmpfs ${directory}`;
  return { [Symbol.asyncDispose]: async () => void (await Bun.$`umount -l ${directory}`) };
}

/** The program that makes the database, once it is there. */
async function initdbOf(dataDir: string): Promise<number> {
  for (;;) {
    const pids = readdirSync("/proc").filter((entry) => /^\d+$/.test(entry));
    const found = pids.find((pid) => titleOf(pid).includes(`/initdb\0--pgdata=${dataDir}/`));
    if (found !== undefined) return Number(found);
    await Bun.sleep(5);
  }
}

function titleOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8");
  } catch {
    return "";
  }
}

/** The shell among the children of a service. */
function watcherOf(pid: number): number {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ").map(Number);
  const isShell = (child: number) => readFileSync(`/proc/${child}/cmdline`, "utf8").includes("while read");
  return children.find(isShell) ?? expect.unreachable("there is no watcher");
}
