import { useEffect, useRef, useState } from "preact/hooks";
import type { Phase } from "../../../sessions/schema.ts";
import { ProblemNotice } from "../problem-notice.tsx";
import { BudgetGauge } from "./budget-gauge.tsx";
import { ChecklistTab } from "./checklist-tab.tsx";
import type { ProjectView } from "./context.ts";
import { OverviewTab } from "./overview-tab.tsx";
import { PicturesTab } from "./pictures-tab.tsx";
import { PlanTab } from "./plan-tab.tsx";
import { ProductsTab } from "./products-tab.tsx";
import { TabList } from "./tab-list.tsx";

const tabs = {
  overview: { name: "Overview", View: OverviewTab },
  checklist: { name: "Checklist", View: ChecklistTab },
  plan: { name: "Plan", View: PlanTab },
  products: { name: "Products", View: ProductsTab },
  pictures: { name: "Pictures", View: PicturesTab },
};
export type Tab = keyof typeof tabs;

/** Where the work is in each phase. */
const tabOfPhase: Record<Phase, Tab> = {
  INTAKE: "overview",
  CHECKLIST: "checklist",
  PLAN: "plan",
  RENDER: "pictures",
  PAYMENT: "overview",
  COMPLETE: "overview",
  ITERATE: "plan",
};

/** The tab that is open: the reader's choice, until the renovation moves on. */
export function useProjectTab(phase: Phase | undefined) {
  const [tab, setTab] = useState<Tab>("overview");
  const known = useRef<Phase | undefined>(undefined);
  const isChosen = useRef(false);
  useEffect(() => {
    if (!phase || phase === known.current) return;
    // What was opened before the renovation was known is a choice too.
    const isMove = known.current !== undefined || !isChosen.current;
    known.current = phase;
    // Nobody's form is taken away under their hands.
    const isEditing = document.activeElement?.closest(".project") && document.activeElement.matches("input, textarea");
    if (isMove && !isEditing) setTab(tabOfPhase[phase]);
  }, [phase]);
  function choose(next: Tab) {
    isChosen.current = true;
    setTab(next);
  }
  return [tab, choose] as const;
}

/** What is known of the renovation and can be done to it, beside the conversation. */
export function ProjectPanel({ view, tab, onTab }: { view: ProjectView; tab: Tab; onTab: (tab: Tab) => void }) {
  const { budget, plan, problem, session } = view.project;
  const { View } = tabs[tab];
  const hasMoney = budget && (budget.totalMinor !== null || budget.allocatedMinor > 0);
  return (
    <div class="project">
      <header class="project-header">
        <h2 class="unseen">Your project</h2>
        {hasMoney ? (
          <BudgetGauge budget={budget} plan={plan} />
        ) : (
          <p class="project-intro">
            <strong>Your project</strong>
            What you and the agent work out is kept here, and you can change it here too.
          </p>
        )}
        <TabList
          label="Parts of the project"
          tabs={Object.entries(tabs).map(([id, { name }]) => ({ id: id as Tab, name }))}
          current={tab}
          onChoose={onTab}
        />
      </header>
      <div class="project-body" role="tabpanel" id="project-tab" aria-labelledby={`tab-${tab}`} tabIndex={-1}>
        {problem && <ProblemNotice problem={problem} />}
        {session || problem ? <View view={view} /> : <p class="open">Opening the project…</p>}
      </div>
    </div>
  );
}
