import { openChat, type Chat, type Turn } from "./support/chat.ts";
import { ask, startChatPostgres, startChatServer, warmUp } from "./support/chat-bench.ts";
import { measureTurns } from "./support/crowd.ts";
import { isQuick } from "./support/measure.ts";
import { compare, report } from "./support/report.ts";

// `bun test/bench/long-conversation.ts [--quick]`: what the 300th turn of a session costs, against the 5th of the same one.

const sessions = isQuick ? 16 : 48;
const text = "Hello there";
/** Turns of every session that are measured, around the one in question. */
const measured = 5;

await using postgres = await startChatPostgres();
await using server = await startChatServer(postgres);
await warmUp(postgres, [server], { texts: [text], forMs: isQuick ? 5_000 : 20_000 });
await ask(postgres, "create extension pg_stat_statements");
const chats = await Promise.all(Array.from({ length: sessions }, () => openChat(server)));

/** Says so much in every session, all sessions side by side. */
async function talk(turns: number): Promise<Turn[]> {
  const say = async (chat: Chat) => {
    const said: Turn[] = [];
    while (said.length < turns) said.push(await chat.say(text));
    return said;
  };
  return (await Promise.all(chats.map(say))).flat();
}

type Cost = { cpuMs: number; statements: number; rows: number; pages: number };

/** What one of the next turns costs: CPU of the service, and what the database was asked, gave or wrote, and looked at. */
async function measure(): Promise<Cost> {
  await ask(postgres, "vacuum analyze");
  await ask(postgres, "select pg_stat_statements_reset()");
  const { cpuMs } = await measureTurns([server], () => talk(measured));
  const [sums] = await ask<Record<keyof Cost, number>>(
    postgres,
    // Without the polls of an idle service, and without this bench.
    `select sum(calls)::float8 as statements, sum(rows)::float8 as rows, sum(shared_blks_hit + shared_blks_read)::float8 as pages
     from pg_stat_statements where query !~ 'pg_stat_statements|pg_notify'`,
  );
  const perTurn = (sum = Number.NaN) => sum / (sessions * measured);
  return { cpuMs, statements: perTurn(sums?.statements), rows: perTurn(sums?.rows), pages: perTurn(sums?.pages) };
}

await talk(2);
const early = await measure();
await talk(298 - 2 - measured);
const late = await measure();
for (const chat of chats) chat.close();

const target = { atMost: 1.3 };
const both = (field: keyof Cost) => [{ ours: late[field], floor: early[field] }];
await report("The 300th turn of a session (ours) against the 5th (floor)", [
  compare("server CPU", both("cpuMs"), { unit: "ms", digits: 2, target }),
  compare("SQL statements", both("statements"), { unit: "", digits: 1, target }),
  compare("rows that they gave or wrote", both("rows"), { unit: "", digits: 1, target }),
  compare("pages that they looked at", both("pages"), { unit: "", digits: 1 }),
]);
