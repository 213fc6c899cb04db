import { expect, test } from "bun:test";
import { AIMessage, type AIMessageChunk, type BaseMessage, HumanMessage, ToolMessage } from "@langchain/core/messages";
import fc from "fast-check";
import type { Line } from "../src/agent/offline/conversation.ts";
import { createOfflineModel } from "../src/agent/offline/model.ts";
import { decide } from "../src/agent/offline/planner.ts";
import type { Outcome, ToolCall } from "../src/agent/offline/situation.ts";
import type { Project } from "../src/agent/project.ts";
import { IntakeInput, MoveInput, StyleQuery } from "../src/agent/tools/schema.ts";
import { builtInCatalog } from "../src/catalog/built-in.ts";
import { findStyles } from "../src/catalog/style-search.ts";
import type { Room } from "../src/rooms/schema.ts";
import type { Phase } from "../src/sessions/schema.ts";
import { emptyProject } from "./support/project.ts";
import { trials } from "./support/effort.ts";

const toolNames = ["save_intake", "get_style_examples", "move_to_phase"];

const newProject = (phase: Phase = "INTAKE"): Project => emptyProject({ phase });

/** What the real tools do to a project, as far as the planner sees it. */
function useTool(project: Project, { name, arguments: given }: ToolCall): object {
  if (name === "get_style_examples")
    return { styles: findStyles(builtInCatalog.styles, StyleQuery.parse(given).query).slice(0, 4) };
  if (name === "move_to_phase") {
    project.session.phase = MoveInput.parse(given).to;
    return {};
  }
  const { rooms = [], budget, style, constraints = [] } = IntakeInput.parse(given);
  for (const { roomId, remove, requirements = [], ...values } of rooms) {
    if (remove) project.rooms = project.rooms.filter(({ id }) => id !== roomId);
    else saveRoom(project, roomId, values, requirements);
  }
  const { session } = project;
  session.currency = budget ? (budget.currency ?? session.currency ?? "EUR") : session.currency;
  session.budgetMinor = budget ? budget.amount * 100 : session.budgetMinor;
  session.styleSlug = style ?? session.styleSlug;
  session.constraints.push(...constraints);
  return {};
}

function saveRoom(project: Project, roomId: string | undefined, values: object, requirements: string[]) {
  const nothing = { widthCm: null, lengthCm: null, heightCm: null, areaM2: null, budgetMinor: null, notes: null };
  const number = String(Math.max(0, ...project.rooms.map(({ id }) => Number(id.slice(-4)))) + 1).padStart(12, "0");
  const known = project.rooms.find(({ id }) => id === roomId);
  const base = known ?? {
    ...nothing,
    id: `00000000-0000-4000-8000-${number}`,
    type: "other" as const,
    name: "Room",
    requirements: [],
  };
  const room: Room = { ...base, ...values, requirements: [...base.requirements, ...requirements] };
  if ("areaM2" in values) room.widthCm = room.lengthCm = null;
  else if (room.widthCm && room.lengthCm) room.areaM2 = (room.widthCm * room.lengthCm) / 10_000;
  if (known) project.rooms[project.rooms.indexOf(known)] = room;
  else project.rooms.push(room);
}

type ConversationOptions = { phase?: Phase; tools?: string[]; refuse?: string };

/** A session in memory: what is said, what the tools did, and the project that came of it. */
function startConversation({ phase, tools = toolNames, refuse }: ConversationOptions = {}) {
  const project = newProject(phase);
  const before: Line[] = [];
  return {
    project,
    say(message: string) {
      const outcomes: Outcome[] = [];
      const calls: ToolCall[] = [];
      const texts: string[] = [];
      for (let step = 1; ; step++) {
        if (step > 4) throw new Error(`the turn does not end: ${JSON.stringify(calls)}`);
        const next = decide({
          project: structuredClone(project),
          before,
          message,
          attachments: [],
          outcomes,
          tools: new Set(tools),
        });
        if (next.text) texts.push(next.text);
        if (next.calls.length === 0) break;
        for (const call of next.calls) {
          calls.push(call);
          const isRefused = call.name === refuse;
          const result = isRefused ? {} : useTool(project, call);
          outcomes.push({ ...call, ok: !isRefused, problem: isRefused ? "the shelf is locked" : "", result });
        }
      }
      const text = texts.join("\n\n");
      before.push({ from: "user", text: message }, { from: "planner", text });
      return { text, calls, names: calls.map(({ name }) => name) };
    },
  };
}

test("one sentence with everything leads to the checklist in three messages", () => {
  const { say, project } = startConversation();
  const first = say("I want to redo my kitchen, 3 by 4 metres, about 20k, something Scandinavian");
  expect(first.names).toEqual(["save_intake"]);
  expect(first.text).toContain("a kitchen of 3 × 4 m (12 m²)");
  expect(first.text).toContain("€20,000");
  expect(first.text).toContain("Scandinavian it is");
  expect(first.text).toContain("anything you insist on?");

  const second = say("keep the window, and we have two cats");
  expect(second.text).toContain("“keep the window” and “we have two cats”");
  expect(second.text).toEndWith("Shall I move on to the checklist?");

  const third = say("yes please");
  expect(third.names).toEqual(["move_to_phase"]);
  expect(project).toMatchObject({
    session: { phase: "CHECKLIST", budgetMinor: 2_000_000, currency: "EUR", styleSlug: "scandinavian" },
    rooms: [{ type: "kitchen", widthCm: 300, lengthCm: 400, requirements: ["keep the window"] }],
  });
  expect(project.session.constraints).toEqual(["we have two cats"]);
});

test("asked step by step, short answers are taken as answers to the question", () => {
  const { say, project } = startConversation();
  expect(say("Hello").text).toEndWith(
    "Which room shall we plan? One or several, for example “a kitchen and two bathrooms”.",
  );
  expect(say("a kitchen and two bathrooms").text).toContain("How big is the kitchen?");
  expect(say("3 by 4").text).toContain("The kitchen is 3 × 4 m (12 m²).");
  expect(say("6").text).toContain("How big is bathroom 2?");
  expect(say("2x2.5").text).toContain("What budget do you have in mind?");
  expect(say("$30,000").text).toContain("Which style do you like?");
  expect(say("industrial").text).toContain("Is there anything you insist on?");
  expect(say("no").text).toContain("- **Bathroom 1**: 6 m²");
  expect(project.rooms.map(({ areaM2 }) => areaM2)).toEqual([12, 6, 5]);
});

test("a size for each of several rooms is given to all of them, whichever was asked about", () => {
  const { say, project } = startConversation();
  say("a living room and a bedroom");
  expect(say("about 20 each").text).toContain("What budget do you have in mind?");
  say("the ceilings are 9 feet");
  expect(project.rooms.map(({ areaM2, heightCm }) => [areaM2, heightCm])).toEqual([
    [20, 274],
    [20, 274],
  ]);
});

test("every question may be passed over, and is not asked again", () => {
  const { say, project } = startConversation();
  say("kitchen");
  expect(say("I haven't measured it").text).toContain("What budget");
  expect(say("skip").text).toMatch(/leave the budget open.*Which style/s);
  expect(say("I don't care").text).toMatch(/leave the style open.*insist on/s);
  const last = say("nothing special");
  expect(last.text).toContain("- **Kitchen**: size open");
  expect(last.text).toEndWith("Shall I move on to the checklist?");
  expect(say("sure").names).toEqual(["move_to_phase"]);
  expect(project.session).toMatchObject({ phase: "CHECKLIST", budgetMinor: null, styleSlug: null });
});

test("what is passed over in one breath is not asked for", () => {
  const { say } = startConversation();
  expect(say("a kitchen, don't know the size, no budget yet").text).toContain("Which style do you like?");
});

test("who knows no style is shown some, and may still leave it open", () => {
  const { say } = startConversation();
  say("kitchen 3x4, 20k euros");
  const shown = say("no idea");
  expect(shown.names).toEqual(["get_style_examples"]);
  expect(shown.text.match(/^- \*\*/gm)).toHaveLength(4);
  expect(say("still no idea").text).toContain("we leave the style open");
});

test("a style in the homeowner's own words finds the closest ones", () => {
  const { say, project } = startConversation();
  say("kitchen 3x4, 20k euros");
  const shown = say("exposed brick and black steel");
  expect(shown.calls).toEqual([{ name: "get_style_examples", arguments: { query: "exposed brick and black steel" } }]);
  expect(shown.text).toContain("Some styles to choose from:\n- **Industrial**");
  say("the industrial one");
  expect(project.session.styleSlug).toBe("industrial");
});

test("between two styles the homeowner chooses", () => {
  const { say, project } = startConversation();
  say("kitchen 3x4, 20k euros");
  expect(say("scandinavian or japandi").text).toMatch(
    /- \*\*Scandinavian\*\*.*\n- \*\*Japandi\*\*[^\n]*\n\nWhich style/,
  );
  expect(project.session.styleSlug).toBeNull();
});

test("saving and showing styles go side by side", () => {
  const { say } = startConversation();
  expect(say("kitchen 3x4. Which styles are there?").names).toEqual(["save_intake", "get_style_examples"]);
});

test.each<[string, (project: Project) => unknown, unknown]>([
  ["actually the kitchen is 4 by 5", ({ rooms }) => rooms[0]?.areaM2, 20],
  ["make it 15k", ({ session }) => session.budgetMinor, 1_500_000],
  ["not scandinavian, industrial", ({ session }) => session.styleSlug, "industrial"],
  ["drop the bathroom", ({ rooms }) => rooms.map(({ type }) => type), ["kitchen"]],
  ["add a hallway of 6 m²", ({ rooms }) => rooms.length, 3],
])("%p works before and after the checklist is reached", (correction, look, expected) => {
  for (const moves of [false, true]) {
    const { say, project } = startConversation();
    say("kitchen 3x4 and bathroom 2x2, 20k euros, scandinavian");
    if (moves) say("on to the checklist please");
    expect(project.session.phase).toBe(moves ? "CHECKLIST" : "INTAKE");
    expect(say(correction).names).toEqual(["save_intake"]);
    expect(look(project)).toEqual(expected);
  }
});

test("feet that were taken for metres are put right by one word", () => {
  const { say, project } = startConversation();
  expect(say("bedroom 10x12").text).toContain("I took these as metres");
  expect(say("feet").text).toContain("3.05 × 3.66 m (11.16 m², about 120 sq ft)");
  expect(project.rooms).toHaveLength(1);
  expect(say("and an office, 8x10").text).toContain("2.44 × 3.05 m");
});

test("who measures in feet means square feet by a bare number", () => {
  const { say, project } = startConversation();
  say("kitchen 10 by 12 feet and a bathroom");
  expect(say("60").text).toContain("about 60 sq ft");
  say("the bathroom is 80");
  expect(project.rooms[1]?.areaM2).toBe(7.43);
});

test("what no rule takes up is not said to be known", () => {
  const { say } = startConversation();
  say("kitchen 3x4, 20k euros");
  expect(say("the kitchen was built in 1998").text).toContain("I did not understand that");
  expect(say("the kitchen is too dark").text).toContain("I did not understand that");
  expect(say("a kitchen").text).toContain("I have that down already");
});

test("a budget of 20 is asked about, and yes makes it 20,000", () => {
  const { say, project } = startConversation();
  say("kitchen 3x4");
  const doubt = say("20");
  expect(doubt.names).toEqual([]);
  expect(doubt.text).toEndWith("Did you mean a budget of 20,000?");
  say("yes");
  expect(project.session.budgetMinor).toBe(2_000_000);
});

test("rooms without a number are counted first", () => {
  const { say, project } = startConversation();
  expect(say("bedrooms").text).toContain("How many bedrooms are there?");
  say("three");
  expect(project.rooms.map(({ name }) => name)).toEqual(["Bedroom 1", "Bedroom 2", "Bedroom 3"]);
});

test("an impossible size is asked about again, the rest is kept", () => {
  const { say, project } = startConversation();
  const { text } = say("kitchen 0 by 4 m, 20k euros");
  expect(text).toContain("0 m by 4 m cannot be right");
  expect(text).toContain("How big is the kitchen?");
  expect(project).toMatchObject({ session: { budgetMinor: 2_000_000 }, rooms: [{ type: "kitchen", areaM2: null }] });
});

test("a currency nobody named is said aloud", () => {
  const { say } = startConversation();
  expect(say("20k").text).toContain("I count in EUR");
  expect(say("make it 15k").text).not.toContain("I count in");
  expect(say("pounds").text).toContain("£15,000");
  expect(say("no wait, dollars not pounds").text).toContain("$15,000");
});

test.each(["I don't have a budget yet", "we haven't set a budget", "no fixed budget", "no budget"])(
  "“%s” leaves the budget open wherever it is said",
  (text) => {
    const { say, project } = startConversation();
    say("kitchen");
    expect(say(text).text).toMatch(/leave the budget open.*How big is the kitchen/s);
    expect(say("3x4").text).toContain("Which style");
    expect(project.session).toMatchObject({ budgetMinor: null, constraints: [] });
  },
);

test("“don't have one yet” is no number", () => {
  const { say, project } = startConversation();
  say("kitchen");
  for (const text of ["I don't have one yet", "don't have one yet"]) say(text);
  expect(project).toMatchObject({ session: { budgetMinor: null }, rooms: [{ areaM2: null }] });
});

test.each(["money is no object", "no budget limit", "unlimited budget"])(
  "“%s” leaves the budget open and is no wish",
  (text) => {
    const { say, project } = startConversation();
    say("kitchen 3x4");
    expect(say(text).text).toContain("Which style");
    expect(project).toMatchObject({ session: { budgetMinor: null, constraints: [] }, rooms: [{ requirements: [] }] });
  },
);

test("a wish that is too long is cut between characters", () => {
  const { say, project } = startConversation();
  say("kitchen 3x4, 20k, modern");
  say(`keep the windows ${"\u{1f600}".repeat(200)} and doors`);
  expect(project.rooms[0]?.requirements).toEqual([`keep the windows ${"\u{1f600}".repeat(141)}`]);
});

test("a question is no answer to whether there is anything to insist on", () => {
  const { say, project } = startConversation();
  say("kitchen 3x4, 20k, modern");
  expect(say("can I keep the window?").text).toContain("Is there anything you insist on?");
  say("keep the window");
  expect(project.rooms[0]?.requirements).toEqual(["keep the window"]);
});

test.each(["actually only the kitchen", "just the kitchen please", "no, the kitchen only"])(
  "“%s” is told which rooms stay, and how they go",
  (text) => {
    const { say, project } = startConversation();
    say("kitchen 3x4, bathroom 2x2 and a hall");
    const [, order = ""] = /The bathroom and the hall stay on the list until you say “(.+)”/.exec(say(text).text) ?? [];
    say(order);
    expect(project.rooms.map(({ name }) => name)).toEqual(["Kitchen"]);
  },
);

test("the toilet of a bathroom is no room of its own", () => {
  const { say, project } = startConversation();
  say("bathroom 2x3 and a hall of 4 m², keep the toilet where it is");
  say("my toilet is new");
  say("the toilet has to go");
  expect(project.rooms.map(({ name }) => name)).toEqual(["Bathroom", "Hall"]);
  say("and the toilet 1 by 1.5 m");
  say("the toilet needs a window");
  expect(project.rooms).toMatchObject([{}, {}, { name: "Toilet", areaM2: 1.5, requirements: ["a window"] }]);
});

test("a utility room is named in good English", () => {
  expect(startConversation().say("utility room 2x2 and an office").text).toContain(
    "a utility room of 2 × 2 m (4 m²) and an office",
  );
});

test("a room that comes back is no wish", () => {
  const { say, project } = startConversation();
  for (const text of ["kitchen 3x4 and bathroom 6 m2", "drop the bathroom", "add the bathroom back, 6 m2"]) say(text);
  expect(project.rooms).toMatchObject([{ type: "kitchen" }, { type: "bathroom", requirements: [] }]);
  expect(project.session.constraints).toEqual([]);
});

test.each(["no problem", "no worries, kitchen 3x4"])("“%s” is no wish", (text) => {
  const { say, project } = startConversation();
  say(text);
  expect(project.session.constraints).toEqual([]);
});

test("the first answer of a session, and only that one, says that this is the offline planner", () => {
  for (const opening of ["Hi", "kitchen 3x4", "checklist", "what's the weather?", "no", ""]) {
    const { say } = startConversation();
    const first = say(opening).text;
    expect(first).toContain("I am the offline planner");
    expect(first).toContain("without a language model");
    expect(first).toContain("GEMINI_API_KEY");
    expect(say("20k euros").text).not.toContain("GEMINI_API_KEY");
  }
});

test.each([
  ["what can I do now?", "You can tell me about rooms"],
  ["where are we?", "- **Kitchen**: 3 × 4 m (12 m²)"],
  ["how big did I say the kitchen is?", "- **Kitchen**: 3 × 4 m (12 m²)"],
  ["what's my budget?", "- **Budget**: open"],
  ["which style did I choose?", "- **Style**: open"],
  ["undo that", "say how it should be"],
  ["can you go back to the old size", "say how it should be"],
  ["who are you?", "no person and no language model"],
  ["thanks!", "You are welcome!"],
  ["hello", "Hello again!"],
  ["how much would that cost?", "What it costs comes with the checklist"],
  ["sing me a song about plumbing", "I did not understand that"],
])("%p gets an honest answer, and the question stays open", (message, answer) => {
  const { say } = startConversation();
  say("kitchen 3x4");
  const { text, calls } = say(message);
  expect(calls).toEqual([]);
  expect(text).toContain(answer);
  expect(text).toContain("What budget do you have in mind?");
});

test("the checklist needs a room first", () => {
  const { say } = startConversation();
  const { text, calls } = say("on to the checklist");
  expect(calls).toEqual([]);
  expect(text).toContain("at least one room");
});

test("a no to the checklist waits for changes", () => {
  const { say, project } = startConversation();
  for (const message of ["kitchen 3x4, 20k euros, modern", "no", "not yet"]) say(message);
  expect(project.session.phase).toBe("INTAKE");
  expect(say("make it 15k").text).toEndWith("Shall I move on to the checklist?");
});

test.each([
  ["save_intake", "kitchen 3x4, go on"],
  ["get_style_examples", "show me styles"],
  ["move_to_phase", "checklist"],
])("a refused %s is explained and not tried again", (refuse, message) => {
  const { say, project } = startConversation({ refuse });
  useTool(project, { name: "save_intake", arguments: { rooms: [{ type: "kitchen", name: "Kitchen" }] } });
  const { text, names } = say(message);
  expect(names).toEqual([refuse]);
  expect(text).toContain("That did not work: the shelf is locked.");
  expect(text).toContain("How big is the kitchen?");
  expect(project.session.phase).toBe("INTAKE");
});

test("where nothing can be saved it says so", () => {
  const { say } = startConversation({ phase: "PAYMENT", tools: ["move_to_phase"] });
  const { text, calls } = say("make it 15k");
  expect(calls).toEqual([]);
  expect(text).toContain("Nothing can be changed while the project is in the phase PAYMENT");
});

const lines = fc.constantFrom(
  ..."hi|kitchen|two bathrooms|bedrooms|three|3 by 4|12|feet|20k euros|20|yes|no|skip|no idea|scandinavian|not modern|modern or rustic|show me styles|keep the window|drop the bathroom|drop everything|another bedroom 3x3|make it 15k|5k more|checklist|where are we?|what now?|0 by 4 m|lorem ipsum|".split(
    "|",
  ),
);

// A message with a NUL is refused before it gets here.
const anyText = fc.string({ maxLength: 60, unit: "binary" }).map((text) => text.replaceAll("\u0000", ""));

test("whatever is said in whatever order, each turn ends, with words, and uses each tool at most once", () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(lines, anyText), { maxLength: 12 }), (messages) => {
      const { say } = startConversation();
      const again = startConversation();
      for (const message of messages) {
        const turn = say(message);
        expect(turn.text.trim()).not.toBe("");
        expect(turn.names).toEqual([...new Set(turn.names)]);
        expect(again.say(message)).toEqual(turn);
      }
    }),
    trials(50, 300),
  );
});

async function collect(messages: BaseMessage[], project = newProject(), signal = new AbortController().signal) {
  const tools = toolNames.map((name) => ({ name, description: "", schema: IntakeInput }));
  const chunks: AIMessageChunk[] = [];
  const model = createOfflineModel({ wordDelayMs: 0 });
  const request = {
    system: "",
    messages,
    tools,
    project,
    signal,
    retrying() {},
    attachments: [],
    files: async () => [],
  };
  for await (const chunk of model.stream(request)) chunks.push(chunk);
  const whole = chunks.reduce((left, right) => left.concat(right));
  return { chunks, text: whole.text, calls: whole.tool_calls ?? [], usage: Object(whole).usage_metadata };
}

test("the model streams words, then real tool calls, then reads their results", async () => {
  const project = newProject();
  const asked = new HumanMessage("kitchen 3x4");
  const first = await collect([asked], project);
  expect(first.chunks.length).toBeGreaterThan(10);
  expect(first.usage).toMatchObject({ input_tokens: 0, output_tokens: 0 });
  const [call] = first.calls;
  expect(first.calls).toMatchObject([{ name: "save_intake", args: { rooms: [{ type: "kitchen", widthCm: 300 }] } }]);

  useTool(project, { name: "save_intake", arguments: call?.args ?? {} });
  const result = new ToolMessage({ tool_call_id: call?.id ?? "", name: "save_intake", content: '{"ok":true}' });
  const step = new AIMessage({ content: first.text, tool_calls: first.calls });
  const second = await collect([asked, step, result], project);
  expect(second.calls).toEqual([]);
  expect(second.text).toStartWith("Got it. On the list: a kitchen of 3 × 4 m (12 m²).");
  expect(second.text).toContain("What budget");

  const refused = new ToolMessage({ tool_call_id: call?.id ?? "", content: '{"ok":false,"problem":"no more rooms"}' });
  expect((await collect([asked, step, refused])).text).toContain("That did not work: no more rooms.");
  const garbled = new ToolMessage({ tool_call_id: call?.id ?? "", content: "<html>" });
  expect((await collect([asked, step, garbled])).text).toContain("That did not work: the tool gave no reason.");
});

test("tool calls carry the same ids when a step runs again, and others in the next step", async () => {
  const project = newProject();
  const asked = new HumanMessage("kitchen 3x4. show me styles. go on");
  const first = await collect([asked], project);
  expect((await collect([asked], project)).calls).toEqual(first.calls);
  for (const { name, args } of first.calls) useTool(project, { name, arguments: args });
  const results = first.calls.map(
    ({ id, name }) => new ToolMessage({ tool_call_id: id ?? "", name, content: '{"ok":true}' }),
  );
  const second = await collect([asked, new AIMessage({ content: "", tool_calls: first.calls }), ...results], project);
  expect(second.calls.map(({ name }) => name)).toEqual(["move_to_phase"]);
  const ids = [...first.calls, ...second.calls].map(({ id }) => id);
  expect(new Set(ids).size).toBe(3);
});

test("an abort ends the answer at once, with its reason", async () => {
  const controller = new AbortController();
  const reason = new Error("cancelled");
  const model = createOfflineModel({ wordDelayMs: 60_000 });
  const messages = [new HumanMessage("hi")];
  const files = { attachments: [], files: async () => [] };
  const request = { system: "", messages, tools: [], project: newProject(), retrying() {}, ...files };
  const stream = model.stream({ ...request, signal: controller.signal })[Symbol.asyncIterator]();
  const next = stream.next();
  controller.abort(reason);
  expect(
    await next.then(
      () => undefined,
      (error: unknown) => error,
    ),
  ).toBe(reason);
  expect(
    await collect([new HumanMessage("hi")], newProject(), controller.signal).catch((error: unknown) => error),
  ).toBe(reason);
});
