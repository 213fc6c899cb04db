import type { NewEvent } from "../chat/store.ts";
import type { Sql } from "../db/client.ts";
import { Problem } from "../problem.ts";
import { changeRender } from "../renders/store.ts";
import type { Owner } from "../sessions/owner.ts";
import type { Outcome } from "./finish.ts";

type Place = { sessionId: string; turnId: string };

/** What a picture's turn says where a turn in the chat says `turn.started`. Call with the session locked. */
export async function startRender(sql: Sql, owner: Owner, turn: Place, attempt: number): Promise<NewEvent[]> {
  const progress = attempt === 1 ? "Getting ready" : "Starting again after an interruption";
  return listed(await changeRender(sql, owner, turn, { status: "running" }, progress));
}

/** What follows from its end; one whose room is gone has nothing to say. Call with the session locked. */
export async function endRender(sql: Sql, owner: Owner, turn: Place, outcome: Outcome): Promise<NewEvent[]> {
  const { status, problem = new Problem("turn-failed").toJSON(), picture } = outcome;
  if (status === "completed") return picture ? picture.store(sql) : [];
  const change = status === "failed" ? ({ status, problem } as const) : ({ status } as const);
  return listed(await changeRender(sql, owner, turn, change));
}

/** It waits for whoever goes on with it. Call with the session locked. */
export async function releaseRender(sql: Sql, owner: Owner, turn: Place): Promise<NewEvent[]> {
  return listed(await changeRender(sql, owner, turn, { status: "queued" }));
}

const listed = (event: NewEvent | undefined) => (event ? [event] : []);
