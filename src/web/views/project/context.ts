import type { Api } from "../../api.ts";
import type { AskedApproval } from "../../asked-approvals.ts";
import type { ProjectApi } from "../../project-api.ts";
import type { Part, Project } from "../../project-store.ts";
import type { Answer } from "../../protocol-client.ts";

/** What every part of the project panel works with. */
export type ProjectView = {
  project: Project;
  /** For amounts that nobody named a currency for yet. */
  currency: string;
  api: ProjectApi;
  catalogue: Pick<Api, "listStyles" | "readStyle" | "searchProducts">;
  /** Reads a part again: after a conflict, or where no event tells. */
  refresh: (part: Part) => void;
  approvals: readonly AskedApproval[];
  answer: (answer: Answer) => void;
  /** Approvals whose answer is on its way. */
  answering: readonly string[];
};
