import { AIMessage, type BaseMessage, HumanMessage } from "@langchain/core/messages";
import { listApprovals, listPending } from "../approvals/store.ts";
import type { Asset } from "../assets/schema.ts";
import { getAsset, pageAssets } from "../assets/store.ts";
import { budgetOf } from "../budget/store.ts";
import { listStyles, type ReadStyles } from "../catalog/store.ts";
import { recentMessages, type Said } from "../chat/store.ts";
import { listItems } from "../checklist/store.ts";
import type { Sql } from "../db/client.ts";
import { listDecisions } from "../decisions/store.ts";
import { maxDecisions } from "../decisions/schema.ts";
import { listPicks } from "../picks/store.ts";
import { findCurrentPlan } from "../plan/store.ts";
import { Problem } from "../problem.ts";
import type { Render } from "../renders/schema.ts";
import { listRenders } from "../renders/store.ts";
import { listRooms } from "../rooms/store.ts";
import type { Owner } from "../sessions/owner.ts";
import { getSession } from "../sessions/store.ts";
import type { Project } from "./project.ts";

/** The context's bound, so that turn 1000 costs what turn 10 does: about 8,000 tokens at four characters each. */
const maxMessages = 40;
const maxCharacters = 32_000;

const latestApprovals = 5;
const latestAssets = 40;

/** `readStyles` is for those who load again and again, see `createStyleReader`. */
export async function loadProject(
  sql: Sql,
  owner: Owner,
  sessionId: string,
  readStyles: ReadStyles = listStyles,
): Promise<Project> {
  const [session, styles, rooms, checklist, picks, plan, approvals, pending, decisions, assets, renders] =
    await Promise.all([
      getSession(sql, owner, sessionId),
      readStyles(sql),
      listRooms(sql, owner, sessionId),
      listItems(sql, owner, sessionId),
      listPicks(sql, owner, sessionId),
      findCurrentPlan(sql, owner, sessionId),
      listApprovals(sql, owner, sessionId, { limit: latestApprovals }),
      listPending(sql, owner, sessionId),
      listDecisions(sql, owner, sessionId, { limit: maxDecisions }),
      pageAssets(sql, owner, sessionId, { limit: latestAssets, isUpload: true }),
      listRenders(sql, owner, sessionId),
    ]);
  return {
    session,
    styles,
    rooms,
    checklist,
    picks,
    plan,
    budget: budgetOf(session, { rooms, items: checklist, picks, plan }),
    approvals: newestFirst([...pending, ...approvals.items]),
    decisions: decisions.items,
    assets: assets.items,
    renders: standing(renders),
  };
}

/** Each once; ids are UUIDv7. */
const newestFirst = <T extends { id: string }>(items: readonly T[]): T[] =>
  [...new Map(items.map((item) => [item.id, item])).values()].sort((a, b) => (a.id < b.id ? 1 : -1));

/** Of each room the newest, and the newest that is approved. */
function standing(renders: readonly Render[]): Render[] {
  const rooms = new Set<string>();
  const approved = new Set<string>();
  return renders.filter(({ roomId, decision }) => {
    const isFirst = !rooms.has(roomId) || (decision === "approved" && !approved.has(roomId));
    rooms.add(roomId);
    if (decision === "approved") approved.add(roomId);
    return isFirst;
  });
}

type History = {
  /** Oldest first, the turn's own message last. Tool calls of earlier turns are in the project, not here. */
  messages: BaseMessage[];
  /** Files that came with the turn's own message, and with those before it that got no answer, as far as they are still there. */
  attachments: Asset[];
};

/** What was said up to this turn's message. */
export async function loadHistory(sql: Sql, owner: Owner, turn: { sessionId: string; id: string }): Promise<History> {
  const newest = withoutRefused(await recentMessages(sql, owner, turn, maxMessages));
  const kept: Said[] = [];
  let characters = 0;
  for (const said of newest) {
    characters += said.content.length;
    if (kept.length > 0 && characters > maxCharacters) break;
    kept.unshift(said);
  }
  const messages = kept.map(({ role, content, attachments }) =>
    role === "user" ? human(content, attachments) : new AIMessage(content),
  );
  const answered = newest.findIndex(({ role }) => role === "assistant");
  const unanswered = answered === -1 ? newest : newest.slice(0, answered);
  const attachments = unanswered.flatMap((said) => said.attachments);
  return { messages: alternating(messages), attachments: await findAssets(sql, owner, turn, attachments) };
}

/** What the model declined would have it decline whatever is said after it, for as long as it is remembered. */
const withoutRefused = (newest: readonly Said[]) =>
  newest.filter(
    ({ problem }, index) =>
      problem !== "/problems/model-refused" || index === 0 || newest[index - 1]?.role === "assistant",
  );

/** Each once, in their order; a file that was deleted since is left out. */
async function findAssets(sql: Sql, owner: Owner, { sessionId }: { sessionId: string }, ids: readonly string[]) {
  const found = await Promise.all(
    [...new Set(ids)].map(async (id) => {
      try {
        return await getAsset(sql, owner, sessionId, id);
      } catch (error) {
        if (error instanceof Problem && error.kind === "not-found") return undefined;
        throw error;
      }
    }),
  );
  return found.filter((asset) => asset !== undefined);
}

/** The ids of its files go beside the words, which the planner reads as they were typed. */
const human = (text: string, attachments: readonly string[]) =>
  new HumanMessage({ content: text, ...(attachments.length > 0 && { additional_kwargs: { attachments } }) });

/** Ids of the files that came with a message of the history. */
export const attachmentsOf = ({ additional_kwargs: { attachments } }: BaseMessage): string[] =>
  Array.isArray(attachments) ? attachments.map(String) : [];

/** A message whose turn left no answer stands beside the next one: models want them as one. */
function alternating(history: BaseMessage[]): BaseMessage[] {
  const merged: BaseMessage[] = [];
  for (const message of history) {
    const last = merged.at(-1);
    if (last && last.getType() === message.getType()) {
      const text = `${last.text}\n\n${message.text}`;
      const files = [...attachmentsOf(last), ...attachmentsOf(message)];
      merged[merged.length - 1] = message.getType() === "human" ? human(text, files) : new AIMessage(text);
    } else if (last || message.getType() === "human") {
      // A conversation begins with its homeowner.
      merged.push(message);
    }
  }
  return merged;
}
