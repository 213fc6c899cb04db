import { startPostgres } from "../support/postgres.ts";
import { mixedSearches, writeLargeCatalogue } from "./support/large-catalogue.ts";
import { isQuick } from "./support/measure.ts";
import { figure, report } from "./support/report.ts";
import { service, startServer } from "./support/server.ts";

// `bun test/bench/catalog.ts [--quick]`: searches among 50,000 products over HTTP, one after the other.

const products = 50_000;
const rounds = isQuick ? 3 : 9;
const searchesPerRound = isQuick ? 240 : 800;

await using catalogue = await writeLargeCatalogue(products);
await using postgres = await startPostgres();
const startedAt = performance.now();
await using server = await startServer(service, { DATABASE_URL: postgres.url(), CATALOG_DIR: catalogue.path });
const loadMs = performance.now() - startedAt;

async function search(query: URLSearchParams): Promise<{ ms: number; found: number }> {
  const from = performance.now();
  const answer = await fetch(new URL(`/api/products?${query}`, server.url));
  const { items } = (await answer.json()) as { items: unknown[] };
  if (!answer.ok) throw new Error(`${query}: ${answer.status}`);
  return { ms: performance.now() - from, found: items.length };
}

const percentile = (values: readonly number[], share: number) =>
  values.toSorted((a, b) => a - b)[Math.ceil(values.length * share) - 1] ?? Number.NaN;

const searches = mixedSearches(searchesPerRound);
const half: number[] = [];
const most: number[] = [];
let found = 0;
// One round more than counts, to warm up.
for (let round = 0; round <= rounds; round++) {
  const times: number[] = [];
  found = 0;
  for (const query of searches) {
    const answer = await search(query);
    times.push(answer.ms);
    found += answer.found > 0 ? 1 : 0;
  }
  if (round === 0) continue;
  half.push(percentile(times, 0.5));
  most.push(percentile(times, 0.95));
}

await report(`Searching ${products.toLocaleString("en")} products, ${searchesPerRound} searches a round`, [
  figure("half of the searches within", half, { unit: "ms", digits: 1 }),
  figure("95 of 100 within", most, { unit: "ms", digits: 1, target: { atMost: 10 } }),
  figure("searches that found something", [(100 * found) / searches.length], { unit: "%", digits: 1 }),
  figure("start that reads and loads them", [loadMs], { unit: "ms" }),
]);
