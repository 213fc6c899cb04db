import { toEvent } from "../chat/store.ts";
import type { Sql } from "../db/client.ts";
import type { Bus, BusFrame } from "./bus.ts";
import { type Signals, Wake } from "./signals.ts";
import { commonPrefixLength } from "./text.ts";

/** A turn that runs on another replica and is watched here. */
type Watched = { sessionId: string; attempt: number; revision: number; text: string };

type RemoteOptions = {
  sql: Sql;
  bus: Bus;
  replica: string;
  signals: Signals;
  /** Whether this attempt of the turn runs in this process. */
  isLocal: (turnId: string, attempt: number) => boolean;
  /** Another replica has taken the turn up as this attempt. */
  taken: (turnId: string, attempt: number) => void;
  cancel: (turnId: string) => void;
  forget: (sessionId: string) => void;
  /** A turn waits somewhere. */
  claim: () => void;
  failed: (error: unknown) => void;
};

/**
 * The other replicas' news for the subscribers of this one, and this one's for theirs: wake-ups travel by NOTIFY, events
 * and text are read from the tables, for all sessions in one statement.
 */
export function createRemote(options: RemoteOptions) {
  const { sql, bus, replica, signals, isLocal } = options;
  const watched = new Map<string, Watched>();
  const dirty = { events: new Set<string>(), text: false };
  let reading = false;

  /** Reads what the wake-ups told of, again as long as more came meanwhile. */
  async function read() {
    if (reading) return;
    reading = true;
    try {
      while (dirty.events.size > 0 || dirty.text) {
        const sessions = [...dirty.events];
        const text = dirty.text;
        dirty.events.clear();
        dirty.text = false;
        if (sessions.length > 0) await readEvents(sessions);
        if (text && watched.size > 0) await readTexts();
      }
    } catch (error) {
      options.failed(error);
    } finally {
      reading = false;
    }
  }

  async function readEvents(sessionIds: string[]) {
    const followed = bus.followed();
    const known = sessionIds.filter((id) => followed.has(id));
    if (known.length === 0) return;
    const rows = await sql<{ sessionId: string; seq: number; type: string; payload: Record<string, unknown> }[]>`
      select events.session_id, seq, type, payload
      from unnest(${known}::uuid[], ${known.map((id) => followed.get(id) ?? 0)}::bigint[]) as known (session_id, last_seq)
      join events on events.session_id = known.session_id and events.seq > known.last_seq
      order by events.session_id, seq`;
    const started = new Map<string, string>();
    for (const { sessionId, seq, type, payload } of rows) {
      const event = toEvent({ seq, type, payload });
      if (event.type === "turn.started" && !isLocal(event.turnId, event.attempt)) {
        started.set(event.turnId, sessionId);
        options.taken(event.turnId, event.attempt);
      }
      if (event.type === "turn.finished") {
        started.delete(event.turnId);
        watched.delete(event.turnId);
      }
      bus.publish(sessionId, [event]);
    }
    for (const [turnId, sessionId] of started) await showWhole(sessionId, turnId);
  }

  async function showWhole(sessionId: string, turnId: string) {
    const text = await watch(sessionId, turnId);
    if (text) bus.publish(sessionId, [{ type: "snapshot", turnId, ...text }]);
  }

  /** Turns that nobody here listens to any more, or that came to this process, are not followed. */
  function dropUnwatched() {
    const followed = bus.followed();
    for (const [turnId, { sessionId, attempt }] of watched) {
      if (!followed.has(sessionId) || isLocal(turnId, attempt)) watched.delete(turnId);
    }
  }

  async function readTexts() {
    dropUnwatched();
    if (watched.size === 0) return;
    const turns = [...watched];
    const rows = await sql<{ turnId: string; attempt: number; revision: number; textOffset: number; text: string }[]>`
      select turn_text.turn_id, turn_text.attempt, turn_text.revision, text_offset, text
      from unnest(${turns.map(([id]) => id)}::uuid[], ${turns.map(([, { attempt }]) => attempt)}::int[],
        ${turns.map(([, { revision }]) => revision)}::int[], ${turns.map(([, { text }]) => text.length)}::int[])
        as known (turn_id, attempt, revision, length)
      join turn_text on turn_text.turn_id = known.turn_id and turn_text.attempt = known.attempt
        and (turn_text.revision > known.revision or text_offset >= known.length)
      order by turn_text.turn_id, text_offset`;
    const gaps = new Map<string, string>();
    for (const row of rows) {
      const turn = watched.get(row.turnId);
      if (turn?.attempt !== row.attempt) continue;
      const frames = advance(row.turnId, turn, row);
      if (frames) bus.publish(turn.sessionId, frames);
      else gaps.set(row.turnId, turn.sessionId);
    }
    for (const [turnId, sessionId] of gaps) await showWhole(sessionId, turnId);
  }

  /** The text of a turn that runs elsewhere; from now on it is followed. */
  async function watch(sessionId: string, turnId: string) {
    const [row] = await sql<{ attempt: number; revision: number; text: string }[]>`
      select turns.attempt, coalesce(max(revision), 0) as revision,
        coalesce(string_agg(turn_text.text, '' order by text_offset), max(turns.progress)) as text
      from turns left join turn_text on turn_text.turn_id = turns.id and turn_text.attempt = turns.attempt
      where turns.id = ${turnId} and turns.status = 'running' group by turns.id`;
    if (!row) return undefined;
    const { attempt, revision, text } = row;
    const known = watched.get(turnId);
    if (!isLocal(turnId, attempt)) watched.set(turnId, { sessionId, ...row });
    // Whoever else follows it here would take the new text for more of the old.
    if (known?.attempt === attempt && known.revision < revision)
      bus.publish(sessionId, [{ type: "snapshot", turnId, attempt, text }]);
    return { attempt, text };
  }

  return {
    hear(payload: string) {
      const wake = Wake.parse(JSON.parse(payload));
      if (wake.from === replica) return;
      signals.notePeer(wake.from);
      for (const turnId of wake.cancel) options.cancel(turnId);
      for (const sessionId of wake.gone) {
        options.forget(sessionId);
        bus.publish(sessionId, [{ type: "gone" }]);
      }
      if (wake.queued) options.claim();
      for (const sessionId of wake.events) dirty.events.add(sessionId);
      if (wake.text.length > 0) dirty.text = true;
      void read();
    },
    /** Looks for what no wake-up told of: after a reconnect, and now and then. */
    async poll() {
      const followed = bus.followed();
      if (followed.size === 0) return;
      const ids = [...followed.keys()];
      const rows = await sql<{ id: string; lastSeq: number }[]>`
        select id, last_seq from sessions where id = any(${ids}::uuid[])`;
      const found = new Map(rows.map(({ id, lastSeq }) => [id, lastSeq]));
      for (const [id, lastSeq] of followed) {
        const now = found.get(id);
        if (now === undefined) bus.publish(id, [{ type: "gone" }]);
        else if (now > lastSeq) dirty.events.add(id);
      }
      dirty.text = watched.size > 0;
      await read();
    },
    watch,
  };
}

export type Remote = ReturnType<typeof createRemote>;

type Row = { attempt: number; revision: number; textOffset: number; text: string };

/** Takes a stored piece of text over and says it as frames. Undefined where a piece before it is missing. */
function advance(turnId: string, turn: Watched, row: Row): BusFrame[] | undefined {
  const { attempt, revision, textOffset } = row;
  // Written anew, that is from its beginning.
  const isAnew = revision > turn.revision;
  if (textOffset > (isAnew ? 0 : turn.text.length)) return undefined;
  const text = isAnew ? row.text : turn.text.slice(0, textOffset) + row.text;
  const from = isAnew ? commonPrefixLength(turn.text, text) : turn.text.length;
  const frames: BusFrame[] = [];
  if (from < turn.text.length) frames.push({ type: "reset", turnId, attempt, offset: from });
  if (from < text.length) frames.push({ type: "delta", turnId, attempt, offset: from, text: text.slice(from) });
  Object.assign(turn, { revision, text });
  return frames;
}
