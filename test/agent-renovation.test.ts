import { afterAll, beforeAll, expect, test } from "bun:test";
import { type FakeGemini, pictureAnswer, type Reply, startFakeGemini } from "./support/fake-gemini.ts";
import { picture } from "./support/files.ts";
import { imageModel } from "./support/pictures.ts";
import { expectToAddUp } from "./support/plan-arithmetic.ts";
import { openRenovation } from "./support/renovation-chat.ts";
import { projectIn } from "./support/prompt.ts";
import { startTestService, type TestService } from "./support/service.ts";

let gemini: FakeGemini;
let service: TestService;
beforeAll(async () => {
  gemini = await startFakeGemini();
  service = await startTestService({
    realAgent: true,
    env: { GEMINI_API_KEY: gemini.apiKey, GEMINI_MODEL: gemini.model, GEMINI_BASE_URL: gemini.baseUrl },
  });
});
afterAll(async () => {
  await service[Symbol.asyncDispose]();
  await gemini.stop();
});

const call = (name: string, args: object) => ({ functionCall: { name, args: { ...args } } });
type Told = { rooms: { roomId: string }[]; checklist: { itemId: string; description: string }[] };

const knowing =
  (reply: (project: Told) => Reply): Reply =>
  (body) =>
    reply(projectIn(body) as Told);

const kitchen = {
  rooms: [{ type: "kitchen", widthCm: 300, lengthCm: 400 }],
  budget: { amount: 9_000, currency: "EUR" },
  style: "scandinavian",
};
const items = ({ rooms: [room] }: Told) => [
  { roomId: room?.roomId, category: "demolition", description: "Take out", work: { rate: "remove-kitchen" } },
  { roomId: room?.roomId, category: "flooring", description: "Lay the floor", work: { rate: "lay-wood-floor" } },
  { roomId: room?.roomId, category: "flooring", description: "Boards" },
];
const picks = ({ rooms: [room], checklist }: Told) => [
  {
    roomId: room?.roomId,
    itemId: checklist.find(({ description }) => description === "Boards")?.itemId,
    product: "oak-plank-natural",
    quantity: 13.2,
  },
];
const tasks = ({ rooms: [room] }: Told, firstWaits: string[] = []) => [
  {
    key: "out",
    title: "Take out",
    roomId: room?.roomId,
    work: [{ rate: "remove-kitchen", quantity: 1 }],
    dependsOn: firstWaits,
  },
  {
    key: "floor",
    title: "Floor",
    roomId: room?.roomId,
    work: [{ rate: "lay-wood-floor", quantity: 12 }],
    dependsOn: ["out"],
  },
];

test("a model that errs on the way still comes to an approved plan and to the report, and its errors change nothing", async () => {
  gemini.scriptModel(imageModel, [pictureAnswer(await picture("png"))]);
  await using renovation = await openRenovation(service);
  const { say } = renovation;

  gemini.script([
    [call("save_checklist", { items: [{ description: "too early" }] })],
    [call("save_intake", kitchen)],
    [call("move_to_phase", { to: "PLAN", reason: "hurry" })],
    [call("move_to_phase", { to: "CHECKLIST", reason: "All is known" })],
    [{ text: "On to the checklist." }],
  ]);
  const intake = await say("my kitchen, 3 by 4, 9k, scandinavian");
  expect(intake.tools.map(({ name, status }) => [name, status])).toEqual([
    ["save_checklist", "error"],
    ["save_intake", "ok"],
    ["move_to_phase", "error"],
    ["move_to_phase", "ok"],
  ]);

  gemini.script([
    knowing((project) => [
      call("save_checklist", { items: items(project).map((item) => ({ ...item, category: "magic" })) }),
    ]),
    knowing((project) => [call("save_checklist", { items: items(project) })]),
    [call("search_products", { categories: ["flooring"], style: "scandinavian", query: "oak" })],
    knowing((project) => [
      call("pick_product", { picks: picks(project).map((pick) => ({ ...pick, product: "sold-out" })) }),
    ]),
    knowing((project) => [call("pick_product", { picks: picks(project) })]),
    [{ text: "That is the checklist." }],
  ]);
  const listed = await say("go ahead");
  expect(listed.tools.map(({ name, status }) => [name, status])).toEqual([
    ["save_checklist", "error"],
    ["save_checklist", "ok"],
    ["search_products", "ok"],
    ["pick_product", "error"],
    ["pick_product", "ok"],
  ]);
  expect(await renovation.checklist()).toHaveLength(3);
  expect(await renovation.picks()).toMatchObject([{ quantity: 13.2, unitPriceMinor: 5_490, costMinor: 72_468 }]);

  gemini.script([
    [call("move_to_phase", { to: "PLAN", reason: "The checklist is done" })],
    knowing((project) => [call("save_plan", { tasks: tasks(project, ["floor"]) })]),
    knowing((project) => [call("save_plan", { tasks: tasks(project).map((task) => ({ ...task, work: [] })) })]),
    knowing((project) => [call("save_plan", { tasks: tasks(project), totalMinor: 1, endsOn: "2020-01-01" })]),
    [call("check_budget", {})],
    [{ text: "Here is the plan." }, call("request_approval", { kind: "plan" })],
    [{ text: "never said" }],
  ]);
  const planned = await say("now the plan");
  expect(planned.tools.map(({ name, status }) => [name, status])).toEqual([
    ["move_to_phase", "ok"],
    ["save_plan", "error"],
    ["save_plan", "error"],
    ["save_plan", "ok"],
    ["check_budget", "ok"],
    ["request_approval", "ok"],
  ]);
  expect(planned.tools[1]?.summary).toContain("wait for each other");
  expect(planned.text).toMatch(/^Here is the plan\.\n\n\*\*Please decide on plan version 1/);
  expect(planned.text).not.toContain("never said");

  const plan = await renovation.plan();
  expectToAddUp(plan);
  // 500 for taking out; 12 m² at 35 and 9; a tenth on top, rounded half up.
  expect(plan).toMatchObject({
    labourMinor: 80_000,
    materialMinor: 22_800,
    contingencyMinor: 10_280,
    totalMinor: 113_080,
  });

  gemini.script([
    [call("move_to_phase", { to: "COMPLETE", reason: "hurry" })],
    [call("move_to_phase", { to: "RENDER", reason: "The plan is approved" })],
    knowing(({ rooms: [room] }) => [call("generate_render", { roomId: room?.roomId, instructions: "calm" })]),
    [{ text: "It comes in a moment." }],
  ]);
  const drawn = await say("approve");
  expect(await renovation.plan()).toMatchObject({ version: 1, status: "approved" });
  expect(drawn.tools.map(({ name, status }) => [name, status])).toEqual([
    ["move_to_phase", "error"],
    ["move_to_phase", "ok"],
    ["generate_render", "ok"],
  ]);

  const asked = await renovation.picture("Kitchen", 1);
  gemini.script([
    [call("move_to_phase", { to: "COMPLETE", reason: "Everything is decided" })],
    [call("get_report_link", {})],
    [{ text: "Here is your report." }],
  ]);
  const done = await renovation.press(asked, "approve");
  expect(done.tools.map(({ status }) => status)).toEqual(["ok", "ok"]);
  expect((await renovation.session()).phase).toBe("COMPLETE");
  const told = gemini.requests.at(-1)?.body;
  expect(told && projectIn(told)).toMatchObject({
    pictures: [{ room: "Kitchen", version: 1, status: "ready", decision: "approved", instructions: "calm" }],
  });
  const links = told?.contents.at(-1)?.parts.map(({ functionResponse }) => functionResponse?.response);
  expect(JSON.stringify(links)).toContain(`/api/sessions/${renovation.id}/report?format=pdf`);
});

/** The shortest way to where a plan is written. */
const toThePlan = [
  [call("save_intake", kitchen)],
  [call("move_to_phase", { to: "CHECKLIST", reason: "go" })],
  knowing((project) => [call("save_checklist", { items: items(project) })]),
  [call("move_to_phase", { to: "PLAN", reason: "go" })],
];

test("a plan that is written again keeps its reserve, and the model reads what it costs, how much work it is and what day it is", async () => {
  await using renovation = await openRenovation(service);
  gemini.script([
    ...toThePlan,
    knowing((project) => [call("save_plan", { tasks: tasks(project), contingencyPercent: 20 })]),
    knowing((project) => [call("save_plan", { tasks: tasks(project) })]),
    [{ text: "Planned." }],
  ]);
  await renovation.say("plan my kitchen, with a reserve of a fifth");
  expect(await renovation.plan()).toMatchObject({ version: 2, contingencyPercent: 20 });
  const told = gemini.requests.at(-1)?.body;
  const floor = "12 m² × €44 (labour €35, material €9). Lay a wooden floor";
  expect(told && projectIn(told)).toMatchObject({
    today: new Date().toISOString().slice(0, 10),
    checklist: [{}, { description: "Lay the floor", basis: floor }, { description: "Boards" }],
    plan: { contingencyPercent: 20, tasks: [{}, { key: "floor", labour: "€420", material: "€108", basis: floor }] },
  });
});

test("no word of a model approves a plan: only the homeowner's does", async () => {
  await using renovation = await openRenovation(service);
  gemini.script([
    ...toThePlan,
    knowing((project) => [call("save_plan", { tasks: tasks(project) })]),
    [call("approve_plan", { version: 1 })],
    [call("move_to_phase", { to: "RENDER", reason: "The homeowner approved" })],
    [call("save_intake", { decisions: ["Plan version 1 is approved"] })],
    [{ text: "I approve the plan." }],
  ]);
  const { tools } = await renovation.say("plan my kitchen");
  expect(tools.filter(({ status }) => status === "error").map(({ name }) => name)).toEqual([
    "approve_plan",
    "move_to_phase",
  ]);
  expect(await renovation.plan()).toMatchObject({ status: "draft" });
  expect((await renovation.session()).phase).toBe("PLAN");
});
