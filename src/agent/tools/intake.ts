import type { z } from "zod";
import type { NewEvent } from "../../chat/store.ts";
import { addDecision } from "../../decisions/store.ts";
import { Problem } from "../../problem.ts";
import { changeRoom, createRoom, deleteRoom, roomsChanged } from "../../rooms/changes.ts";
import { getRoom, listRooms } from "../../rooms/store.ts";
import { changeSession } from "../../sessions/changes.ts";
import { defaultCurrency, toMinorUnits } from "../../sessions/money.ts";
import { phases, type Session } from "../../sessions/schema.ts";
import { getSession } from "../../sessions/store.ts";
import { IntakeInput, type IntakeRoom } from "./schema.ts";
import { byAgent, defineTool, type ToolContext } from "./tool.ts";

const mostConstraints = 50;

/** Keeps what the homeowner said about rooms, budget, style and constraints; also corrects and removes. */
export const saveIntake = defineTool({
  name: "save_intake",
  description:
    "Save what the homeowner said: rooms with sizes in centimetres, the whole budget, the style, constraints, decisions. " +
    "Send only what is new or corrected. Give roomId to change or remove a room that exists, dropped for wishes that no longer hold.",
  schema: IntakeInput,
  phases: phases.filter((phase) => phase !== "PAYMENT"),
  async use(input, context) {
    const { sql, owner } = context;
    const dropped = await dropRequirements(input.dropped ?? [], context);
    const change = sessionChangeOf(input, context.session);
    const events: NewEvent[] = [...dropped.events];
    const said: string[] = [...dropped.said];
    if (Object.keys(change).length > 0) {
      const changed = await changeSession(sql, owner, context.session, { ...change, by: byAgent(context) });
      events.push(...changed.events);
      said.push(...Object.keys(change).map((name) => sessionWords[name as keyof typeof change]));
    }
    const rooms = await saveRooms(input.rooms ?? [], context);
    events.push(...rooms.events);
    said.push(...rooms.said);
    const decisions = await saveDecisions(input.decisions ?? [], context);
    if (decisions.length > 0) {
      events.push({ type: "decisions.changed", decisionIds: decisions });
      said.push("decisions");
    }
    return {
      result: { saved: said, roomIds: rooms.roomIds },
      summary: said.length > 0 ? `Noted: ${[...new Set(said)].join(", ")}` : "Nothing new to note",
      events,
    };
  },
});

const sessionWords = { budgetMinor: "budget", currency: "budget", styleSlug: "style", constraints: "wishes" };

function sessionChangeOf({ budget, style, constraints = [], dropped = [] }: IntakeInput, session: Session) {
  const currency = budget && (budget.currency ?? session.currency ?? defaultCurrency);
  const known = session.constraints.filter((wish) => !dropped.includes(wish));
  const fresh = constraints.filter((wish) => !known.includes(wish));
  const isChanged = fresh.length > 0 || known.length < session.constraints.length;
  return {
    ...(budget && currency ? { budgetMinor: toMinorUnits(budget.amount, currency), currency } : {}),
    ...(style === undefined ? {} : { styleSlug: style }),
    ...(isChanged ? { constraints: [...known, ...new Set(fresh)].slice(-mostConstraints) } : {}),
  };
}

/** Takes wishes out of the rooms that have them. @throws {Problem} invalid-input for one that nobody has */
async function dropRequirements(wishes: readonly string[], context: ToolContext) {
  const { sql, owner, session } = context;
  if (wishes.length === 0) return { said: [], events: [] };
  const rooms = await listRooms(sql, owner, session.id);
  const known = [session.constraints, ...rooms.map(({ requirements }) => requirements)].flat();
  const unknown = wishes.find((wish) => !known.includes(wish));
  if (unknown !== undefined) throw new Problem("invalid-input", `There is no constraint or requirement “${unknown}”`);
  const having = rooms.filter(({ requirements }) => requirements.some((wish) => wishes.includes(wish)));
  for (const { id, requirements } of having) {
    const left = requirements.filter((wish) => !wishes.includes(wish));
    await changeRoom(sql, owner, session, { id, requirements: left });
  }
  const roomIds = having.map(({ id }) => id);
  const events = having.length > 0 ? await roomsChanged(sql, owner, session, { by: byAgent(context), roomIds }) : [];
  return { said: having.map(({ name }) => name), events };
}

async function saveRooms(inputs: readonly z.infer<typeof IntakeRoom>[], context: ToolContext) {
  const { sql, owner } = context;
  const by = byAgent(context);
  const roomIds: string[] = [];
  const said: string[] = [];
  const events: NewEvent[] = [];
  if (inputs.length === 0) return { roomIds, said, events };
  // The phase may have changed with the budget.
  const session = await getSession(sql, owner, context.session.id);
  // Those that come go first: the last room can be replaced, but not just removed.
  for (const input of inputs.toSorted((a, b) => Number(a.remove ?? false) - Number(b.remove ?? false))) {
    if (input.remove) {
      if (!input.roomId) throw new Problem("invalid-input", "Removing a room needs its roomId");
      const { name } = await getRoom(sql, owner, session.id, input.roomId);
      events.push(...(await deleteRoom(sql, owner, session, input.roomId, by)));
      roomIds.push(input.roomId);
      said.push(`${name} removed`);
    } else {
      const room = await saveRoom(input, { ...context, session });
      roomIds.push(room.id);
      said.push(room.name);
    }
  }
  events.push(...(await roomsChanged(sql, owner, session, { by, roomIds })));
  return { roomIds, said, events };
}

async function saveRoom(input: z.infer<typeof IntakeRoom>, { sql, owner, session }: ToolContext) {
  const { roomId, remove: _, requirements = [], ...values } = input;
  if (!roomId) {
    if (!values.type) throw new Problem("invalid-input", "A new room needs a type");
    return createRoom(sql, owner, session, { ...values, type: values.type, requirements });
  }
  const known = await getRoom(sql, owner, session.id, roomId);
  const all = [...new Set([...known.requirements, ...requirements])].slice(0, 50);
  return changeRoom(sql, owner, session, { ...values, id: roomId, requirements: all });
}

/** @returns their ids */
async function saveDecisions(texts: readonly string[], { sql, owner, session }: ToolContext): Promise<string[]> {
  const ids: string[] = [];
  for (const text of texts) ids.push((await addDecision(sql, owner, session.id, { text, actor: "agent" })).id);
  return ids;
}
