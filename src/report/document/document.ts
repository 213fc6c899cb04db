import { day } from "../format.ts";
import type { Report } from "../schema.ts";
import { approvalsSection } from "./approvals.ts";
import type { ReportDocument } from "./blocks.ts";
import { budgetSection } from "./budget.ts";
import { coverOf } from "./cover.ts";
import { estimatesSection } from "./estimates.ts";
import { planSection } from "./plan.ts";
import { renderCaption, roomsSection } from "./rooms.ts";
import { shoppingSection } from "./shopping.ts";

/** What the report says and in which order; HTML and PDF differ only in how they set it. */
export function toDocument(report: Report): ReportDocument {
  const cover = coverOf(report);
  const sections = [
    roomsSection(report),
    shoppingSection(report),
    planSection(report),
    budgetSection(report),
    approvalsSection(report),
    estimatesSection(report),
  ];
  return {
    cover,
    sections: sections.filter((section) => section !== undefined),
    boards: report.rooms.flatMap(({ room, render }) =>
      render?.renderer === "concept_board"
        ? [{ picture: render.picture, caption: renderCaption(room.name, render) }]
        : [],
    ),
    footer: `${cover.title} · ${day(report.generatedAt)}`,
  };
}
