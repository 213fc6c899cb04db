import type { Project } from "../../src/agent/project.ts";
import { computeBudget } from "../../src/budget/budget.ts";
import { builtInCatalog } from "../../src/catalog/built-in.ts";

const at = "2026-11-22T09:30:00.000Z";

/** A renovation of which nothing is known yet. */
export function emptyProject(session: Partial<Project["session"]> = {}): Project {
  return {
    session: {
      id: "00000000-0000-4000-8000-000000000000",
      title: null,
      phase: "INTAKE",
      budgetMinor: null,
      currency: null,
      styleSlug: null,
      constraints: [],
      createdAt: at,
      updatedAt: at,
      ...session,
    },
    styles: builtInCatalog.styles,
    rooms: [],
    checklist: [],
    picks: [],
    plan: undefined,
    budget: computeBudget({ currency: "EUR", totalMinor: null, rooms: [], items: [], picks: [], plan: null }),
    approvals: [],
    decisions: [],
    assets: [],
    renders: [],
  };
}
