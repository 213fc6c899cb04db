import { count, day, dayRange, number, roundMoney } from "../format.ts";
import type { Report } from "../schema.ts";
import type { Cover, Fact, Tone } from "./blocks.ts";
import { renderCaption } from "./rooms.ts";

/** Title, picture, key figures, and what is missing for a whole plan. */
export function coverOf(report: Report): Cover {
  const { session, rooms } = report;
  const shown = rooms.find(({ render }) => render?.decision === "approved") ?? rooms.find(({ render }) => render);
  return {
    title: session.title ?? "Renovation",
    subtitle: subtitleOf(report),
    status: statusOf(report),
    date: day(report.generatedAt),
    photo: shown?.render
      ? { picture: shown.render.picture, caption: renderCaption(shown.room.name, shown.render) }
      : undefined,
    facts: factsOf(report),
    open: openIn(report),
  };
}

function subtitleOf({ rooms, areaM2, style }: Report): string {
  const parts = [
    rooms.length > 0 ? count(rooms.length, "room") : undefined,
    areaM2 === null ? undefined : `${number(areaM2)} m²`,
    style ? `${style.name} style` : undefined,
  ];
  return ["Renovation report", ...parts.filter((part) => part !== undefined)].join(" · ");
}

function statusOf({ session, plan }: Report): { text: string; tone: Tone } {
  const isApproved = plan?.status === "approved";
  switch (session.phase) {
    case "INTAKE":
      return { text: "First ideas: the rooms and wishes are being collected", tone: "muted" };
    case "CHECKLIST":
      return { text: "In preparation: the checklists are being written", tone: "muted" };
    case "PLAN":
      return isApproved
        ? { text: `Plan version ${plan.version} is approved`, tone: "good" }
        : {
            text: plan ? `Draft: plan version ${plan.version} is not approved yet` : "In planning: no plan yet",
            tone: "muted",
          };
    case "RENDER":
    case "PAYMENT":
    case "ITERATE":
      return isApproved
        ? { text: `Plan version ${plan.version} is approved`, tone: "good" }
        : { text: "Being changed: the newest plan is not approved", tone: "muted" };
    case "COMPLETE":
      return { text: "Complete: the plan and its pictures are approved", tone: "good" };
  }
}

function factsOf({ budget, plan, areaM2, rooms, style }: Report): Fact[] {
  const money = (minor: number) => roundMoney(minor, budget.currency);
  const { totalMinor, allocatedMinor, overMinor, remainingMinor, contingencyMinor } = budget;
  const facts: Fact[] = [{ label: "Budget", value: totalMinor === null ? "Not set" : money(totalMinor) }];
  if (allocatedMinor > 0) {
    const note = plan
      ? contingencyMinor > 0
        ? `with ${money(contingencyMinor)} contingency`
        : "by the plan"
      : "first estimates";
    facts.push({ label: plan ? "Planned" : "Estimated", value: money(allocatedMinor), note });
  }
  if (overMinor > 0) facts.push({ label: "Over budget", value: money(overMinor), tone: "bad" });
  else if (remainingMinor !== null && allocatedMinor > 0) facts.push({ label: "Left", value: money(remainingMinor) });
  if (plan) {
    facts.push({
      label: "Work",
      value: count(plan.workingDays, "working day"),
      note: dayRange(plan.startsOn, plan.endsOn),
    });
  }
  if (areaM2 !== null) facts.push({ label: "Area", value: `${number(areaM2)} m²`, note: count(rooms.length, "room") });
  if (style) facts.push({ label: "Style", value: style.name });
  return facts;
}

/** What a contractor would ask next, as far as the project has got. */
function openIn({ session, rooms, plan, budget, approvals }: Report): string[] {
  const named = (list: readonly { room: { name: string } }[]) => list.map(({ room }) => room.name).join(", ");
  const unmeasured = rooms.filter(({ areaM2 }) => areaM2 === null);
  const unlisted = rooms.filter(({ checklist }) => checklist.length === 0);
  const unpriced = rooms
    .flatMap(({ checklist }) => checklist)
    .filter(({ estimateMinor, productSlugs }) => estimateMinor === null && productSlugs.length === 0);
  const unseen = rooms.filter(({ render }) => render === null);
  const waiting = approvals.filter(({ status }) => status === "pending");
  const open = [
    rooms.length === 0 && "No rooms yet: tell the assistant what is to be renovated.",
    unmeasured.length > 0 && `Sizes are missing: ${named(unmeasured)}.`,
    budget.totalMinor === null && "No budget yet.",
    session.styleSlug === null && "No style chosen yet.",
    rooms.length > 0 && unlisted.length > 0 && `No checklist yet: ${named(unlisted)}.`,
    unpriced.length > 0 && `${count(unpriced.length, "item")} of the checklist without an estimate or a product.`,
    !plan && "No plan yet: dates and costs follow from it.",
    plan?.status === "draft" && `Plan version ${plan.version} is a draft.`,
    budget.overMinor > 0 && `${roundMoney(budget.overMinor, budget.currency)} over the budget.`,
    plan && unseen.length > 0 && `No picture yet: ${named(unseen)}.`,
    ...waiting.map(({ subject }) => `Waits for approval: ${subject}.`),
  ];
  return open.filter((text) => typeof text === "string");
}
