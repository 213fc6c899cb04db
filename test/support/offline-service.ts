import { createAgent } from "../../src/agent/graph.ts";
import { createOfflineModel } from "../../src/agent/offline/model.ts";
import { createAssetStorage } from "../../src/assets/storage.ts";
import { connect } from "../../src/db/client.ts";
import { createDatabase } from "./database.ts";
import { startTestService } from "./service.ts";

/** The real service with the offline planner, which speaks without pauses here. */
export async function startOfflineService() {
  await using resources = new AsyncDisposableStack();
  const { url } = resources.use(await createDatabase());
  const sql = connect({ url }, { applicationName: "offline-agent", poolSize: 2, queryTimeoutMs: 10_000 });
  resources.defer(() => sql.end({ timeout: 1 }));
  const agent = createAgent({
    sql,
    model: createOfflineModel({ wordDelayMs: 0 }),
    storage: createAssetStorage({ database: sql, bucket: undefined, limits: { maxBytes: 1, ownerBytes: 1 } }),
    renderers: ["concept_board"],
  });
  const service = await startTestService({ agent, databaseUrl: url });
  resources.use(service);
  const owned = resources.move();
  return { ...service, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}
