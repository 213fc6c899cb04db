import { AIMessage, type BaseMessage, HumanMessage } from "@langchain/core/messages";
import { recentMessages } from "../chat/store.ts";
import type { Sql } from "../db/client.ts";
import { listRooms } from "../rooms/store.ts";
import type { Owner } from "../sessions/owner.ts";
import { getConstraints, getSession } from "../sessions/store.ts";
import type { Project } from "./project.ts";

/** The context's bound, so that turn 1000 costs what turn 10 does: about 8,000 tokens at four characters each. */
const maxMessages = 40;
const maxCharacters = 32_000;

export async function loadProject(sql: Sql, owner: Owner, sessionId: string): Promise<Project> {
  const [session, rooms, constraints] = await Promise.all([
    getSession(sql, owner, sessionId),
    listRooms(sql, owner, sessionId),
    getConstraints(sql, owner, sessionId),
  ]);
  return { session, rooms, constraints };
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
