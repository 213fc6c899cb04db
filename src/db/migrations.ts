import { readMigrationFiles } from "./migrations.macro.ts" with { type: "macro" };

export type Migration = {
  version: number;
  name: string;
  sql: string;
  /** SHA-256 of the file with LF line ends: a checkout on Windows is no edit. */
  checksum: string;
  /** An older executable cannot work with the database after it. Marked by a first line `-- breaking`. */
  breaking: boolean;
};

/** The migrations this executable was built with, oldest first. */
export const bundledMigrations = (): Migration[] => toMigrations(readMigrationFiles());

/** @throws {Error} for a file not named `0001_some_name.sql`, two with one number, or one that ends its transaction. */
export function toMigrations(files: { file: string; content: string }[]): Migration[] {
  const migrations = files.map(({ file, content }) => {
    const named = /^(\d{4})_([a-z0-9_]+)\.sql$/.exec(file);
    if (!named?.[1] || !named[2]) throw new Error(`Migration ${file} must be named like 0001_some_name.sql`);
    const sql = content.replaceAll("\r\n", "\n");
    if (/^\s*(begin|commit|rollback)\s*;/im.test(sql))
      throw new Error(`Migration ${file} must leave its transaction alone`);
    return {
      version: Number(named[1]),
      name: named[2],
      sql,
      checksum: new Bun.CryptoHasher("sha256").update(sql).digest("hex"),
      breaking: /^-- breaking\b/.test(sql),
    };
  });
  migrations.sort((a, b) => a.version - b.version);
  const twice = migrations.find(({ version }, i) => version === migrations[i + 1]?.version);
  if (twice) throw new Error(`Two migrations have the number ${twice.version}`);
  return migrations;
}
