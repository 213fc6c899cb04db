import { expect, test } from "bun:test";
import type { Plan } from "../src/plan/schema.ts";
import { readNumber } from "../src/web/format.ts";
import { layOut } from "../src/web/gantt.ts";
import { nextSteps } from "../src/web/next-steps.ts";
import { createProjectApi } from "../src/web/project-api.ts";
import { createProjectStore, type Project } from "../src/web/project-store.ts";
import { startTestService } from "./support/service.ts";

test.each<[string, number | undefined]>([
  ["3.5", 3.5],
  ["3,5", 3.5],
  ["15 000", 15_000],
  ["15.000", 15_000],
  ["15,000", 15_000],
  ["1.234.567", 1_234_567],
  ["1,234.50", 1_234.5],
  ["1.234,50", 1_234.5],
  ["12’500", 12_500],
  ["0", undefined],
  ["-3", undefined],
  ["3 by 4", undefined],
  ["", undefined],
])("people's %p is %p", (text, value) => {
  expect(readNumber(text)).toBe(value as number);
});

const task = (key: string, startsOn: string, endsOn: string, slackDays: number): Plan["tasks"][number] => ({
  key,
  title: `Kitchen: ${key}`,
  roomId: null,
  roomName: "Kitchen",
  trade: "tiling",
  durationDays: 1,
  dependsOn: [],
  labourMinor: 1,
  materialMinor: 1,
  notes: null,
  startsOn,
  endsOn,
  slackDays,
  critical: slackDays === 0,
});

test("a timeline shows whole weeks, each task over its days, and slack over working days only", () => {
  const tasks = [task("tiles", "2026-12-09", "2026-12-11", 0), task("paint", "2026-12-11", "2026-12-11", 1)];
  const plan = { startsOn: "2026-12-09", endsOn: "2026-12-14", tasks } as unknown as Plan;
  const { rows, weeks, weekends } = layOut(plan);
  const day = 100 / 14;
  expect(weeks.map(({ date }) => date)).toEqual(["2026-12-07", "2026-12-14"]);
  expect(weekends[0]?.left).toBeCloseTo(5 * day);
  expect(rows.map(({ title }) => title)).toEqual(["tiles", "paint"]);
  expect(rows[0]?.bar.left).toBeCloseTo(2 * day);
  expect(rows[0]?.bar.width).toBeCloseTo(3 * day);
  expect(rows[0]?.slack).toBeUndefined();
  // Friday's task may slip to Monday: over the weekend to Monday's end.
  expect(rows[1]?.slack?.left).toBeCloseTo(5 * day);
  expect(rows[1]?.slack?.width).toBeCloseTo(3 * day);
});

test("suggestions name what is missing first, and a single pending decision before everything", () => {
  const known = { phase: "INTAKE" as const, approvals: [], session: undefined, rooms: [] };
  const labels = (more: object) =>
    nextSteps({ ...known, checklist: [], budget: undefined, renders: [], ...more } as never).map(({ label }) => label);
  expect(labels({})[0]).toBe("A kitchen, 3 by 4 metres");
  const room = { name: "Kitchen", areaM2: null, widthCm: null };
  expect(labels({ rooms: [room] })[0]).toBe("Kitchen: 3 by 4 metres");
  const session = { budgetMinor: 2_000_000, currency: "EUR", styleSlug: "japandi" };
  expect(labels({ phase: "PLAN", session })).toContain("Make it €15,000");
  const approval = { kind: "plan", approvalId: "a", status: "pending" };
  expect(labels({ phase: "PLAN", session, approvals: [approval] })[0]).toBe("Approve the plan");
  expect(labels({ phase: "PLAN", session, approvals: [approval, approval] })).not.toContain("Approve the plan");
});

/** A service that counts what it is asked, and can be away. */
function scriptedService() {
  const asked: string[] = [];
  const state = { isAway: false };
  const timers: (() => void)[] = [];
  let project: Project | undefined;
  const fetch = async (url: string) => {
    if (state.isAway) throw new TypeError("away");
    const part = new URL(url).pathname.split("/").at(-1) ?? "";
    asked.push(part);
    if (part === "renders") return Response.json({ title: "Not found", status: 404 }, { status: 404 });
    return Response.json(part === "s" || part === "budget" ? { id: part } : { items: [], nextCursor: null });
  };
  const clock = {
    now: () => 0,
    after(_delayMs: number, run: () => void) {
      timers.push(run);
      return () => {};
    },
  };
  const show = (next: Project) => {
    project = next;
  };
  const store = createProjectStore(createProjectApi("http://service.test/api/sessions/s", fetch), show, clock);
  return {
    state,
    store,
    project: () => project,
    /** Lets requests and pauses end; what was asked since the last time. */
    async settle() {
      for (let i = 0; i < 5; i++) {
        await new Promise<void>((resolve) => setImmediate(resolve));
        for (const run of timers.splice(0)) run();
      }
      return asked.splice(0).toSorted();
    },
  };
}

test("the project is read once, then only what an event names, and a burst of events is read once more", async () => {
  const { store, settle, project } = scriptedService();
  store.begin();
  expect(await settle()).toHaveLength(8);
  expect(project()).toMatchObject({ rooms: [], plan: null, renders: null, problem: undefined });
  for (let seq = 1; seq <= 10; seq++) store.hear({ type: "checklist.changed", seq, itemIds: [] });
  expect(await settle()).toEqual(["budget", "budget", "checklist", "checklist"]);
  store.hear({ type: "turn.started", seq: 11, turnId: "t", attempt: 1 });
  expect(await settle()).toEqual([]);
});

test("what could not be read is said, and read when there is a connection again", async () => {
  const { store, settle, project, state } = scriptedService();
  store.begin();
  await settle();
  state.isAway = true;
  store.hear({ type: "picks.changed", seq: 1, pickIds: [] });
  await settle();
  expect(project()).toMatchObject({ picks: [], problem: { title: "The service cannot be reached" } });
  state.isAway = false;
  store.retryFailed();
  expect(new Set(await settle())).toEqual(new Set(["budget", "checklist", "picks"]));
  expect(project()?.problem).toBeUndefined();
});

test("what is added again because its answer was lost is there once, and what is added twice on purpose is there twice", async () => {
  await using service = await startTestService();
  let isLosing = true;
  const api = createProjectApi(`${service.url.origin}/api/sessions/${await service.session()}`, async (url, init) => {
    const response = await fetch(url, init);
    if (isLosing) throw new TypeError("the connection broke off");
    return response;
  });
  const names = async () => (await api.readRooms()).map(({ name }) => name);
  await expect(api.createRoom({ type: "kitchen" })).rejects.toMatchObject({ problem: { status: 0 } });
  isLosing = false;
  await api.createRoom({ type: "kitchen" });
  expect(await names()).toEqual(["Kitchen"]);
  await api.createRoom({ type: "kitchen" });
  expect(await names()).toEqual(["Kitchen", "Kitchen 2"]);
});
