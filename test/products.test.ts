import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { builtInCatalog } from "../src/catalog/built-in.ts";
import { searchProducts, searchShelves } from "../src/catalog/product-search.ts";
import { type Product, type ProductSearch, productCategories, ProductSearch as Search } from "../src/catalog/schema.ts";
import { getProduct } from "../src/catalog/store.ts";
import { connect, type Database } from "../src/db/client.ts";
import { startTestService, type TestService } from "./support/service.ts";

let service: TestService;
let database: Database;
beforeAll(async () => {
  service = await startTestService();
  database = connect({ url: service.databaseUrl }, { applicationName: "test", poolSize: 2, queryTimeoutMs: 5_000 });
});
afterAll(async () => {
  await database.end();
  await service[Symbol.asyncDispose]();
});

const find = async (search: ProductSearch, limit = 100) => (await searchProducts(database, search, { limit })).items;
const slugs = async (search: ProductSearch, limit?: number) => (await find(search, limit)).map(({ slug }) => slug);

describe("finding products", () => {
  test.each<[string, ProductSearch, string]>([
    ["words of the name", { query: "walk-in shower" }, "shower-walk-in-120"],
    ["a plural", { query: "pendants in rattan" }, "light-rattan-pendant"],
    ["a material", { query: "cork" }, "cork-natural"],
    ["a number", { query: "mirror 120 cm" }, "mirror-cabinet-120-flush"],
    ["a word without its accents", { query: "boucle armchair" }, "armchair-boucle"],
    ["what others call it", { query: "faucet for the kitchen in black" }, "tap-kitchen-black"],
    ["words and a room", { query: "oak floor", roomType: "living_room", style: "scandinavian" }, "oak-plank-natural"],
    ["the name before the summary", { query: "acacia" }, "decking-tiles-acacia"],
    ["the cheapest of a shelf", { category: "flooring", roomType: "bedroom", sort: "price" }, "laminate-oak-grey"],
    ["the dearest of a shelf", { category: "worktops", sort: "-price" }, "worktop-marble"],
  ])("by %s", async (_name, search, first) => {
    expect((await slugs(search))[0]).toBe(first);
  });

  test.each([
    ["kichen", "kitchen"],
    ["ketchen taps", "kitchen"],
    ["scandinavain", "scandinavian"],
    ["scandanavien sofa", "scandinavian"],
    ["wardrob", "wardrobe"],
    ["tereazzo", "terrazzo"],
    ["ward", "wardrobe"],
  ])("%p finds what %p is about", async (typed, meant) => {
    const [word = ""] = typed.split(" ").slice(1);
    const expected = await slugs({ query: `${meant} ${word}` });
    expect(expected.length).toBeGreaterThan(1);
    expect(await slugs({ query: typed })).toEqual(expected);
  });

  test("what nobody could have meant finds nothing, and signs of a query language mean nothing", async () => {
    for (const query of ["spaceship", "xq", "qwertzuiop", "zzz'); delete --"])
      for (const sort of ["relevance", "price"] as const) expect(await slugs({ query, sort })).toEqual([]);
    expect(await slugs({ query: "!cork & (:*" })).toEqual(await slugs({ query: "cork" }));
  });

  test("everything given must fit", async () => {
    const found = await find({ category: "tiles", style: "mediterranean", roomType: "bathroom", maxPriceMinor: 6_000 });
    expect(found.length).toBeGreaterThan(3);
    for (const { category, styles, roomTypes, priceMinor } of found) {
      expect(category).toBe("tiles");
      expect(styles.length === 0 || styles.includes("mediterranean")).toBe(true);
      expect(roomTypes.length === 0 || roomTypes.includes("bathroom")).toBe(true);
      expect(priceMinor).toBeLessThanOrEqual(6_000);
    }
  });

  test("nothing that fits the filters is left out", async () => {
    const search = { category: "lighting", style: "rustic", roomType: "dining_room" } as const;
    const fits = ({ category, styles, roomTypes }: Product) =>
      category === search.category &&
      (styles.length === 0 || styles.includes(search.style)) &&
      (roomTypes.length === 0 || roomTypes.includes(search.roomType));
    const expected = builtInCatalog.products.filter(fits).map(({ slug }) => slug);
    expect((await slugs(search)).toSorted()).toEqual(expected.toSorted());
  });

  test("what has more of the words comes first, then what was made for the style", async () => {
    const found = await find({ query: "velvet sofa", style: "art-deco" });
    const has = ({ name, summary, materials }: Product) => {
      const text = [name, summary, ...materials].join(" ").toLowerCase();
      return Number(text.includes("velvet")) + Number(text.includes("sofa"));
    };
    const counts = found.map(has);
    expect(counts[0]).toBe(2);
    expect(counts).toEqual(counts.toSorted((a, b) => b - a));
    const single = found.filter((product) => has(product) === 1).map(({ styles }) => Number(styles.length > 0));
    expect(single).toEqual(single.toSorted((a, b) => b - a));
  });

  test("sorted by price, only what was meant is listed", async () => {
    const found = await find({ query: "velvet sofa", sort: "price" });
    expect(found.map(({ slug }) => slug)).toEqual(["sofa-velvet-curved"]);
    const prices = (await find({ query: "sofa", sort: "-price" })).map(({ priceMinor }) => priceMinor);
    expect(prices.length).toBeGreaterThan(5);
    expect(prices).toEqual(prices.toSorted((a, b) => b - a));
  });

  test("several shelves at once are what each would give alone", async () => {
    const search = { query: "oak", style: "japandi", currency: "USD" };
    const together = await searchShelves(database, search, { categories: ["doors", "furniture"], perCategory: 3 });
    const alone = [
      await find({ ...search, category: "doors" }, 3),
      await find({ ...search, category: "furniture" }, 3),
    ];
    expect(together).toEqual(alone.flat());
  });
});

describe("prices", () => {
  test("and limits are in the currency asked for", async () => {
    const { priceMinor: euros } = await getProduct(database, "oak-plank-natural");
    const kronor = await getProduct(database, "oak-plank-natural", "SEK");
    expect(kronor).toMatchObject({ priceMinor: euros * 11, currency: "SEK" });
    const yen = await getProduct(database, "oak-plank-natural", "JPY");
    expect(yen.priceMinor).toBe(Math.round((euros / 100) * 175));
    const limits = { minPriceMinor: euros * 11, maxPriceMinor: euros * 11 };
    expect(await slugs({ currency: "SEK", ...limits })).toContain("oak-plank-natural");
  });

  test.each(["EUR", "USD", "GBP", "JPY", "HUF"])(
    "in %s are within the limits to the last minor unit",
    async (currency) => {
      const all = (await Promise.all(productCategories.map((category) => find({ category, currency })))).flat();
      expect(all.length).toBe(builtInCatalog.products.length);
      for (const { priceMinor, slug } of [all[3], all[77], all[211], all.at(-1)].flatMap((product) => product ?? [])) {
        const limits = { minPriceMinor: priceMinor, maxPriceMinor: priceMinor };
        const expected = all.filter((product) => product.priceMinor === priceMinor).map((product) => product.slug);
        expect(expected).toContain(slug);
        expect((await slugs({ currency, ...limits })).toSorted()).toEqual(expected.toSorted());
      }
    },
  );

  test("a page of results takes the same search as the agent's tool", () => {
    const query = { minPriceMinor: "100", sort: "price", currency: "USD", roomType: "kitchen" };
    expect(Search.parse(query)).toEqual({ minPriceMinor: 100, sort: "price", currency: "USD", roomType: "kitchen" });
  });
});

describe("the catalogue over HTTP", () => {
  const get = async (path: string) => {
    const response = await service.get(path);
    return { status: response.status, body: await response.json() };
  };

  test("styles are listed, found by words, and read by slug", async () => {
    expect((await get("/api/styles")).body).toEqual({ items: [...builtInCatalog.styles], nextCursor: null });
    expect((await get("/api/styles?query=nordic")).body.items[0].slug).toBe("scandinavian");
    expect((await get("/api/styles?query=scandinavain")).body.items[0].slug).toBe("scandinavian");
    expect((await get("/api/styles/japandi")).body).toMatchObject({
      name: "Japandi",
      roomNotes: expect.arrayContaining([{ roomType: "kitchen", note: expect.any(String) }]),
    });
    expect((await get("/api/styles/brutalist")).status).toBe(404);
  });

  test.each([
    ["everything", ""],
    ["a word", "query=oak"],
    ["two words and a style", "query=oak+table&style=rustic"],
    ["a misspelled word", "query=kichen+taps"],
    ["filters", "roomType=bedroom&style=japandi&maxPriceMinor=50000&currency=USD"],
  ])("pages of %s are without gap or overlap, whatever they are sorted by", async (_name, query) => {
    for (const sort of ["relevance", "price", "-price", "name"] as const) {
      const whole = (await get(`/api/products?sort=${sort}&limit=100&${query}`)).body;
      const seen: string[] = [];
      for (let cursor = ""; cursor !== "end" && seen.length < 100;) {
        const { status, body } = await get(`/api/products?sort=${sort}&limit=7&${query}${cursor}`);
        expect(status).toBe(200);
        seen.push(...body.items.map(({ slug }: Product) => slug));
        cursor = body.nextCursor ? `&cursor=${body.nextCursor}` : "end";
      }
      expect(new Set(seen).size).toBe(seen.length);
      expect(seen.slice(0, 100)).toEqual(whole.items.map(({ slug }: Product) => slug));
    }
  });

  test.each([
    ["an unknown category", "/api/products?category=spaceships", 422],
    ["an unknown room type", "/api/products?roomType=moat", 422],
    ["a currency that cannot be converted to", "/api/products?currency=XAF", 422],
    ["a currency that cannot be converted to, with words", "/api/products?query=spaceship&currency=XAF", 422],
    ["a currency that is none", "/api/products?currency=euro", 422],
    ["a price that is none", "/api/products?maxPriceMinor=cheap", 422],
    ["a foreign cursor", "/api/products?cursor=nonsense", 422],
    ["a foreign cursor of a sorted list", "/api/products?sort=price&query=oak&cursor=nonsense", 422],
    ["a cursor that no text can hold", "/api/products?cursor=%00", 422],
    ["a cursor of a sorted list that no text can hold", "/api/products?sort=name&query=oak&cursor=%00", 422],
    ["a cursor of another search", "/api/products?category=doors&cursor=cork-natural", 422],
    ["a product that is gone", "/api/products/steam-engine", 404],
  ])("%s is a problem", async (_name, path, status) => {
    expect(await get(path)).toMatchObject({ status, body: { status } });
  });
});
