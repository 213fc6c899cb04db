import type { z } from "zod";
import { styleBySlug } from "../../catalog/styles.ts";
import type { NewEvent } from "../../chat/store.ts";
import { Problem } from "../../problem.ts";
import type { Room } from "../../rooms/schema.ts";
import { addRoom, listRooms, removeRoom, updateRoom } from "../../rooms/store.ts";
import { toMinorUnits } from "../../sessions/money.ts";
import { phases } from "../../sessions/schema.ts";
import { setIntake } from "../../sessions/store.ts";
import { IntakeInput, type IntakeRoom } from "./schema.ts";
import { defineTool, type ToolContext } from "./tool.ts";

const maxRooms = 30;
const defaultCurrency = "EUR";

/** Keeps what the homeowner said about rooms, budget, style and constraints; also corrects and removes. */
export const saveIntake = defineTool({
  name: "save_intake",
  description:
    "Save what the homeowner said: rooms with sizes in centimetres, the whole budget, the style, constraints. " +
    "Send only what is new or corrected. Give roomId to change or remove a room that exists.",
  schema: IntakeInput,
  phases: phases.filter((phase) => phase !== "PAYMENT"),
  async use(input, context) {
    const { sql, owner, session } = context;
    const rooms = await saveRooms(input.rooms ?? [], context);
    const changes = intakeOf(input, session.currency);
    const events: NewEvent[] = [];
    if (rooms.changed.length > 0) events.push({ type: "rooms.changed", roomIds: rooms.changed });
    if (Object.keys(changes).length > 0) {
      await setIntake(sql, owner, session.id, changes);
      events.push({ type: "session.changed" });
    }
    const saved = [...rooms.said, ...Object.keys(changes).map((name) => said[name as keyof typeof said])];
    return {
      result: { saved, roomIds: rooms.changed },
      summary: saved.length > 0 ? `Noted: ${[...new Set(saved)].join(", ")}` : "Nothing new to note",
      events,
    };
  },
});

const said = { budgetMinor: "budget", currency: "budget", styleSlug: "style", constraints: "wishes" };

function intakeOf({ budget, style, constraints }: IntakeInput, currencyBefore: string | null) {
  if (style !== undefined && !styleBySlug(style)) throw new Problem("invalid-input", `There is no style ${style}`);
  const currency = budget && (budget.currency ?? currencyBefore ?? defaultCurrency);
  return {
    ...(budget && currency ? { budgetMinor: toMinorUnits(budget.amount, currency), currency } : {}),
    ...(style === undefined ? {} : { styleSlug: style }),
    ...(constraints?.length ? { constraints } : {}),
  };
}

async function saveRooms(inputs: z.infer<typeof IntakeRoom>[], { sql, owner, session }: ToolContext) {
  const rooms = await listRooms(sql, owner, session.id);
  const changed: string[] = [];
  const said: string[] = [];
  for (const input of inputs) {
    const known = rooms.find(({ id }) => id === input.roomId);
    if (input.roomId && !known) throw new Problem("not-found", `room ${input.roomId} does not exist`);
    if (input.remove) {
      if (!known) throw new Problem("invalid-input", "Removing a room needs its roomId");
      await removeRoom(sql, owner, session.id, known.id);
      rooms.splice(rooms.indexOf(known), 1);
      changed.push(known.id);
      said.push(`${known.name} removed`);
      continue;
    }
    const merged = mergeRoom(known ?? newRoom(input, rooms), input);
    const saved = known
      ? await updateRoom(sql, owner, session.id, { ...merged, id: known.id })
      : await addRoom(sql, owner, session.id, merged);
    if (known) rooms[rooms.indexOf(known)] = saved;
    else rooms.push(saved);
    changed.push(saved.id);
    said.push(saved.name);
  }
  if (rooms.length > maxRooms) throw new Problem("invalid-input", `A renovation has at most ${maxRooms} rooms`);
  return { changed, said };
}

type RoomValues = Omit<Room, "id">;

function newRoom({ type, name }: z.infer<typeof IntakeRoom>, rooms: Room[]): RoomValues {
  if (!type) throw new Problem("invalid-input", "A new room needs a type");
  const label = type.charAt(0).toUpperCase() + type.slice(1).replaceAll("_", " ");
  const twins = rooms.filter((room) => room.type === type).length;
  return {
    type,
    name: name ?? (twins === 0 ? label : `${label} ${twins + 1}`),
    widthCm: null,
    lengthCm: null,
    heightCm: null,
    areaM2: null,
    budgetMinor: null,
    requirements: [],
    notes: null,
  };
}

/** New values win; the floor area follows the sides, and sides that contradict a newer area are dropped. */
function mergeRoom(room: RoomValues, input: z.infer<typeof IntakeRoom>): RoomValues {
  const sides = {
    widthCm: input.widthCm ?? room.widthCm,
    lengthCm: input.lengthCm ?? room.lengthCm,
  };
  const areaOfSides = sides.widthCm && sides.lengthCm ? (sides.widthCm * sides.lengthCm) / 10_000 : null;
  const sidesAreNews = input.widthCm !== undefined || input.lengthCm !== undefined;
  const areaIsNews = input.areaM2 !== undefined && !sidesAreNews;
  const fits = areaOfSides !== null && Math.abs(areaOfSides - (input.areaM2 ?? areaOfSides)) <= areaOfSides * 0.02;
  return {
    ...room,
    ...(areaIsNews && !fits ? { widthCm: null, lengthCm: null } : sides),
    type: input.type ?? room.type,
    name: input.name ?? room.name,
    heightCm: input.heightCm ?? room.heightCm,
    areaM2: areaIsNews ? (input.areaM2 ?? null) : (areaOfSides ?? input.areaM2 ?? room.areaM2),
    requirements: [...new Set([...room.requirements, ...(input.requirements ?? [])])].slice(0, 50),
    notes: input.notes ?? room.notes,
  };
}
