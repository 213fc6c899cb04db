import { AIMessage, type BaseMessage, HumanMessage } from "@langchain/core/messages";
import { listApprovals } from "../approvals/store.ts";
import { budgetOf } from "../budget/store.ts";
import { recentMessages } from "../chat/store.ts";
import { listItems } from "../checklist/store.ts";
import type { Sql } from "../db/client.ts";
import { listDecisions } from "../decisions/store.ts";
import { maxDecisions } from "../decisions/schema.ts";
import { listPicks } from "../picks/store.ts";
import { findCurrentPlan } from "../plan/store.ts";
import { listRooms } from "../rooms/store.ts";
import type { Owner } from "../sessions/owner.ts";
import { getSession } from "../sessions/store.ts";
import type { Project } from "./project.ts";

/** The context's bound, so that turn 1000 costs what turn 10 does: about 8,000 tokens at four characters each. */
const maxMessages = 40;
const maxCharacters = 32_000;

const latestApprovals = 5;

export async function loadProject(sql: Sql, owner: Owner, sessionId: string): Promise<Project> {
  const [session, rooms, checklist, picks, plan, approvals, decisions] = await Promise.all([
    getSession(sql, owner, sessionId),
    listRooms(sql, owner, sessionId),
    listItems(sql, owner, sessionId),
    listPicks(sql, owner, sessionId),
    findCurrentPlan(sql, owner, sessionId),
    listApprovals(sql, owner, sessionId, { limit: latestApprovals }),
    listDecisions(sql, owner, sessionId, { limit: maxDecisions }),
  ]);
  return {
    session,
    rooms,
    checklist,
    picks,
    plan,
    budget: budgetOf(session, { rooms, items: checklist, picks, plan }),
    approvals: approvals.items,
    decisions: decisions.items,
  };
}

/** What was said up to this turn's message, oldest first. Tool calls of earlier turns are in the project, not here. */
export async function loadHistory(sql: Sql, owner: Owner, turn: { sessionId: string; id: string }) {
  const newestFirst = await recentMessages(sql, owner, turn, maxMessages);
  const history: BaseMessage[] = [];
  let characters = 0;
  for (const { role, content } of newestFirst) {
    characters += content.length;
    if (history.length > 0 && characters > maxCharacters) break;
    history.unshift(role === "user" ? new HumanMessage(content) : new AIMessage(content));
  }
  return alternating(history);
}

/** A message whose turn left no answer stands beside the next one: models want them as one. */
function alternating(history: BaseMessage[]): BaseMessage[] {
  const merged: BaseMessage[] = [];
  for (const message of history) {
    const last = merged.at(-1);
    if (last && last.getType() === message.getType()) {
      const text = `${last.text}\n\n${message.text}`;
      merged[merged.length - 1] = message.getType() === "human" ? new HumanMessage(text) : new AIMessage(text);
    } else if (last || message.getType() === "human") {
      // A conversation begins with its homeowner.
      merged.push(message);
    }
  }
  return merged;
}
