import { connect } from "../../src/db/client.ts";
import type { Phase } from "../../src/sessions/schema.ts";
import type { TestService } from "./service.ts";

/** Puts a session in a phase past all guards: for phases that nothing leads to yet, and to begin in the middle. */
export async function putInPhase({ databaseUrl }: TestService, sessionId: string, phase: Phase): Promise<void> {
  const database = connect({ url: databaseUrl }, { applicationName: "test-phase", poolSize: 1, queryTimeoutMs: 5_000 });
  try {
    await database`update sessions set phase = ${phase} where id = ${sessionId}`;
  } finally {
    await database.end({ timeout: 1 });
  }
}
