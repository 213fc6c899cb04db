import { loadConfig } from "../../src/config.ts";
import { createLog } from "../../src/log.ts";
import { type Overrides, startService } from "../../src/service.ts";
import { Session } from "../../src/sessions/schema.ts";
import { createDatabase } from "./database.ts";
import { scriptedAgent } from "./scripted-agent.ts";
import { openSocket } from "./socket.ts";

type Options = Pick<Overrides, "agent"> & {
  env?: Record<string, string>;
  /** Another service's database, to be its second replica or its restart. */
  databaseUrl?: string;
  /** The offline planner or Gemini, as the configuration says, instead of a script. */
  realAgent?: boolean;
};

/** The real service on a free port with a private database; a scripted agent unless told otherwise. */
export async function startTestService({ agent, env = {}, databaseUrl, realAgent = false }: Options = {}) {
  await using resources = new AsyncDisposableStack();
  const url = databaseUrl ?? resources.use(await createDatabase()).url;
  const lines: Record<string, unknown>[] = [];
  const config = loadConfig(
    {
      NODE_ENV: "development",
      LOG_LEVEL: "debug",
      PORT: "0",
      SHUTDOWN_TIMEOUT_MS: "5000",
      TURN_GRACE_MS: "200",
      DATABASE_URL: url,
      ...env,
    },
    { isRoot: false, readFile: () => "" },
  );
  const log = createLog({ level: config.logLevel, write: (line) => lines.push(JSON.parse(line)) });
  const scripted = { agent: agent ?? scriptedAgent(["Hello ", "there"]) };
  const service = await startService(config, { log, ...(realAgent ? {} : scripted) });
  resources.defer(async () => void (await service.stop()));
  const owned = resources.move();

  const at = (path: string) => new URL(path, service.url);
  const send = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
    fetch(at(path), {
      method,
      headers: { ...(body === undefined ? {} : { "content-type": "application/json" }), ...headers },
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
  return {
    url: service.url,
    databaseUrl: url,
    lines,
    stop: service.stop,
    send,
    get: (path: string, headers?: Record<string, string>) => send("GET", path, undefined, headers),
    post: (path: string, body: unknown, headers?: Record<string, string>) => send("POST", path, body, headers),
    /** A new session's id. */
    async session(title = "Kitchen") {
      return Session.parse(await (await send("POST", "/api/sessions", { title })).json()).id;
    },
    socket: (sessionId: string, query = "") => openSocket(at(`/api/sessions/${sessionId}/socket${query}`)),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}
export type TestService = Awaited<ReturnType<typeof startTestService>>;
