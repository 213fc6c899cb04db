import { expect, test } from "bun:test";
import { chmod, mkdir, symlink } from "node:fs/promises";
import { join } from "node:path";
import { isAlive, nobody, workspace } from "./support/embedded.ts";
import { run } from "./support/executable.ts";
import { type RunningService, startServiceProcess } from "./support/process.ts";
import { testNeeding } from "./support/requires.ts";

const timeoutMs = 300_000;
const root = join(import.meta.dir, "..");

/** Off unless asked for: each downloads the runtime and every package anew, which takes as long as the network does. */
const firstUse = (name: string, body: () => Promise<void>, testHere: ReturnType<typeof testNeeding> = test) =>
  Bun.env["FIRST_USE"] === "1"
    ? testHere(name, body, timeoutMs)
    : test.skip(`${name} (needs FIRST_USE=1 and a package registry)`, body);

/** A home with a checkout of what would be committed now, and a PATH with Node and npm alone. */
async function newMachine({ homeMode }: { homeMode: number }) {
  await using resources = new AsyncDisposableStack();
  const space = resources.use(await workspace({ onDisk: true }));
  const [home, tools, state] = [join(space.path, "home"), join(space.path, "tools"), join(space.path, "state")];
  const checkout = join(home, "renovation-agent");
  for (const directory of [checkout, tools, state]) await mkdir(directory, { recursive: true });
  const list = ["ls-files", "--cached", "--others", "--exclude-standard"];
  const files = await run(["git", "-c", "safe.directory=*", "-C", root, ...list]);
  for (const file of files.stdout.trim().split("\n")) {
    const original = Bun.file(join(root, file));
    // One that is deleted and not committed yet is listed too.
    if (await original.exists()) await Bun.write(join(checkout, file), original);
  }
  for (const tool of ["node", "npm", "npx", "sh"]) await symlink(Bun.which(tool) ?? "", join(tools, tool));
  await chmod(home, homeMode);
  const owned = resources.move();
  return {
    space,
    checkout,
    state,
    /** The README's command, typed in the checkout; `user` comes before it. */
    start: (user: string[] = []) => {
      const variables = [`PATH=${tools}`, `HOME=${home}`, "PORT=0"];
      const typed = ["npx", "--yes", "bun@1.4.5", "run", "start"];
      const command = [...user, "env", "-i", `--chdir=${checkout}`, ...variables, ...typed];
      return startServiceProcess({ command, args: [] });
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

/** The first session: a chat from the first sentence to the checklist, then Ctrl-C in the middle of an answer. */
async function useForTheFirstTime(start: () => Promise<RunningService>): Promise<void> {
  const said: string[] = [];
  const seen: string[] = [];
  let id: string;
  {
    await using service = await start();
    id = await service.session();
    await using chat = await service.socket(id);
    const begin = async (text: string) => {
      chat.send({ type: "message", id: `m-${said.length}`, text });
      const { turnId } = await chat.until("ack", (ack) => ack.id === `m-${said.length}`);
      said.push(text);
      return turnId;
    };
    for (const text of ["A new kitchen, 3 by 4 metres, about 20k, something Scandinavian", "nothing else", "yes"]) {
      const turnId = await begin(text);
      await chat.until("turn.finished", (turn) => turn.turnId === turnId);
      seen.push(chat.text(turnId));
      const { phase } = await (await service.get(`/api/sessions/${id}`)).json();
      if (phase === "CHECKLIST") break;
    }
    expect(await (await service.get(`/api/sessions/${id}`)).json()).toMatchObject({ phase: "CHECKLIST" });
    expect((await service.messages(id)).map(({ content }) => content)).toEqual(
      said.flatMap((text, index) => [text, seen[index] ?? ""]),
    );

    const turnId = await begin("What do we do now?");
    await chat.until("delta", (delta) => delta.turnId === turnId);
    seen.push(chat.text(turnId));
    service.signalGroup("SIGINT");
    await service.exited;
    expect(service.lines.at(-1)).toMatchObject({ msg: "stopped", reason: "SIGINT", exitCode: 0 });
    expect(isAlive(service.pid)).toBe(false);
  }
  await using service = await start();
  const history = await service.messages(id);
  expect(history.filter(({ role }) => role === "user").map(({ content }) => content)).toEqual(said);
  expect(history.at(-1)).toMatchObject({ role: "assistant", content: expect.stringContaining(seen.at(-1) ?? "") });
  service.signalGroup("SIGINT");
  await service.exited;
}

firstUse("an ordinary user starts it with one command, chats, and loses nothing by Ctrl-C", async () => {
  await using machine = await newMachine({ homeMode: 0o755 });
  const isRoot = process.getuid?.() === 0;
  if (isRoot) await Bun.$`chown -R ${nobody.uid}:${nobody.gid} ${machine.space.path}`;
  const user = ["setpriv", `--reuid=${nobody.uid}`, `--regid=${nobody.gid}`, "--clear-groups"];
  await useForTheFirstTime(() => machine.start(isRoot ? user : []));
});

const asRoot = async () => {
  await using machine = await newMachine({ homeMode: 0o700 });
  // The default data directory of root, without touching the machine's own.
  const ownVarLib = ["unshare", "--mount", "sh", "-c", `mount --bind "$0" /var/lib && exec "$@"`, machine.state];
  await useForTheFirstTime(() => machine.start(ownVarLib));
};
firstUse("root does so from a checkout under a home that nobody else may enter", asRoot, testNeeding("root"));
