import { Problem, toProblem } from "../../problem.ts";
import type { RendererName } from "../../renders/schema.ts";
import { getSession } from "../../sessions/store.ts";
import type { AgentRun } from "../agent.ts";
import type { ToolOutcome } from "./tool.ts";
import { allTools, toolsFor } from "./toolbox.ts";

/** A model's call of a tool; `key` is unique in its turn, however often the call is attempted. */
export type Call = { id: string; name: string; args: Record<string, unknown>; key: string };

type ToolResult = { ok: true; [field: string]: unknown } | { ok: false; problem: string };

/** Does what the model asked for, at most once; what goes wrong with it is told to the model, not thrown at the user. */
export async function useTool(call: Call, run: AgentRun, renderers: readonly RendererName[]): Promise<ToolResult> {
  const { owner, sessionId, id: turnId } = run.turn;
  const about = { turnId, callId: call.key, name: call.name };
  const started = { type: "tool.started" as const, ...about, arguments: call.args };
  try {
    return await run.effect<ToolResult>(call.key, async (sql) => {
      const session = await getSession(sql, owner, sessionId);
      const tool = toolsFor(session.phase).find(({ name }) => name === call.name);
      if (!tool) throw new Problem("conflict", unusable(call.name, session.phase));
      const {
        result,
        summary,
        events = [],
      }: ToolOutcome = await tool.use(call.args, {
        sql,
        owner,
        session,
        turnId,
        renderers,
      });
      const finished = { type: "tool.finished" as const, ...about, status: "ok" as const, summary };
      return { result: { ok: true, ...result }, events: [started, ...events, finished] };
    });
  } catch (error) {
    const problem = toProblem(error);
    // Not the model's doing: the database is away, the claim is lost, or there is a fault of ours.
    if (problem.status >= 500) throw error;
    const told = explain(problem);
    return run.effect<ToolResult>(call.key, async () => {
      const finished = { type: "tool.finished" as const, ...about, status: "error" as const, summary: told };
      return { result: { ok: false, problem: told }, events: [started, finished] };
    });
  }
}

const unusable = (name: string, phase: string) =>
  allTools.some((tool) => tool.name === name)
    ? `${name} cannot be used in the phase ${phase}`
    : `There is no tool ${name}`;

/** A mistake that is made once in every item is understood from the first ones. */
const mostErrors = 5;

function explain({ message, errors = [] }: Problem): string {
  const told = errors.slice(0, mostErrors).map(({ pointer, detail }) => `${pointer}: ${detail}`);
  const rest = errors.length - told.length;
  return [message, ...told, ...(rest > 0 ? [`and ${rest} more`] : [])].join("; ");
}
