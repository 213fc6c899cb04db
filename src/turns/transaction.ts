import { type Database, type Sql, transaction } from "../db/client.ts";
import { failpoint } from "../failpoint.ts";

/** A commit of a turn's life, with the moments before and after it open to the fault tests under its name. */
export async function turnTransaction<T>(
  database: Database,
  name: "submit" | "retry" | "cancel" | "claim" | "checkpoint" | "effect" | "finish" | "release",
  work: (sql: Sql) => Promise<T>,
): Promise<T> {
  const result = await transaction(database, async (sql) => {
    const value = await work(sql);
    failpoint(`${name}.before-commit`);
    return value;
  });
  failpoint(`${name}.committed`);
  return result;
}
