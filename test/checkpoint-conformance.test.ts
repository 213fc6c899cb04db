import { afterAll } from "bun:test";
import { createCheckpointer } from "../src/agent/checkpoints/saver.ts";
import { connect } from "../src/db/client.ts";
import { localOwner } from "../src/sessions/owner.ts";
import { loadConformanceSuite } from "./support/conformance-globals.ts";
import { createDatabase } from "./support/database.ts";

// LangGraph's own suite, every case of it, plus its optional one of delta channels. None is left out.
const database = await createDatabase();
const sql = connect({ url: database.url }, { applicationName: "conformance", poolSize: 2, queryTimeoutMs: 10_000 });
afterAll(async () => {
  await sql.end();
  await database[Symbol.asyncDispose]();
});

const initializer = {
  checkpointerName: "the checkpointer",
  createCheckpointer: async () => {
    await sql`truncate checkpoints, checkpoint_blobs, checkpoint_writes`;
    return createCheckpointer({ sql, owner: localOwner });
  },
};
const { deltaChannelHistoryTests, specTest } = await loadConformanceSuite();
specTest(initializer);
deltaChannelHistoryTests(initializer);
