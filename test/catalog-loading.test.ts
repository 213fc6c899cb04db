import { expect, test } from "bun:test";
import { join } from "node:path";
import { builtInCatalog } from "../src/catalog/built-in.ts";
import { loadCatalog } from "../src/catalog/load.ts";
import { searchProducts } from "../src/catalog/product-search.ts";
import type { Catalog } from "../src/catalog/schema.ts";
import { createStyleReader, findProducts, findStyle, listStyles } from "../src/catalog/store.ts";
import { connect, type Database, transaction } from "../src/db/client.ts";
import { migrate } from "../src/db/migrate.ts";
import { tryMigrationLock } from "../src/db/migration-lock.ts";
import { createLog } from "../src/log.ts";
import { cosmicStyle, cosmicTable, writeCatalogue } from "./support/custom-catalogue.ts";
import { createDatabase, createEmptyDatabase } from "./support/database.ts";
import { runs } from "./support/effort.ts";
import { testNeeding } from "./support/requires.ts";
import { startPostgres15 } from "./support/postgres-15.ts";
import { startTestService } from "./support/service.ts";

const log = createLog({ level: "silent" });
const options = { log, waitMs: 5_000 };
const open = (url: string) => connect({ url }, { applicationName: "test", poolSize: 3, queryTimeoutMs: 10_000 });
const slugs = async (database: Database, query: string) =>
  (await searchProducts(database, { query }, { limit: 50 })).items.map(({ slug }) => slug);

async function migrated() {
  const created = await createEmptyDatabase();
  const database = open(created.url);
  await migrate(database, options);
  return {
    url: created.url,
    database,
    [Symbol.asyncDispose]: async () => {
      await database.end({ timeout: 0 });
      await created[Symbol.asyncDispose]();
    },
  };
}

test("what is stored for a catalogue changes only together with `indexVersion` in src/catalog/load.ts", async () => {
  await using opened = await migrated();
  const { database } = opened;
  const style = { ...cosmicStyle, dos: [], donts: [], roomNotes: [] };
  const lamp = { ...cosmicTable, slug: "lamp", name: "Bouclé lamps", styles: [], roomTypes: ["attic" as const] };
  const rest = { currency: "USD", unit: "piece" as const, category: "lighting" as const };
  await loadCatalog(database, { styles: [style], products: [{ ...lamp, ...rest }] }, options);
  const [stored] = await database`
    select left(hash, 8) as hash, terms::text, name_position, round(euro_cents::numeric, 2)::text as euro_cents
    from catalog_search, catalog`;
  // Where one of these has to change, the version has to rise, and with it the hash: else nobody would load it anew.
  expect(stored).toEqual({
    hash: "8094e503",
    terms:
      "'120' '=boucle' '=lamp' 'attic' 'boucle' 'c:lighting' 'lamp' 'light' 'lighting' 'r:attic' 'round' 's:*' 'slate'",
    namePosition: 0,
    euroCents: "39130.43",
  });
  const words = await database`select word, products, spellings from catalog_words order by word limit 2`;
  expect([...words]).toEqual([
    { word: "120", products: 1, spellings: ["120"] },
    { word: "attic", products: 1, spellings: ["attic", "ttic", "atic", "attc", "atti"] },
  ]);
});

/** Something like the built-in catalogue that another version of the service would bring. */
const changed: Catalog = {
  styles: builtInCatalog.styles.filter(({ slug }) => slug !== "japandi"),
  products: builtInCatalog.products
    .filter(({ slug }) => slug !== "cork-natural")
    .map((product) => ({
      ...product,
      styles: product.styles.filter((slug) => slug !== "japandi"),
      ...(product.slug === "oak-plank-natural" ? { priceMinor: 9_990, name: "Golden plank" } : {}),
    })),
};

test("a catalogue is loaded once, whole, and in its order", async () => {
  await using opened = await migrated();
  const { database } = opened;
  expect(await loadCatalog(database, builtInCatalog, options)).toEqual({ loaded: true });
  expect(await listStyles(database)).toEqual([...builtInCatalog.styles]);
  const stored = await database<{ product: unknown }[]>`select product from catalog_products order by position`;
  expect(stored.map(({ product }) => product)).toEqual([...builtInCatalog.products]);
  const [before] = await database`select loaded_at from catalog`;
  expect(await loadCatalog(database, builtInCatalog, options)).toEqual({ loaded: false });
  expect(await database`select loaded_at from catalog`).toMatchObject([before ?? {}]);
});

test("a changed catalogue takes the old one's place", async () => {
  await using opened = await migrated();
  const { database } = opened;
  await loadCatalog(database, builtInCatalog, options);
  const readStyles = createStyleReader();
  expect((await readStyles(database)).map(({ slug }) => slug)).toContain("japandi");
  expect(await loadCatalog(database, changed, options)).toEqual({ loaded: true });
  expect(await slugs(database, "cork")).not.toContain("cork-natural");
  expect(await findProducts(database, ["cork-natural"])).toEqual(new Map());
  expect(await slugs(database, "golden plank")).toContain("oak-plank-natural");
  expect((await findProducts(database, ["oak-plank-natural"])).get("oak-plank-natural")?.priceMinor).toBe(9_990);
  expect(await findStyle(database, "japandi")).toBeUndefined();
  // Whoever keeps the styles hears of it, and is not told again until the next change.
  const styles = await readStyles(database);
  expect(styles).toEqual([...changed.styles]);
  expect(await readStyles(database)).toBe(styles);
});

test("whoever searches while a catalogue is loaded sees the old one or the new one, never a part", async () => {
  await using opened = await migrated();
  const { database } = opened;
  await loadCatalog(database, builtInCatalog, options);
  const counts = new Set<number>();
  let isLoading = true;
  const searching = (async () => {
    while (isLoading)
      counts.add((await database`select from catalog_products join catalog_search using (position)`).length);
  })();
  for (const catalog of [changed, builtInCatalog, changed]) await loadCatalog(database, catalog, options);
  isLoading = false;
  await searching;
  const whole = [builtInCatalog.products.length, changed.products.length];
  expect([...counts].filter((count) => !whole.includes(count))).toEqual([]);
});

test("however many processes start at once, it is loaded exactly once", async () => {
  const count = runs(4, 10);
  await using created = await createEmptyDatabase();
  const script = join(import.meta.dir, "support/migrate-process.ts");
  const children = Array.from({ length: count }, () =>
    Bun.spawn([process.execPath, script, "bundled", "up"], {
      env: { ...Bun.env, DATABASE_URL: created.url, DATABASE_WAIT_MS: "30000" },
      stdout: "pipe",
      stderr: "inherit",
    }),
  );
  const answers = await Promise.all(
    children.map(async (child) => ({ text: await new Response(child.stdout).text(), exitCode: await child.exited })),
  );
  expect(answers.map(({ exitCode }) => exitCode)).toEqual(Array(count).fill(0));
  expect(answers.filter(({ text }) => text.includes("catalogue loaded"))).toHaveLength(1);
  const database = open(created.url);
  expect(await database`select from catalog_products`).toHaveLength(builtInCatalog.products.length);
  await database.end();
}, 60_000);

test("waiting for another process that migrates ends at the limit, and changes nothing", async () => {
  await using opened = await migrated();
  await transaction(opened.database, async (sql) => {
    expect(await tryMigrationLock(sql)).toBe(true);
    const late = loadCatalog(opened.database, builtInCatalog, { log, waitMs: 200 });
    await expect(late).rejects.toMatchObject({ reason: "locked", message: expect.stringContaining("Waited 200 ms") });
  });
  expect(await listStyles(opened.database)).toEqual([]);
});

testNeeding("PostgreSQL 15")("the oldest PostgreSQL that is supported loads and searches it too", async () => {
  await using server = await startPostgres15();
  const database = open(server.url);
  await migrate(database, options);
  await loadCatalog(database, builtInCatalog, options);
  expect(await slugs(database, "kichen taps")).toContain("tap-kitchen-black");
  expect((await searchProducts(database, { query: "oak table", sort: "price" }, { limit: 5 })).items.length).toBe(5);
  await database.end();
});

test("a deployed replica uses the catalogue that is there, and refuses to start without any", async () => {
  await using opened = await migrated();
  const env = { MIGRATE_ON_START: "false" };
  const starting = startTestService({ databaseUrl: opened.url, env });
  await expect(starting).rejects.toMatchObject({ exitCode: 69, message: expect.stringContaining("migrate up") });
  await loadCatalog(opened.database, changed, options);
  await using service = await startTestService({ databaseUrl: opened.url, env });
  expect(await (await service.get("/api/products/oak-plank-natural")).json()).toMatchObject({ name: "Golden plank" });
  expect(service.lines.some(({ msg }) => String(msg).includes("catalogue is not the one of this start"))).toBe(true);
});

test("a project outlives the catalogue it was begun with", async () => {
  await using created = await createDatabase();
  const session = await (async () => {
    await using service = await startTestService({ databaseUrl: created.url });
    const id = await service.session();
    const base = `/api/sessions/${id}`;
    await service.send("PATCH", base, { styleSlug: "japandi" });
    const room = await (await service.post(`${base}/rooms`, { type: "living_room" })).json();
    await service.post(`${base}/picks`, { roomId: room.id, productSlug: "cork-natural", quantity: 20 });
    return base;
  })();
  await using directory = await writeCatalogue({ "styles.json": [cosmicStyle], "products.json": [cosmicTable] });
  await using service = await startTestService({ databaseUrl: created.url, env: { CATALOG_DIR: directory.path } });
  const read = async (path: string) => (await service.get(path)).json();
  expect(await read(session)).toMatchObject({ styleSlug: "japandi" });
  expect((await read(`${session}/picks`)).items).toMatchObject([{ productName: "Cork floor", available: false }]);
  expect((await service.send("PATCH", session, { title: "Still mine" })).status).toBe(200);
  expect((await service.send("PATCH", session, { styleSlug: "rustic" })).status).toBe(422);
  expect((await service.send("PATCH", session, { styleSlug: "cosmic" })).status).toBe(200);
  expect((await read("/api/products?query=komet")).items).toMatchObject([{ slug: "table-comet" }]);
});

test("the planner understands the styles of one's own catalogue, and shows no others", async () => {
  await using created = await createDatabase();
  await using directory = await writeCatalogue({ "styles.json": [cosmicStyle], "products.json": [cosmicTable] });
  const env = { CATALOG_DIR: directory.path, AGENT_MODE: "offline" };
  await using service = await startTestService({ databaseUrl: created.url, realAgent: true, env });
  const id = await service.session();
  const say = async (text: string) => {
    const answer = await service.post(`/api/sessions/${id}/messages`, { text }, { accept: "text/event-stream" });
    return answer.text();
  };
  expect(await say("A dining room, 4 by 5 metres. Show me styles")).toContain("Dark blue rooms with small lights");
  await say("something with starlight please");
  expect(await (await service.get(`/api/sessions/${id}`)).json()).toMatchObject({ styleSlug: "cosmic" });
});
