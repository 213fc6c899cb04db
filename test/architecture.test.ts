import { expect, test } from "bun:test";
import { dirname, join } from "node:path";

const root = join(import.meta.dir, "../src");

/** What every part may import. */
const common = ["problem.ts", "log.ts", "version.ts", "paging.ts", "given.ts", "once.ts", "slots.ts"];

/** What every feature that changes a session stands on. */
const changing = ["db/client.ts", "http/", "sessions/", "chat/conversation.ts", "chat/store.ts", "approvals/settle.ts"];

/** Who may import whom, besides itself; a path ending in / is a folder. What is not allowed here is refused. */
const mayImport: Record<string, string[]> = {
  "main.ts": ["commands/", "failpoint.ts"],
  "commands/": [
    "config.ts",
    "service.ts",
    "service/",
    "app.ts",
    "catalog/error.ts",
    "catalog/load.ts",
    "db/",
    "http/docs",
    "lifecycle/",
    "turns/operator.ts",
  ],
  "service.ts": ["*"],
  "service/": ["*"],
  "app.ts": [
    "http/",
    "chat/",
    "sessions/",
    "rooms/",
    "checklist/",
    "picks/",
    "budget/",
    "plan/",
    "approvals/",
    "decisions/",
    "catalog/",
    "prices/",
    "assets/",
    "renders/",
    "report/",
    "sharing/",
    "turns/",
    "db/",
  ],
  "server.ts": ["http/", "chat/socket.ts"],
  "config.ts": ["config/"],
  "config/": ["db/target.ts"],
  "log.ts": ["standard-output.ts"],
  "standard-output.ts": [],
  "problem.ts": [],
  "paging.ts": [],
  "given.ts": [],
  "slots.ts": [],
  "once.ts": [],
  "version.ts": ["../package.json"],
  "failpoint.ts": [],
  "lifecycle/": [],
  "metrics/": ["chat/protocol.ts", "http/request-context.ts", "turns/ended.ts"],
  "http/": [
    "db/client.ts",
    "sessions/owner.ts",
    "chat/protocol.ts",
    "chat/schema.ts",
    "approvals/schema.ts",
    "lifecycle/readiness.ts",
    "config.ts",
    "../node_modules/",
  ],
  "db/": ["lifecycle/"],
  "sessions/": [
    ...changing,
    "approvals/store.ts",
    "approvals/places.ts",
    "plan/standing.ts",
    "catalog/store.ts",
    "prices/currencies.ts",
  ],
  "plan/": [...changing, "rooms/store.ts", "prices/schema.ts"],
  "approvals/": [...changing, "plan/", "chat/protocol.ts", "assets/schema.ts", "renders/schema.ts", "renders/store.ts"],
  "decisions/": [...changing],
  "rooms/": [...changing, "plan/changes.ts", "renders/removal.ts"],
  "checklist/": [...changing, "rooms/", "prices/", "catalog/schema.ts"],
  "picks/": [...changing, "rooms/", "checklist/", "catalog/"],
  "budget/": ["db/client.ts", "http/router.ts", "sessions/", "rooms/", "checklist/", "picks/", "plan/", "prices/"],
  "assets/": [...changing, "rooms/store.ts"],
  "renders/": [
    ...changing,
    "assets/",
    "rooms/",
    "catalog/",
    "picks/",
    "plan/",
    "prices/",
    "checklist/",
    "approvals/",
    "turns/store.ts",
    "turns/picture.ts",
    "turns/token-cap.ts",
    "chat/protocol.ts",
    "agent/gemini/answer.ts",
    "agent/gemini/errors.ts",
    "agent/gemini/retry.ts",
    "agent/gemini/status.ts",
  ],
  "report/": [
    "db/client.ts",
    "http/",
    "sessions/",
    "rooms/",
    "checklist/",
    "picks/",
    "budget/",
    "plan/",
    "approvals/",
    "decisions/",
    "catalog/",
    "prices/",
    "assets/",
    "renders/",
  ],
  "sharing/": ["db/client.ts", "http/", "sessions/", "report/"],
  "catalog/": ["db/client.ts", "db/migration-lock.ts", "http/router.ts", "sessions/", "rooms/schema.ts", "prices/"],
  "prices/": ["http/router.ts", "sessions/"],
  "chat/": ["db/client.ts", "http/", "sessions/", "turns/", "approvals/", "assets/schema.ts", "renders/schema.ts"],
  "turns/": [
    "db/",
    "http/",
    "sessions/",
    "chat/",
    "approvals/",
    "assets/attachments.ts",
    "renders/store.ts",
    "agent/agent.ts",
    "failpoint.ts",
    "lifecycle/within.ts",
  ],
  "agent/": [
    "db/client.ts",
    "sessions/",
    "rooms/",
    "checklist/",
    "picks/",
    "budget/",
    "plan/",
    "approvals/",
    "decisions/",
    "catalog/",
    "prices/",
    "assets/",
    "renders/",
    "report/",
    "sharing/",
    "chat/store.ts",
    "chat/protocol.ts",
  ],
  "web/": [
    "chat/protocol.ts",
    "sessions/schema.ts",
    "rooms/schema.ts",
    "checklist/schema.ts",
    "picks/schema.ts",
    "budget/schema.ts",
    "plan/schema.ts",
    "approvals/schema.ts",
    "catalog/schema.ts",
    "assets/schema.ts",
    "renders/schema.ts",
    "sharing/schema.ts",
  ],
  "build/": ["db/embedded/", "http/web/", "web/"],
};

/** Packages that belong to one part only. */
const owners: Record<string, RegExp> = {
  "@langchain/": /^agent\//,
  postgres: /^db\//,
  preact: /^web\//,
  "prom-client": /^metrics\//,
  "@scalar/": /^http\/docs/,
};

const files = [...new Bun.Glob("**/*.{ts,tsx}").scanSync(root)];
const importsOf = async (file: string) =>
  [...(await Bun.file(join(root, file)).text()).matchAll(/(?:from\s+|import\s*\(?\s*)"([^"]+)"/g)].map(
    ([, path]) => path ?? "",
  );
const partOf = (file: string) =>
  Object.keys(mayImport).find((part) => file === part || (part.endsWith("/") && file.startsWith(part)));

test("every file belongs to a part", () => {
  expect(files.filter((file) => partOf(file) === undefined)).toEqual([]);
});

test("imports follow the rules of who may import whom", async () => {
  const violations: string[] = [];
  for (const file of files) {
    const part = partOf(file) ?? "";
    const allowed = [...(mayImport[part] ?? []), ...common];
    for (const path of await importsOf(file)) {
      if (!path.startsWith(".")) continue;
      const target = join(dirname(file), path);
      const isOwn = part.endsWith("/") && target.startsWith(part);
      if (!isOwn && !allowed.includes("*") && !allowed.some((to) => target === to || target.startsWith(to)))
        violations.push(`${file} -> ${target}`);
    }
  }
  expect(violations).toEqual([]);
});

test("a schema imports zod and other schemas only, so that it serves every side", async () => {
  const violations: string[] = [];
  for (const file of files.filter((name) => /(^|\/)(schema|protocol|owner)\.ts$/.test(name))) {
    for (const path of await importsOf(file)) {
      if (path !== "zod" && !/(schema|protocol|problem)\.ts$/.test(path)) violations.push(`${file} -> ${path}`);
    }
  }
  expect(violations).toEqual([]);
});

test("a package that has an owner is imported by nobody else", async () => {
  const violations: string[] = [];
  for (const file of files) {
    for (const path of await importsOf(file)) {
      const [, owner] =
        Object.entries(owners).find(
          ([name]) => path === name || path.startsWith(name.endsWith("/") ? name : `${name}/`),
        ) ?? [];
      if (owner && !owner.test(file)) violations.push(`${file} -> ${path}`);
    }
  }
  expect(violations).toEqual([]);
});

test("only the process's own files touch the process and its environment", async () => {
  const touching: string[] = [];
  for (const file of files) {
    if (/^(main\.ts|commands\/|build\/|failpoint\.ts)/.test(file)) continue;
    const source = await Bun.file(join(root, file)).text();
    if (/\bprocess\.(env|exit|on|kill|argv)\b|\bBun\.env\b|import\.meta\.env/.test(source)) touching.push(file);
  }
  expect(touching).toEqual([]);
});
