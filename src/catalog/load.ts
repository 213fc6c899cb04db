import { type Database, type Sql, failureCode, transaction } from "../db/client.ts";
import { lockWait, stopWithThisProcess, tryMigrationLock } from "../db/migration-lock.ts";
import type { Log } from "../log.ts";
import { CatalogError } from "./error.ts";
import { type Row, type Rows, rowsOf } from "./rows.ts";
import type { Catalog } from "./schema.ts";

/** To be raised with every change of what is stored for the same catalogue; a test notices when it was forgotten. */
const indexVersion = 1;
/** Large enough for few round trips, small enough to be nothing for the server's memory. */
const rowsPerInsert = 2_000;
const statementTimeoutMs = 5 * 60_000;

/** Of everything that loading it stores. */
const hashOf = (catalog: Catalog): string =>
  new Bun.CryptoHasher("sha256").update(JSON.stringify([indexVersion, catalog])).digest("hex");

/** Whether this catalogue is the one in the database. Call with the schema up to date. */
export const isLoaded = async (sql: Sql, catalog: Catalog): Promise<boolean> =>
  (await loadedHash(sql)) === hashOf(catalog);

/** Whether no catalogue was ever loaded. */
export const isEmpty = async (sql: Sql): Promise<boolean> => (await loadedHash(sql)) === undefined;

async function loadedHash(sql: Sql): Promise<string | undefined> {
  const [row] = await sql<{ hash: string }[]>`select hash from catalog`;
  return row?.hash;
}

type LoadOptions = {
  log: Log;
  /** How long to wait for another process that migrates or loads. */
  waitMs: number;
};

/**
 * Makes a catalogue the one in force, whole and at once: a search sees the old one or the new one. Does nothing where it is
 * already. Of several processes one loads, the others wait for it. Call with the schema up to date.
 * @throws {CatalogError} when another process migrates for too long
 */
export async function loadCatalog(database: Database, catalog: Catalog, { log, waitMs }: LoadOptions) {
  const hash = hashOf(catalog);
  const late = (message: string) => new CatalogError("locked", [message]);
  const waiting = lockWait(database, log, { waitMs, late });
  let rows: Rows | undefined;
  for (;;) {
    if ((await loadedHash(database)) === hash) return { loaded: false };
    // Before the transaction: it must not idle, and other processes wait for its lock.
    rows ??= rowsOf(catalog);
    const startedAt = performance.now();
    const outcome = await replace(database, hash, rows);
    if (outcome === "loaded") {
      const durationMs = Math.round(performance.now() - startedAt);
      const { styles, products } = catalog;
      log.info({ styles: styles.length, products: products.length, durationMs }, "catalogue loaded");
      return { loaded: true };
    }
    if (outcome === "locked") await waiting();
  }
}

type Outcome = "loaded" | "there already" | "locked";

async function replace(database: Database, hash: string, rows: Rows): Promise<Outcome> {
  try {
    return await transaction(
      database,
      async (sql) => {
        if (!(await tryMigrationLock(sql))) return "locked";
        // Another process may have loaded it since.
        if ((await loadedHash(sql)) === hash) return "there already";
        await stopWithThisProcess(sql);
        await fillTables(sql, rows);
        await sql`
          insert into catalog (hash) values (${hash})
          on conflict (is_only) do update set hash = excluded.hash, loaded_at = clock_timestamp()`;
        // Or every search would go through all that is pending, until a vacuum comes by.
        await sql`
          select gin_clean_pending_list('catalog_search_by_terms'), gin_clean_pending_list('catalog_words_by_spelling')`;
        // What is where has changed altogether; autovacuum would find out minutes later.
        await sql`analyze catalog_search, catalog_words`;
        return "loaded";
      },
      { statementTimeoutMs },
    );
  } catch (error) {
    // A table was in use: the next attempt may find it free.
    if (failureCode(error) === "55P03") return "locked";
    throw error;
  }
}

async function fillTables(sql: Sql, { styles, products, searched, words }: Rows) {
  // Not truncated: that would wait for every search, and be seen at once.
  await sql`delete from catalog_styles`;
  await sql`delete from catalog_products`;
  await sql`delete from catalog_search`;
  await sql`delete from catalog_words`;
  for (const rows of portionsOf(styles))
    await sql`
      insert into catalog_styles (slug, position, style)
      select slug, position, style from json_to_recordset(${rows}::text::json)
        as row (slug text, position integer, style json)`;
  for (const rows of portionsOf(products))
    await sql`
      insert into catalog_products (position, slug, product)
      select position, slug, product from json_to_recordset(${rows}::text::json)
        as row (position integer, slug text, product json)`;
  for (const rows of portionsOf(searched))
    await sql`
      insert into catalog_search (position, name_position, price_minor, currency, euro_cents, terms)
      select position, name_position, price_minor, currency, euro_cents, terms::tsvector
      from json_to_recordset(${rows}::text::json) as row (position integer, name_position integer,
        price_minor bigint, currency text, euro_cents double precision, terms text)`;
  for (const rows of portionsOf(words))
    await sql`
      insert into catalog_words (word, products, spellings)
      select word, products, spellings from json_to_recordset(${rows}::text::json)
        as row (word text, products integer, spellings text[])`;
}

/** Rows as JSON, so many at a time. */
function* portionsOf(rows: readonly Row[]): Generator<string> {
  for (let at = 0; at < rows.length; at += rowsPerInsert) yield JSON.stringify(rows.slice(at, at + rowsPerInsert));
}
