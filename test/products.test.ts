import { describe, expect, test } from "bun:test";
import { productBySlug, products, searchProducts } from "../src/catalog/products.ts";
import { Product, type ProductSearch, productCategories, ProductSearch as Search } from "../src/catalog/schema.ts";
import { styles } from "../src/catalog/styles.ts";
import { RoomType } from "../src/rooms/schema.ts";
import { appWithoutDatabase } from "./support/app-without-database.ts";

const slugs = (search: ProductSearch) => searchProducts(search).map(({ slug }) => slug);

describe("the catalogue of products", () => {
  test("is large enough to plan with, and every product is complete", () => {
    expect(products.length).toBeGreaterThanOrEqual(60);
    expect(new Set(products.map(({ slug }) => slug)).size).toBe(products.length);
    for (const product of products) expect(Product.parse(product)).toEqual(product);
  });

  test.each([...productCategories])("has something to choose from under %s", (category) => {
    expect(searchProducts({ category }).length).toBeGreaterThanOrEqual(4);
  });

  test("names only styles that there are, and has something for each of them and for every kind of room", () => {
    const known = new Set(styles.map(({ slug }) => slug));
    expect(products.flatMap((product) => product.styles).filter((style) => !known.has(style))).toEqual([]);
    for (const style of known)
      expect(products.filter((product) => product.styles.includes(style)).length).toBeGreaterThan(3);
    for (const roomType of RoomType.options) expect(searchProducts({ roomType }).length).toBeGreaterThan(5);
  });
});

describe("finding products", () => {
  test.each<[string, ProductSearch, string]>([
    ["words of the name", { query: "walk-in shower" }, "shower-walk-in-120"],
    ["a plural", { query: "pendants in rattan" }, "light-rattan-pendant"],
    ["a material", { query: "cork" }, "cork-natural"],
    ["words and a room", { query: "oak floor", roomType: "living_room", style: "scandinavian" }, "oak-plank-natural"],
    ["the cheapest of a shelf", { category: "flooring", roomType: "bedroom", sort: "price" }, "laminate-oak-grey"],
    ["the dearest of a shelf", { category: "worktops", sort: "-price" }, "worktop-marble"],
  ])("by %s", (_name, search, first) => {
    expect(slugs(search)[0]).toBe(first);
  });

  test("everything given must fit", () => {
    const found = searchProducts({
      category: "tiles",
      style: "mediterranean",
      roomType: "bathroom",
      maxPriceMinor: 6_000,
    });
    expect(found.length).toBeGreaterThan(0);
    for (const { category, styles, roomTypes, priceMinor } of found) {
      expect(category).toBe("tiles");
      expect(styles.length === 0 || styles.includes("mediterranean")).toBe(true);
      expect(roomTypes.length === 0 || roomTypes.includes("bathroom")).toBe(true);
      expect(priceMinor).toBeLessThanOrEqual(6_000);
    }
    expect(slugs({ query: "spaceship" })).toEqual([]);
  });

  test("prices and limits are in the currency asked for", () => {
    const euros = productBySlug("oak-plank-natural").priceMinor;
    const kronor = productBySlug("oak-plank-natural", "SEK");
    expect(kronor).toMatchObject({ priceMinor: euros * 11, currency: "SEK" });
    const yen = productBySlug("oak-plank-natural", "JPY");
    expect(yen.priceMinor).toBe(Math.round((euros / 100) * 175));
    expect(slugs({ currency: "SEK", minPriceMinor: euros * 11, maxPriceMinor: euros * 11 })).toContain(
      "oak-plank-natural",
    );
  });

  test("a page of results takes the same search as the agent's tool", () => {
    const query = { minPriceMinor: "100", sort: "price", currency: "USD", roomType: "kitchen" };
    expect(Search.parse(query)).toEqual({ minPriceMinor: 100, sort: "price", currency: "USD", roomType: "kitchen" });
  });
});

describe("the catalogue over HTTP", () => {
  const app = appWithoutDatabase();
  const get = async (path: string) => {
    const response = await app.request(path);
    return { status: response.status, body: await response.json() };
  };

  test("styles are listed, found by words, and read by slug", async () => {
    expect((await get("/api/styles")).body).toMatchObject({ items: [...styles], nextCursor: null });
    expect((await get("/api/styles?query=nordic")).body.items[0].slug).toBe("scandinavian");
    expect((await get("/api/styles/japandi")).body).toMatchObject({ name: "Japandi" });
    expect((await get("/api/styles/brutalist")).status).toBe(404);
  });

  test("pages of products are without gap or overlap, whatever they are sorted by", async () => {
    for (const sort of ["relevance", "price", "-price", "name"] as const) {
      const seen: string[] = [];
      for (let cursor = ""; cursor !== "end";) {
        const { body } = await get(`/api/products?sort=${sort}&limit=7${cursor}`);
        seen.push(...body.items.map(({ slug }: { slug: string }) => slug));
        cursor = body.nextCursor ? `&cursor=${body.nextCursor}` : "end";
      }
      expect(seen).toEqual(slugs({ sort }));
    }
  });

  test.each([
    ["an unknown category", "/api/products?category=spaceships", 422],
    ["an unknown room type", "/api/products?roomType=moat", 422],
    ["a currency that cannot be converted to", "/api/products?currency=XAF", 422],
    ["a currency that is none", "/api/products?currency=euro", 422],
    ["a price that is none", "/api/products?maxPriceMinor=cheap", 422],
    ["a foreign cursor", "/api/products?cursor=nonsense", 422],
    ["a product that is gone", "/api/products/steam-engine", 404],
  ])("%s is a problem", async (_name, path, status) => {
    expect(await get(path)).toMatchObject({ status, body: { status } });
  });
});
