import { ChatClient } from "../support/chat-client.ts";
import { createDatabase } from "../support/database.ts";
import type { FakeGemini } from "../support/fake-gemini.ts";
import { checkHistory } from "../support/history.ts";
import { startServiceProcess } from "../support/process.ts";
import { startTestService } from "../support/service.ts";
import { faultInText, faultInWholeText } from "./numbered-text.ts";
import { openStored } from "./stored.ts";

/** A replica as a process that the test ends, a client that knows only it until there is another, and what takes over from it. */
export async function startDoomedService(gemini: FakeGemini, env: Record<string, string> = {}) {
  await using resources = new AsyncDisposableStack();
  const geminiEnv = { GEMINI_API_KEY: gemini.apiKey, GEMINI_BASE_URL: gemini.baseUrl, DATABASE_POOL_SIZE: "4" };
  const { url: databaseUrl } = resources.use(await createDatabase());
  const start = () => startServiceProcess({ env: { ...geminiEnv, DATABASE_URL: databaseUrl, ...env } });
  const doomed = resources.use(await start());
  const stored = resources.use(openStored(databaseUrl));
  let at = doomed.url;
  const sessionId = await doomed.session();
  const owned = resources.move();
  const clients: ChatClient[] = [];
  /** Without a url it goes to wherever the service is. */
  const openClient = (name: string, session: string, url?: URL) => {
    const options = { name, sessionId: session, after: 0, replicas: () => [url ?? at] };
    const client = owned.use(new ChatClient(options).connect());
    clients.push(client);
    return client;
  };
  const client = openClient("phone", sessionId);

  return {
    ...{ doomed, sessionId, client, stored, openClient },
    /** The same once more, as a process; from now on clients come here. */
    async startAnother() {
      const other = owned.use(await start());
      at = other.url;
      return other;
    },
    /** What takes over: the restart, or another replica. They are the same to the database. Now clients come here. */
    async startPeer() {
      const peer = owned.use(await startTestService({ databaseUrl, realAgent: true, env: geminiEnv }));
      at = peer.url;
      return peer;
    },
    /** As if ten seconds had passed since the last renewal. */
    lapseLeases: () => stored.sql`update turns set lease_expires_at = clock_timestamp() where status = 'running'`,
    /** Everything that the clients and the database have against it. */
    async faults() {
      await stored.atRest();
      const found = await stored.leftovers();
      for (const id of new Set(clients.map((each) => each.sessionId))) {
        const session = await stored.session(at, id);
        const mine = clients.filter((each) => each.sessionId === id);
        for (const each of mine) {
          await each.until("the end of the log", () => (each.position === session.events.length ? true : undefined));
        }
        found.push(...checkHistory(session, mine, { faultInText, faultInWholeText }));
      }
      return found;
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}
export type DoomedService = Awaited<ReturnType<typeof startDoomedService>>;
