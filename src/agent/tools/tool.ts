import type { z } from "zod";
import type { NewEvent } from "../../chat/store.ts";
import type { Sql } from "../../db/client.ts";
import { parseInput } from "../../problem.ts";
import type { RendererName } from "../../renders/schema.ts";
import type { Owner } from "../../sessions/owner.ts";
import type { By } from "../../sessions/phases.ts";
import type { Phase, Session } from "../../sessions/schema.ts";
import type { ToolDescription } from "../model.ts";

/** Session and owner come from the run, never from the model's arguments. The session is locked. */
export type ToolContext = {
  sql: Sql;
  owner: Owner;
  session: Session;
  turnId: string;
  /** What pictures can be made with: the first is taken. */
  renderers: readonly RendererName[];
};

export type ToolOutcome = {
  /** For the model: compact, JSON. */
  result: Record<string, unknown>;
  /** For a person: one sentence. */
  summary: string;
  events?: NewEvent[];
};

/** Something the agent can do in certain phases. Throws a {@link Problem} that the model reads as the tool's error. */
export type Tool = ToolDescription & {
  phases: readonly Phase[];
  use: (input: unknown, context: ToolContext) => Promise<ToolOutcome>;
};

type Definition<S extends z.ZodObject> = Omit<Tool, "schema" | "use"> & {
  schema: S;
  use: (input: z.infer<S>, context: ToolContext) => Promise<ToolOutcome>;
};

/** Who makes the changes of a tool. */
export const byAgent = ({ turnId }: ToolContext): By & { turnId: string } => ({ actor: "agent", turnId });

/** A tool whose arguments are parsed before it sees them. */
export const defineTool = <S extends z.ZodObject>(tool: Definition<S>): Tool => ({
  ...tool,
  use: async (input, context) => tool.use(parseInput(tool.schema, input), context),
});
