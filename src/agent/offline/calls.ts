import type { ProductCategory } from "../../catalog/schema.ts";
import type { Phase } from "../../sessions/schema.ts";
import type { NewTask } from "../../plan/schema.ts";
import { type ChecklistInput, type IntakeInput, type PicksInput, PlanInput } from "../tools/schema.ts";
import { firstWorkingDay } from "../../plan/working-days.ts";
import { priceTask } from "../tools/task-pricing.ts";
import { startOf } from "./start.ts";
import { isOwn } from "./product-choice.ts";
import { hasLookedAround, perShelf } from "./products-found.ts";
import type { Outlook } from "./outlook.ts";
import type { PlannedItem } from "./room-items.ts";
import { shopsAs } from "./room-templates.ts";
import type { Outcome, Reading, ToolCall } from "./situation.ts";
import { tasksFor } from "./tasks.ts";

export const hasUsed = ({ outcomes }: Reading, name: string) => outcomes.some((outcome) => outcome.name === name);

const Target = (outcome: Outcome) => Object(outcome.arguments).to as unknown;
/** Whether this turn has tried to move there. */
export const hasMoved = ({ outcomes }: Reading, to: Phase) =>
  outcomes.some((outcome) => outcome.name === "move_to_phase" && Target(outcome) === to);

export const move = (to: Phase, reason: string): ToolCall => ({ name: "move_to_phase", arguments: { to, reason } });

/** What is to be saved first. "No hood" is a change of the checklist rather than a wish. */
export function savingCall({ intake, outcomes, tools }: Reading, { edits }: Outlook): ToolCall | undefined {
  // In a settled phase the way back comes first.
  const isFirst = outcomes.every(({ name, ok }) => name === "move_to_phase" && ok);
  if (!isFirst || !tools.has("save_intake")) return undefined;
  const input = edits.length > 0 && intake.input ? withoutWishes(intake.input) : intake.input;
  return input && { name: "save_intake", arguments: input };
}

function withoutWishes({ constraints: _, rooms, ...rest }: IntakeInput): IntakeInput | undefined {
  const kept = rooms
    ?.map(({ requirements: _, ...room }) => room)
    .filter((room) => room.roomId === undefined || Object.keys(room).length > 1);
  const input = { ...rest, ...(kept && kept.length > 0 && { rooms: kept }) };
  return Object.keys(input).length > 0 ? input : undefined;
}

/** One search for each kind of room, on the shelves that its checklist needs. */
function searchCalls({ known, fresh }: Outlook): ToolCall[] {
  const shelves = new Map<string, Set<ProductCategory>>();
  for (const { room, buy, category } of [...known, ...fresh]) {
    if (!buy) continue;
    const shop = shopsAs[room.type] ?? room.type;
    shelves.set(shop, (shelves.get(shop) ?? new Set()).add(category as ProductCategory));
  }
  return [...shelves].map(([roomType, categories]) => ({
    name: "search_products",
    arguments: { roomType, categories: [...categories], perCategory: perShelf },
  }));
}

/** Looks at the shelves, once in a turn. */
export const lookingCalls = ({ outcomes }: Reading, outlook: Outlook): ToolCall[] =>
  hasLookedAround(outcomes) ? [] : searchCalls(outlook);

/** Makes the picks what they should be, once after the search. */
export const fittingCall = (reading: Reading, outlook: Outlook): ToolCall | undefined =>
  hasFitted(reading) ? undefined : picksCall(reading, outlook);

/** Whether products were picked after the search for what fits. */
function hasFitted({ outcomes }: Reading): boolean {
  const looked = outcomes.findLastIndex((outcome) => hasLookedAround([outcome]));
  return outcomes.slice(looked + 1).some(({ name }) => name === "pick_product");
}

/** New items, the homeowner's edits, sizes that changed, and nice things that the budget does not allow. */
export function checklistCall({ fresh, edits, known, resized, fit }: Outlook): ToolCall | undefined {
  const leftOut = fit().leftOut;
  const isLeftOut = (item: PlannedItem) => leftOut.some((other) => isSame(item, other));
  const items: ChecklistInput["items"] = [];
  for (const item of fresh) {
    const { room, category, description, priority, work } = item;
    const weight = isLeftOut(item) ? "optional" : priority;
    items.push({ roomId: room.id, category, description, priority: weight, ...(work && { work }) });
  }
  for (const edit of edits) {
    const itemId = edit.item.id;
    if (!itemId) continue;
    if ("remove" in edit) items.push({ itemId, remove: true });
    else items.push({ itemId, priority: isLeftOut(edit.item) ? "optional" : edit.priority });
  }
  for (const item of known) {
    if (!item.id || edits.some((edit) => edit.item === item)) continue;
    const remeasured = item.work && !item.done && resized.has(item.room.id) ? { work: item.work } : undefined;
    const demoted = isLeftOut(item) ? { priority: "optional" as const } : undefined;
    if (remeasured || demoted) items.push({ itemId: item.id, ...remeasured, ...demoted });
  }
  return items.length > 0 ? { name: "save_checklist", arguments: { items: items.slice(0, mostItems) } } : undefined;
}

const mostItems = 200;
const mostPicks = 150;

const isSame = (a: PlannedItem, b: PlannedItem) =>
  a.id === undefined ? a.room.id === b.room.id && a.description === b.description : a.id === b.id;

/** Makes the planner's own picks what they should be; the homeowner's are left alone. */
function picksCall({ project }: Reading, { fit, known }: Outlook): ToolCall | undefined {
  const { choices } = fit();
  const picks: PicksInput["picks"] = [];
  // What is done is bought.
  const isBought = (itemId: string | null) => known.some(({ id, done }) => done && id === itemId);
  const own = project.picks.filter((pick) => isOwn(pick) && !isBought(pick.itemId));
  for (const pick of own) {
    const choice = choices.find(({ item }) => item.id !== undefined && item.id === pick.itemId);
    if (choice?.product.slug !== pick.productSlug) picks.push({ pickId: pick.id, remove: true });
    else if (choice.quantity !== pick.quantity) picks.push({ pickId: pick.id, quantity: choice.quantity });
  }
  for (const { item, product, quantity, reason } of choices) {
    if (!item.id || own.some(({ itemId, productSlug }) => itemId === item.id && productSlug === product.slug)) continue;
    picks.push({ roomId: item.room.id, itemId: item.id, product: product.slug, quantity, reason });
  }
  return picks.length > 0 ? { name: "pick_product", arguments: { picks: picks.slice(0, mostPicks) } } : undefined;
}

/** The whole plan: what must be and what would be nice; what is done stays, since it is paid for. Nothing when it is what stands already. */
export function planCall(reading: Reading, { known, currency, fit, isStale }: Outlook): ToolCall | undefined {
  const { project } = reading;
  const leftOut = isStale ? fit().leftOut : [];
  const isPlanned = (item: PlannedItem) =>
    item.priority !== "optional" && isWork(project.picks, item) && !leftOut.some((other) => isSame(item, other));
  const tasks = tasksFor(project.rooms, known.filter(isPlanned), currency);
  const startsOn = startOf(reading);
  return tasks.length > 0 ? { name: "save_plan", arguments: { tasks, ...(startsOn && { startsOn }) } } : undefined;
}

/** Whether the plan that stands is the one that a call would write. */
export function isWritten({ project: { plan } }: Reading, call: ToolCall, currency: string): boolean {
  const { tasks, startsOn } = PlanInput.parse(call.arguments);
  if (startsOn && plan?.startsOn !== firstWorkingDay(startsOn)) return false;
  const wanted = tasks.map((task) => gist(priceTask(task, currency)));
  const standing = (plan?.tasks ?? []).map(gist);
  const byKey = (a: { key: string }, b: { key: string }) => (a.key < b.key ? -1 : 1);
  return plan?.currency === currency && Bun.deepEquals(wanted.sort(byKey), standing.sort(byKey));
}

const gist = ({ key, title, durationDays, dependsOn, labourMinor, materialMinor }: NewTask) => ({
  key,
  title,
  durationDays,
  dependsOn,
  labourMinor,
  materialMinor,
});

/** Something to do, or with a price that no product stands for. */
const isWork = (picks: Reading["project"]["picks"], { id, work, buy, estimateMinor }: PlannedItem) =>
  work !== undefined || (!buy && (estimateMinor ?? 0) > 0 && !picks.some(({ itemId }) => itemId === id));
