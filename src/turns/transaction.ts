import { type Database, type Sql, transaction } from "../db/client.ts";
import { failpoint } from "../failpoint.ts";

/**
 * A commit of a turn's life, with the moments before and after it open to the fault tests under its name.
 * It begins with a lock and with what is read under it: these are sent along with the begin.
 */
export async function turnTransaction<T>(
  database: Database,
  name: "submit" | "retry" | "answer" | "cancel" | "claim" | "checkpoint" | "effect" | "finish" | "release",
  work: (sql: Sql) => Promise<T>,
): Promise<T> {
  const attempt = async (sql: Sql) => {
    const value = await work(sql);
    failpoint(`${name}.before-commit`);
    return value;
  };
  const result = await transaction(database, attempt, { eager: true });
  failpoint(`${name}.committed`);
  return result;
}
