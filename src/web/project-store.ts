import type { Asset } from "../assets/schema.ts";
import type { Budget } from "../budget/schema.ts";
import type { ChecklistItem } from "../checklist/schema.ts";
import type { ProductPick } from "../picks/schema.ts";
import type { Plan } from "../plan/schema.ts";
import type { ProblemDetails } from "../problem.ts";
import type { Render } from "../renders/schema.ts";
import type { Room } from "../rooms/schema.ts";
import type { Session } from "../sessions/schema.ts";
import { type Clock, systemClock } from "./connection.ts";
import { isPassing, toProblemDetails, unlessMissing } from "./http-client.ts";
import type { SessionEvent } from "./log-follower.ts";
import type { ProjectApi } from "./project-api.ts";

/** Undefined is not read yet; null is not there: no plan yet, or a service without that feature. */
type Parts = {
  session: Session;
  rooms: Room[];
  checklist: ChecklistItem[];
  picks: ProductPick[];
  budget: Budget;
  plan: Plan | null;
  assets: Asset[] | null;
  renders: Render[] | null;
};
export type Part = keyof Parts;
export type Project = { [P in Part]: Parts[P] | undefined } & {
  problem: ProblemDetails | undefined;
  /** What is being done for a picture, by its render. */
  progress: Readonly<Record<string, string>>;
};

const parts: Part[] = ["session", "rooms", "checklist", "picks", "budget", "plan", "assets", "renders"];

/** What an event makes outdated. */
const outdated: Partial<Record<SessionEvent["type"], Part[]>> = {
  resync: parts,
  "session.changed": ["session", "budget"],
  "phase.changed": ["session"],
  "rooms.changed": ["rooms", "checklist", "picks", "budget"],
  "checklist.changed": ["checklist", "budget"],
  "picks.changed": ["picks", "checklist", "budget"],
  "plan.changed": ["plan", "budget"],
  "asset.changed": ["assets"],
  "render.changed": ["renders"],
};

/** An agent at work sends events in bursts: of what comes within this time only the last is read. */
const pauseMs = 120;
const firstRetryMs = 2_000;
const longestRetryMs = 30_000;

/** What is known of a renovation beside the conversation, read when the log says that it changed and never else. */
export function createProjectStore(api: ProjectApi, onChange: (project: Project) => void, clock: Clock = systemClock) {
  let project: Project = { ...Object.fromEntries(parts.map((part) => [part, undefined])), progress: {} } as Project;
  const readers: { [P in Part]: () => Promise<Parts[P]> } = {
    session: api.readSession,
    rooms: api.readRooms,
    checklist: api.readChecklist,
    picks: api.readPicks,
    budget: api.readBudget,
    plan: api.readPlan,
    assets: () => unlessMissing(api.readAssets()),
    renders: () => unlessMissing(api.readRenders()),
  };
  const reading = new Set<Part>();
  const stale = new Set<Part>();
  const failed = new Set<Part>();
  let isClosed = false;
  let triesInVain = 0;
  let cancelRetry: (() => void) | undefined;

  function change(next: Partial<Project>) {
    if (isClosed) return;
    project = { ...project, ...next };
    onChange(project);
  }

  function refresh(part: Part) {
    if (reading.has(part)) stale.add(part);
    else void read(part);
  }

  async function read(part: Part) {
    reading.add(part);
    stale.delete(part);
    try {
      const value = await readers[part]();
      failed.delete(part);
      change({ [part]: value, ...(failed.size === 0 ? { problem: undefined } : {}) });
      triesInVain = 0;
    } catch (error) {
      const problem = toProblemDetails(error);
      failed.add(part);
      change({ problem });
      if (isPassing(problem)) retryLater();
    }
    clock.after(pauseMs, () => {
      reading.delete(part);
      if (stale.has(part) && !isClosed) void read(part);
    });
  }

  /** One attempt for all that failed, later each time. */
  function retryLater() {
    if (isClosed || cancelRetry) return;
    cancelRetry = clock.after(Math.min(firstRetryMs * 2 ** triesInVain, longestRetryMs), () => {
      cancelRetry = undefined;
      triesInVain += 1;
      retryFailed();
    });
  }

  const retryFailed = () => [...failed].forEach(refresh);

  return {
    begin: () => parts.forEach(refresh),
    refresh,
    /** There is a connection again: what could not be read is read now. */
    retryFailed,
    hear(event: SessionEvent) {
      if (event.type === "render.changed") noteProgress(event);
      outdated[event.type]?.forEach(refresh);
    },
    close() {
      isClosed = true;
      cancelRetry?.();
    },
  };

  function noteProgress({ renderId, progress }: Extract<SessionEvent, { type: "render.changed" }>) {
    const { [renderId]: _, ...others } = project.progress;
    change({ progress: progress ? { ...others, [renderId]: progress } : others });
  }
}
export type ProjectStore = ReturnType<typeof createProjectStore>;
