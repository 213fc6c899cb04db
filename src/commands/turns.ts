import { parseArgs } from "node:util";
import { loadConfig } from "../config.ts";
import { type Database, failureCode } from "../db/client.ts";
import { exitCodes, lacksDatabase, openForCommand, StartError, toStartError } from "../service/start.ts";
import {
  listTurns,
  type OperatorStatus,
  operatorStatuses,
  type OperatorTurn,
  type Released,
  takeFromOwner,
} from "../turns/operator.ts";
import type { CommandContext } from "./context.ts";

const usage = `usage: renovation-agent turns list [--json] [--session ID] [--status queued|running|failed]
       renovation-agent turns release ID [--json]
  list     the newest 100 turns that are queued or running, or that have the status
  release  takes a running turn from a process that is stuck with it; another one goes on with it at once

exit codes: 0 done, 1 there was nothing to release, 64 usage, 69 the database cannot be reached or has no tables yet,
  78 a wrong configuration, also a refused password or a DATA_DIR in use
`;
const longestList = 100;

type Request =
  | { verb: "list"; sessionId: string | undefined; status: OperatorStatus | undefined }
  | { verb: "release"; turnId: string };

/** `renovation-agent turns`. @returns the exit code */
export async function turnsCommand({ args, env, host, write }: CommandContext): Promise<number> {
  const parsed = read(args);
  if (!parsed) {
    write(usage);
    return args.includes("--help") ? exitCodes.ok : exitCodes.usage;
  }
  const { request, asJson } = parsed;
  const say = (json: object, text: string) => write(asJson ? JSON.stringify(json) : text);
  try {
    const config = loadConfig(env, host);
    if (await lacksDatabase(config)) throw noTables();
    const { database, close } = await openForCommand(config, host.isRoot);
    try {
      return request.verb === "list" ? await list(database, request, say) : await release(database, request, say);
    } finally {
      await close();
    }
  } catch (error) {
    const { exitCode, message } = failure(error);
    if (exitCode === exitCodes.failed) throw error;
    say({ error: message }, message);
    return exitCode;
  }
}

function read(args: string[]): { request: Request; asJson: boolean } | undefined {
  try {
    const { positionals, values } = parseArgs({
      args,
      allowPositionals: true,
      options: { json: { type: "boolean" }, session: { type: "string" }, status: { type: "string" } },
    });
    const request = toRequest(positionals, values);
    return request && { request, asJson: values.json ?? false };
  } catch {
    return undefined;
  }
}

type Flags = { session?: string | undefined; status?: string | undefined };

function toRequest([verb, turnId, ...others]: string[], { session, status: given }: Flags): Request | undefined {
  const status = operatorStatuses.find((known) => known === given);
  if (others.length > 0 || (given !== undefined && !status) || (session !== undefined && !isId(session))) return;
  if (verb === "list" && turnId === undefined) return { verb, sessionId: session, status };
  if (verb !== "release" || turnId === undefined || !isId(turnId) || session !== undefined || status) return;
  return { verb, turnId };
}

const isId = (text: string) => /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text);

type Say = (json: object, text: string) => void;

async function list(database: Database, { sessionId, status }: Extract<Request, { verb: "list" }>, say: Say) {
  const turns = await listTurns(database, { sessionId, status, limit: longestList });
  say({ turns }, turns.length === 0 ? "There are none." : table(turns));
  return exitCodes.ok;
}

const outcomes: Record<Released, (turnId: string) => string> = {
  unknown: (turnId) => `There is no turn ${turnId}.`,
  "not-running": (turnId) => `Turn ${turnId} is not running; there is nothing to release.`,
  "changed-hands": (turnId) => `Turn ${turnId} was taken up or ended by another process at this moment; list it again.`,
  queued: (turnId) => `Turn ${turnId} is queued again; whatever its old owner still does is refused.`,
  cancelled: (turnId) => `Turn ${turnId} was to be cancelled, and now it is.`,
};

async function release(database: Database, { turnId }: Extract<Request, { verb: "release" }>, say: Say) {
  const outcome = await takeFromOwner(database, turnId);
  say({ turnId, outcome }, outcomes[outcome](turnId));
  return outcome === "queued" || outcome === "cancelled" ? exitCodes.ok : exitCodes.failed;
}

const noTables = () =>
  new StartError(exitCodes.dependency, 'The database has no tables yet: run "renovation-agent migrate up"');
const failure = (error: unknown) => (failureCode(error) === "42P01" ? noTables() : toStartError(error));

function table(turns: OperatorTurn[]): string {
  const rows = turns.map((turn) => [
    turn.id,
    turn.sessionId,
    turn.kind,
    turn.status,
    String(turn.attempt),
    String(turn.failures),
    `${turn.ageSeconds} s`,
    turn.leaseSeconds === null ? "-" : `${turn.leaseSeconds} s`,
    turn.claimedBy ?? "-",
    turn.cancelRequested ? "yes" : "no",
  ]);
  rows.unshift([
    "TURN",
    "SESSION",
    "KIND",
    "STATUS",
    "ATTEMPT",
    "FAILURES",
    "AGE",
    "LEASE LEFT",
    "CLAIMED BY",
    "CANCEL",
  ]);
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  return rows
    .map((row) =>
      row
        .map((text, column) => text.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
