import { createAgent } from "../../../src/agent/graph.ts";
import { loadConfig } from "../../../src/config.ts";
import { connect } from "../../../src/db/client.ts";
import { startService } from "../../../src/service.ts";
import { openStorage } from "../../../src/service/storage.ts";
import { createFixedModel } from "./fixed-model.ts";

// The service as it is, but with the fixed model. Runs as a process of its own.

const config = loadConfig(Bun.env, { isRoot: false, readFile: () => "" });
// One pool of ten, in two: the agent is made before the service has its own.
const size = { applicationName: "bench", poolSize: 4, queryTimeoutMs: config.database.queryTimeoutMs };
const sql = connect({ url: config.database.url ?? "" }, size);
const model = createFixedModel(Number(Bun.env["CHUNK_DELAY_MS"] ?? 0));
const storage = openStorage(config, sql);
await startService(config, { agent: createAgent({ sql, model, storage, renderers: ["concept_board"] }) });
