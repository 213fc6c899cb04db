import { connect, type Sql } from "../../src/db/client.ts";
import { DurableEvent, Message } from "../../src/chat/protocol.ts";
import type { StoredSession, StoredTurn } from "../support/history.ts";

/** The database behind the service, to look at what it kept. */
export function openStored(url: string) {
  const sql = connect({ url }, { applicationName: "fault-test", poolSize: 2, queryTimeoutMs: 20_000 });
  return {
    sql,
    /** Everything of a session; messages as a replica gives them out. */
    session: (replica: URL, id: string) => readSession(sql, replica, id),
    leftovers: () => leftovers(sql),
    /** Waits until no turn is waiting or running. @throws after `withinMs`, with the turns that are */
    async atRest(withinMs = 15_000) {
      const deadline = performance.now() + withinMs;
      for (;;) {
        const open = await sql<{ id: string; status: string; attempt: number }[]>`
          select id, status, attempt from turns where status in ('queued', 'running')`;
        if (open.length === 0) return;
        if (performance.now() > deadline) throw new Error(`stuck: ${JSON.stringify(open)}`);
        await Bun.sleep(20);
      }
    },
    [Symbol.asyncDispose]: () => sql.end({ timeout: 1 }),
  };
}
export type Stored = ReturnType<typeof openStored>;

async function readSession(sql: Sql, replica: URL, id: string): Promise<StoredSession> {
  const [rows, turns, messages] = await Promise.all([
    sql<{ seq: number; type: string; payload: object }[]>`
      select seq, type, payload from events where session_id = ${id} order by seq`,
    sql<StoredTurn[]>`
      select id, status, attempt, failures, message_id from turns where session_id = ${id} order by created_at, id`,
    readMessages(replica, id),
  ]);
  const events = rows.map(({ seq, type, payload }) => DurableEvent.parse({ ...payload, type, seq }));
  return { id, messages, events, turns: [...turns] };
}

/** Oldest first, page by page. */
async function readMessages(replica: URL, id: string): Promise<Message[]> {
  const messages: Message[] = [];
  for (let cursor: string | null = ""; cursor !== null;) {
    const url: URL = new URL(`/api/sessions/${id}/messages?limit=100${cursor && `&cursor=${cursor}`}`, replica);
    const answer = await fetch(url, { keepalive: false });
    if (!answer.ok) throw new Error(`GET ${url.pathname} answered ${answer.status}`);
    const page: { items: unknown[]; nextCursor: string | null } = await answer.json();
    messages.push(...page.items.map((item) => Message.parse(item)));
    cursor = page.nextCursor;
  }
  return messages.reverse();
}

/** Rows that only a running turn may have, in words; and rooms that a repeated tool call made twice. */
async function leftovers(sql: Sql): Promise<string[]> {
  const counts = await sql<{ what: string; count: number }[]>`
    select 'texts' as what, count(*)::int from turn_text
    union all select 'checkpoints', count(*)::int from checkpoints
    union all select 'checkpoint blobs', count(*)::int from checkpoint_blobs
    union all select 'checkpoint writes', count(*)::int from checkpoint_writes
    union all select 'claims', count(*)::int from turns where claim_token is not null or claimed_by is not null
    union all select 'open turns', count(*)::int from turns where status in ('queued', 'running')`;
  const doubled = await sql<{ name: string; count: number }[]>`
    select name, count(*)::int from rooms group by session_id, name having count(*) > 1`;
  return [
    ...counts.filter(({ count }) => count > 0).map(({ what, count }) => `${count} ${what} left over`),
    ...doubled.map(({ name, count }) => `the room ${name} was made ${count} times`),
  ];
}
