import { type PendingApproval, toPending } from "../approvals/schema.ts";
import { listPending } from "../approvals/store.ts";
import type { Sql } from "../db/client.ts";
import { notFound } from "../problem.ts";
import type { Phase } from "../sessions/schema.ts";
import type { Owner } from "../sessions/owner.ts";
import type { Bus, BusFrame, TextFrame } from "../turns/bus.ts";
import type { DurableEvent } from "./protocol.ts";
import { readEvents } from "./store.ts";

/** Where a client was: the last event it has, and the log it had it from. */
export type Position = { after?: number | undefined; epoch?: string | undefined };

export type FeedOptions = {
  sql: Sql;
  owner: Owner;
  sessionId: string;
  position: Position;
  bus: Bus;
  /** The running turn's text so far, from wherever it is. */
  textOf: (turnId: string, attempt: number) => Promise<{ attempt: number; text: string } | undefined>;
  send: (frame: DurableEvent | TextFrame) => void;
  /** The session was deleted. */
  gone: () => void;
  /** The log could not be read; the client should come again. */
  failed: (error: unknown) => void;
};

type Head = {
  epoch: string;
  lastSeq: number;
  firstSeq: number | null;
  phase: Phase;
  turnId: string | null;
  attempt: number | null;
};

/** What `hello` says of the session. */
export type FeedStart = {
  epoch: string;
  seq: number;
  resumed: boolean;
  phase: Phase;
  runningTurn: { turnId: string; attempt: number } | null;
  pendingApprovals: PendingApproval[];
};

/** Small enough that a page fits what a reader may have waiting. */
const pageSize = 200;

/**
 * Delivers a session's events to one client: what it missed, then the running text, then everything live, without gap
 * or overlap. It subscribes before it reads, delivers only the next event in order, and reads the log where one is missing.
 * Call `begin` after the client got its `hello`.
 * @throws {Problem} not-found
 */
export async function openFeed(options: FeedOptions) {
  const { sql, owner, sessionId, bus, send } = options;
  const held: BusFrame[] = [];
  let holding = true;
  let closed = false;
  let position = 0;
  let turn: { turnId: string; attempt: number; length: number } | undefined;
  /** Turns whose end was read while catching up. */
  const finished = new Set<string>();

  const unsubscribe = bus.subscribe(sessionId, (frame) => {
    if (holding) held.push(frame);
    else take(frame);
  });
  const close = () => {
    closed = true;
    unsubscribe();
  };

  let head: Head;
  let pendingApprovals: PendingApproval[];
  try {
    head = await readHead(sql, owner, sessionId);
    // After the head: an event that comes between the two is told again, and none is missed.
    pendingApprovals = (await listPending(sql, owner, sessionId)).map(toPending);
  } catch (error) {
    close();
    throw error;
  }
  const { after, epoch } = options.position;
  const resumed =
    after !== undefined &&
    after <= head.lastSeq &&
    after >= (head.firstSeq ?? head.lastSeq + 1) - 1 &&
    (epoch === undefined || epoch === head.epoch);
  position = resumed ? after : head.lastSeq;
  bus.noteSeq(sessionId, head.lastSeq);
  const runningTurn = head.turnId && head.attempt ? { turnId: head.turnId, attempt: head.attempt } : null;
  const start: FeedStart = {
    epoch: head.epoch,
    seq: head.lastSeq,
    resumed,
    phase: head.phase,
    runningTurn,
    pendingApprovals,
  };

  /** Reads the log up to its end and the running text, then goes live with what came meanwhile. */
  async function catchUp(running: FeedStart["runningTurn"]) {
    holding = true;
    try {
      for (let page: DurableEvent[] | undefined; page === undefined || page.length === pageSize;) {
        page = await readEvents(sql, owner, sessionId, position, pageSize);
        if (closed) return;
        for (const event of page) deliver(event);
      }
      if (running && !turn && !finished.has(running.turnId)) turn = { ...running, length: 0 };
      finished.clear();
      await sendSnapshot();
      holding = false;
      for (const frame of held.splice(0)) {
        if (holding) held.push(frame);
        else take(frame);
      }
    } catch (error) {
      if (closed) return;
      close();
      options.failed(error);
    }
  }

  async function sendSnapshot() {
    if (!turn) return;
    const heldBefore = held.length;
    const text = await options.textOf(turn.turnId, turn.attempt);
    if (closed || !turn || !text || text.attempt !== turn.attempt) return;
    const { turnId, attempt } = turn;
    // Text held before is in it, or was taken back since: ahead of its reset it would be spliced into the new one.
    const isNews = (frame: BusFrame) =>
      "seq" in frame || frame.type === "gone" || frame.turnId !== turnId || frame.attempt !== attempt;
    held.splice(0, heldBefore, ...held.slice(0, heldBefore).filter(isNews));
    turn.length = text.text.length;
    send({ type: "snapshot", turnId, attempt, text: text.text });
  }

  function deliver(event: DurableEvent) {
    position = event.seq;
    if (event.type === "turn.started") turn = { turnId: event.turnId, attempt: event.attempt, length: 0 };
    if (event.type === "turn.finished") {
      if (holding) finished.add(event.turnId);
      if (turn?.turnId === event.turnId) turn = undefined;
    }
    send(event);
  }

  function take(frame: BusFrame) {
    if (frame.type === "gone") {
      close();
      options.gone();
    } else if ("seq" in frame) {
      if (frame.seq <= position) return;
      if (frame.seq === position + 1) return deliver(frame);
      held.push(frame);
      void catchUp(null);
    } else {
      takeText(frame);
    }
  }

  /** Text waits for its turn.started; a repeated part is not sent again, and a missing one is made up by a snapshot. */
  function takeText(frame: TextFrame) {
    if (!turn || frame.turnId !== turn.turnId || frame.attempt !== turn.attempt) return;
    if (frame.type === "retrying") return send(frame);
    if (frame.type === "snapshot") {
      turn.length = frame.text.length;
      return send(frame);
    }
    if (frame.type === "reset") {
      if (frame.offset >= turn.length) return;
      turn.length = frame.offset;
      return send(frame);
    }
    const end = frame.offset + frame.text.length;
    if (end <= turn.length) return;
    if (frame.offset > turn.length) {
      void catchUp(null);
      return;
    }
    const text = frame.text.slice(turn.length - frame.offset);
    send({ ...frame, offset: turn.length, text });
    turn.length = end;
  }

  return { start, begin: () => catchUp(runningTurn), close };
}

async function readHead(sql: Sql, owner: Owner, sessionId: string): Promise<Head> {
  const [head] = await sql<Head[]>`
    select (select id from epoch) as epoch, sessions.last_seq, sessions.phase, turns.id as turn_id, turns.attempt,
      (select min(seq) from events where session_id = sessions.id) as first_seq
    from sessions left join turns on turns.session_id = sessions.id and turns.status = 'running' and turns.kind = 'chat'
    where sessions.id = ${sessionId} and sessions.owner_id = ${owner.id}`;
  if (!head) throw notFound("session", sessionId);
  return head;
}
