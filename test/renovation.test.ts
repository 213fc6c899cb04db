import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import fc from "fast-check";
import { exactly } from "../src/agent/offline/figures.ts";
import { startOfflineService } from "./support/offline-service.ts";
import { expectOneStory, expectToAddUp } from "./support/plan-arithmetic.ts";
import { openRenovation, type Renovation } from "./support/renovation-chat.ts";
import { examples, trials } from "./support/effort.ts";

// Whole conversations of up to ten turns.
setDefaultTimeout(20_000);

let service: Awaited<ReturnType<typeof startOfflineService>>;
beforeAll(async () => {
  service = await startOfflineService();
});
afterAll(() => service[Symbol.asyncDispose]());

const kitchen = "I want to redo my kitchen, 3 by 4 metres, about 20k, something Scandinavian";
const names = ({ tools }: { tools: { name: string; status: string }[] }) => tools.map(({ name }) => name);

/** Says yes until the homeowner is asked to decide. */
async function goToDecision(renovation: Renovation) {
  for (let messages = 0; messages < 6; messages++) {
    const { text } = await renovation.say("go on");
    if (text.includes("Please decide")) return;
  }
  throw new Error("nothing was asked to decide on");
}

test("one sentence and five short messages lead to an approved plan whose numbers add up", async () => {
  await using renovation = await openRenovation(service);
  const first = await renovation.say(kitchen);
  expect(names(first)).toEqual(["save_intake"]);
  await renovation.say("keep the window");

  const listed = await renovation.say("yes");
  expect(names(listed)).toEqual(["move_to_phase", "search_products", "save_checklist", "pick_product"]);
  const planned = await renovation.say("yes please");
  expect(names(planned)).toEqual(["move_to_phase", "search_products", "save_plan", "check_budget", "request_approval"]);
  expect(planned.text).toContain("Please decide on plan version 1");

  const { plan, picks, items, budget } = await expectOneStory(renovation);
  expect(await renovation.rooms()).toMatchObject([
    { type: "kitchen", widthCm: 300, lengthCm: 400, areaM2: 12, requirements: ["keep the window"] },
  ]);
  expect(items.filter(({ priority }) => priority === "must").length).toBeGreaterThan(10);
  expect(items.map(({ description }) => description)).toContain("Wish: keep the window");
  expect(picks.length).toBeGreaterThan(8);
  expect(budget).toMatchObject({ totalMinor: 2_000_000, overMinor: 0 });
  expect(plan.status).toBe("draft");
  const { facts } = await renovation.chat.until("approval.requested");
  expect(facts).toMatchObject({ planVersion: 1, totalMinor: budget.allocatedMinor, budgetMinor: 2_000_000 });

  const approved = await renovation.say("yes, approve");
  expect(approved.text).toContain("Plan version 1 is approved");
  expect(names(approved)).toEqual(["move_to_phase", "generate_render"]);
  expect(await renovation.plan()).toMatchObject({ version: 1, status: "approved" });
});

const ways = async (renovation: Renovation) =>
  (await renovation.phases()).map(({ from, to, actor }) => `${actor}: ${from} to ${to}`);

test("a kitchen goes by chat from the first word to the report, back for another worktop, and to the report again", async () => {
  await using renovation = await openRenovation(service);
  for (const text of [kitchen, "keep the window", "yes", "yes please"]) await renovation.say(text);
  await renovation.say("approve");
  await renovation.picture("Kitchen", 1);

  const done = await renovation.say("approve");
  expect(names(done)).toEqual(["move_to_phase", "get_report_link"]);
  const before = await renovation.budget();
  expect(done.text).toContain(`**${exactly(before.allocatedMinor, "EUR")}** in all`);
  const report = `/api/sessions/${renovation.id}/report`;
  for (const link of [report, `${report}?format=pdf`, `/api/sessions/${renovation.id}/shopping-list`]) {
    expect(done.text).toContain(`](${link})`);
    expect((await service.get(link)).status).toBe(200);
  }
  const { startsOn, workingDays } = await renovation.plan();
  const starts = new Date(startsOn).toLocaleDateString("en-GB", { day: "numeric", month: "short", year: "numeric" });
  expect((await renovation.say("when do we start?")).text).toContain(`starts on ${starts}`);
  expect((await renovation.say("how many days?")).text).toContain(`${workingDays} working days`);

  const offered = await renovation.say("I want to change the worktop");
  expect(offered.text).toContain("**Quartz worktop in white**");
  const chosen = await renovation.say("the quartz one");
  expect(chosen.text).toContain("Please decide on plan version 2");
  await expectOneStory(renovation);
  await renovation.say("approve");
  const again = await renovation.picture("Kitchen", 2);
  expect((await renovation.press(again, "approve")).text).toContain("Your renovation is planned");
  const after = await renovation.budget();
  expect(after.allocatedMinor).toBeGreaterThan(before.allocatedMinor);
  const [second, first] = await renovation.renders();
  expect([first?.decision, second?.decision, second?.parentId]).toEqual(["approved", "approved", first?.id ?? ""]);
  expect(await ways(renovation)).toEqual([
    "agent: INTAKE to CHECKLIST",
    "agent: CHECKLIST to PLAN",
    "agent: PLAN to RENDER",
    "agent: RENDER to COMPLETE",
    "agent: COMPLETE to ITERATE",
    "agent: ITERATE to PLAN",
    "agent: PLAN to RENDER",
    "agent: RENDER to COMPLETE",
  ]);
});

const stages = ["INTAKE", "CHECKLIST", "PLAN", "RENDER"] as const;

/** A kitchen and a bathroom, as far as a phase; in PLAN the question is open, in RENDER the plan is approved and pictures are made. */
async function openAt(phase: (typeof stages)[number]) {
  const renovation = await openRenovation(service);
  await renovation.say("kitchen 3 by 4 m and a bathroom 2 by 2.5 m, 40k euros, scandinavian");
  if (phase !== "INTAKE") await renovation.say("to the checklist");
  if (phase === "PLAN" || phase === "RENDER") await goToDecision(renovation);
  if (phase === "RENDER") await renovation.say("approve");
  expect((await renovation.session()).phase).toBe(phase);
  return renovation;
}

test.each(examples(1, stages.toReversed()))(
  "in %s, a smaller budget and a dropped room lead to a smaller plan that adds up",
  async (phase) => {
    await using renovation = await openAt(phase);
    await renovation.say("make it 15k");
    expect(await renovation.session()).toMatchObject({ budgetMinor: 1_500_000, currency: "EUR" });
    await renovation.say("drop the bathroom");
    expect((await renovation.rooms()).map(({ type }) => type)).toEqual(["kitchen"]);

    const pending = (await renovation.approvals()).some(({ status }) => status === "pending");
    if (!pending) await goToDecision(renovation);
    const { plan, budget } = await expectOneStory(renovation);
    expect(budget).toMatchObject({ totalMinor: 1_500_000, overMinor: 0 });
    expect(plan.tasks.filter(({ title }) => title.includes("Bathroom"))).toEqual([]);
    await renovation.say("approve");
    expect(await renovation.plan()).toMatchObject({ status: "approved", version: plan.version });
  },
);

test("“too expensive” makes a cheaper version and asks again, and the question before it is withdrawn", async () => {
  await using renovation = await openAt("PLAN");
  const before = await renovation.budget();
  const { text } = await renovation.say("no, too expensive");
  expect(text).toContain("Please decide on plan version 2");
  const after = (await expectOneStory(renovation)).budget;
  expect(after.allocatedMinor).toBeLessThan(before.allocatedMinor);
  expect((await renovation.approvals()).map(({ status }) => status)).toEqual(["pending", "withdrawn"]);

  // What is only nice to have goes next; then there is nothing left to save by rule.
  await renovation.say("still too expensive");
  expect((await renovation.budget()).allocatedMinor).toBeLessThan(after.allocatedMinor);
  expect((await renovation.say("cheaper")).text).toContain("the least dear I can make it");
});

test("a plan that cannot fit asks to go over the budget first, and for itself after that", async () => {
  await using renovation = await openRenovation(service);
  await renovation.say("kitchen 3 by 4 m, 9k euros, scandinavian");
  await goToDecision(renovation);
  expect((await renovation.chat.until("approval.requested")).kind).toBe("over_budget");
  expect((await renovation.budget()).overMinor).toBeGreaterThan(0);
  const { text } = await renovation.say("approve");
  expect(text).toContain("Please decide on plan version");
  await renovation.say("approve");
  expect(await renovation.plan()).toMatchObject({ status: "approved" });
  expect((await renovation.session()).phase).toBe("RENDER");
});

test("a rejection fixes nothing, and the way back to the checklist is open", async () => {
  await using renovation = await openAt("PLAN");
  expect((await renovation.say("no")).text).toContain("not approved");
  await renovation.say("back to the checklist");
  expect((await renovation.session()).phase).toBe("CHECKLIST");
  expect((await renovation.say("no hood, and make the mirror cabinet optional")).text).toContain("Off the list: Hood");
  const items = await renovation.checklist();
  expect(items.filter(({ description }) => description === "Hood")).toEqual([]);
  expect(items.find(({ description }) => description === "Mirror cabinet")?.priority).toBe("optional");
  expect((await renovation.picks()).filter(({ productName }) => /hood|mirror/i.test(productName))).toEqual([]);
  await goToDecision(renovation);
  await expectOneStory(renovation);
});

test("what changes after the approval makes a new version, and the approved one stays as it was", async () => {
  await using renovation = await openAt("RENDER");
  const approved = await renovation.plan();
  await renovation.say("the kitchen is 4 by 5");
  expect((await renovation.session()).phase).toBe("PLAN");
  const { plan } = await expectOneStory(renovation);
  expect(plan).toMatchObject({ status: "draft", version: approved.version + 1 });
  const kept = await (await service.get(`/api/sessions/${renovation.id}/plan/versions/${approved.version}`)).json();
  expect(kept).toEqual(approved);
});

test("a room added to the plan gets its checklist first", async () => {
  await using renovation = await openAt("PLAN");
  expect((await renovation.say("add a hallway of 6 m²")).text).toContain("**Hallway**");
  expect((await renovation.session()).phase).toBe("CHECKLIST");
  await goToDecision(renovation);
  const { plan } = await expectOneStory(renovation);
  expect(plan.tasks.some(({ title }) => title.startsWith("Hallway"))).toBe(true);
});

test("what is said of one of two bathrooms is done in that one alone", async () => {
  await using renovation = await openRenovation(service);
  await renovation.say("two bathrooms 2 by 2.5 m, 40k euros, modern. To the checklist");
  await renovation.say("no new radiator in bathroom 2");
  const rooms = new Map((await renovation.rooms()).map(({ id, name }) => [id, name]));
  const radiators = (await renovation.checklist()).filter(({ description }) => description === "New radiator");
  expect(radiators.map(({ roomId }) => rooms.get(roomId))).toEqual(["Bathroom 1"]);
});

test("what the homeowner changes over HTTP is what the planner goes on with", async () => {
  await using renovation = await openAt("CHECKLIST");
  const base = `/api/sessions/${renovation.id}`;
  const items = await renovation.checklist();
  const [kitchenRoom] = await renovation.rooms();
  const roomId = kitchenRoom?.id;
  const oven = items.find(({ description }) => description === "Oven");
  const hob = items.find(({ description }) => description === "Hob");
  await service.send("DELETE", `${base}/checklist/${oven?.id}`);
  const [known] = (await renovation.picks()).filter(({ itemId }) => itemId === hob?.id);
  await service.send("DELETE", `${base}/picks/${known?.id}`);
  await service.post(`${base}/picks`, { roomId, itemId: hob?.id, productSlug: "microwave-built-in" });
  await service.post(`${base}/checklist`, {
    roomId,
    category: "doors",
    description: "A cat flap",
    estimateMinor: 25_000,
  });
  await goToDecision(renovation);
  const { plan, picks } = await expectOneStory(renovation);
  expect(plan.tasks.some(({ title }) => title.includes("A cat flap"))).toBe(true);
  expect(picks.filter(({ productName }) => productName === "Built-in oven")).toEqual([]);
  expect(picks.filter(({ itemId }) => itemId === hob?.id).map(({ productSlug }) => productSlug)).toEqual([
    "microwave-built-in",
  ]);
});

test.each(examples(1, stages.toReversed()))(
  "in %s, “what can I do now?” gets an answer that fits, and changes nothing",
  async (phase) => {
    await using renovation = await openAt(phase);
    const { text, tools } = await renovation.say("what can I do now?");
    expect(tools).toEqual([]);
    expect(text).toMatch({ INTAKE: /rooms/, CHECKLIST: /take something out/, PLAN: /approve/, RENDER: /back/ }[phase]);
  },
);

test("the same words make the same plan", async () => {
  const tell = async () => {
    await using renovation = await openAt("PLAN");
    const { tasks, criticalPath, totalMinor } = await renovation.plan();
    const picks = (await renovation.picks()).map(({ productSlug, quantity }) => [productSlug, quantity]);
    return { criticalPath, totalMinor, picks, tasks: tasks.map(({ roomId: _, ...task }) => task) };
  };
  expect(await tell()).toEqual(await tell());
});

const lines = fc.constantFrom(
  ..."go on|yes|no|approve|reject|cheaper|too expensive|make it 15k|make it 40k|make it 3k|10k pounds|drop the bathroom|drop the kitchen|add a hallway|two bedrooms|the kitchen is 4 by 5|industrial instead|no hood|no tiles|make the microwave a must|back|back to the checklist|to the plan|to the pictures|keep the window|where are we?|what can I do now?|hello|I do not know|lorem ipsum|3 by 4|show me tiles|the cheapest|take the oak worktop|start on 1 March|that is enough|another picture|leave it|the painter is done|the report|I want to change something".split(
    "|",
  ),
);

test("whatever is said in whatever order, each turn ends in words, no guard is passed over, and the sums hold", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(lines, { minLength: 4, maxLength: 8 }), async (messages) => {
      await using renovation = await openRenovation(service);
      await renovation.say("kitchen 3 by 4 m and a bathroom 2 by 2 m, 20k euros, modern. Go on");
      for (const message of messages) {
        const { status, text, tools } = await renovation.say(message);
        expect([message, status, text.trim() !== ""]).toEqual([message, "completed", true]);
        // The planner asks for nothing that is refused, but for the last room, which has to stay.
        const refused = tools.filter((tool) => tool.status === "error").map(({ summary }) => summary);
        expect(refused.filter((summary) => !summary.includes("It is the last room"))).toEqual([]);
      }
      const { phase } = await renovation.session();
      const budget = await renovation.budget();
      expect(budget.allocatedMinor + (budget.remainingMinor ?? 0)).toBe(budget.totalMinor ?? 0);
      const rooms = await renovation.rooms();
      const listed = new Set((await renovation.checklist()).map(({ roomId }) => roomId));
      if (phase === "PLAN" || phase === "RENDER") expect(rooms.filter(({ id }) => !listed.has(id))).toEqual([]);
      if (await renovation.hasPlan()) {
        const plan = await renovation.plan();
        if (plan.tasks.length > 0) expectToAddUp(plan);
        if (phase === "RENDER" || phase === "COMPLETE") expect(plan.status).toBe("approved");
      }
    }),
    trials(2, 12),
  );
}, 60_000);
