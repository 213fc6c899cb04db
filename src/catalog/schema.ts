import { z } from "zod";
import { RoomType } from "../rooms/schema.ts";
import { Currency, MinorUnits, PlainText } from "../sessions/schema.ts";

export const StyleSlug = z
  .string()
  .regex(/^[a-z][a-z0-9-]{1,40}$/)
  .meta({ example: "scandinavian" });

const Advice = z.array(z.string().min(1).max(200)).max(8);

export const Style = z
  .object({
    slug: StyleSlug,
    name: z.string().min(1).max(60).meta({ example: "Scandinavian" }),
    summary: z.string().min(1).max(400).meta({ example: "Bright and calm: pale wood, white walls, soft textiles." }),
    palette: z
      .array(z.object({ name: z.string(), hex: z.string().regex(/^#[0-9a-f]{6}$/) }))
      .min(3)
      .max(8)
      .meta({
        example: [
          { name: "Snow white", hex: "#f7f7f4" },
          { name: "Birch", hex: "#dcc7a3" },
          { name: "Fjord blue", hex: "#7d93a3" },
        ],
      }),
    materials: z
      .array(z.string())
      .min(2)
      .max(12)
      .meta({ example: ["light oak", "wool"] }),
    keywords: z
      .array(z.string())
      .min(2)
      .max(20)
      .meta({ description: "Words people use for this style, lower case", example: ["scandi", "nordic"] }),
    dos: Advice.meta({ description: "What makes the style", example: ["Let daylight in: sheer curtains or none"] }),
    donts: Advice.meta({ description: "What spoils it", example: ["Shiny lacquer over large areas"] }),
    roomNotes: z
      .array(z.object({ roomType: RoomType, note: z.string().min(1).max(400) }))
      .max(RoomType.options.length)
      .meta({
        description: "What the style means in one kind of room",
        example: [{ roomType: "kitchen", note: "Matt white fronts without handles and one open shelf of birch." }],
      }),
  })
  .meta({ id: "Style", description: "An interior style of the catalogue" });
export type Style = z.infer<typeof Style>;

export const productCategories = [
  "cabinets",
  "worktops",
  "appliances",
  "sanitaryware",
  "taps",
  "tiles",
  "flooring",
  "paint",
  "lighting",
  "furniture",
  "storage",
  "textiles",
  "doors",
] as const;
export const ProductCategory = z
  .enum(productCategories)
  .meta({ id: "ProductCategory", description: "Shelf of the catalogue", example: "flooring" });
export type ProductCategory = z.infer<typeof ProductCategory>;

export const ProductSlug = z
  .string()
  .regex(/^[a-z][a-z0-9-]{1,60}$/)
  .meta({ description: "Product of the catalogue", example: "oak-plank-natural" });

export const ProductUnit = z
  .enum(["piece", "m2", "m", "litre", "set"])
  .meta({ id: "ProductUnit", description: "What the price is for", example: "m2" });
export type ProductUnit = z.infer<typeof ProductUnit>;

const Size = z.number().positive().max(2_000).nullable();

export const Product = z
  .object({
    slug: ProductSlug,
    name: z.string().min(1).max(100).meta({ example: "Natural oak plank" }),
    category: ProductCategory,
    summary: z.string().min(1).max(300).meta({ example: "Three-layer oak, matt oiled, 14 mm" }),
    priceMinor: MinorUnits.meta({ description: "Per unit, VAT included", example: 5_490 }),
    currency: Currency,
    unit: ProductUnit,
    size: z
      .object({ widthCm: Size, depthCm: Size, heightCm: Size })
      .nullable()
      .meta({ example: { widthCm: 18, depthCm: 220, heightCm: 1.4 } }),
    materials: z.array(z.string()).meta({ example: ["oak"] }),
    styles: z.array(StyleSlug).meta({ description: "Styles it suits; empty when any", example: ["scandinavian"] }),
    roomTypes: z.array(RoomType).meta({ description: "Rooms it suits; empty when any", example: ["living_room"] }),
  })
  .meta({ id: "Product", description: "Something to buy from the catalogue" });
export type Product = z.infer<typeof Product>;

/** Everything that the service knows of styles and products, in the order in which it shows them. */
export type Catalog = { styles: readonly Style[]; products: readonly Product[] };

const productSorts = ["relevance", "price", "-price", "name"] as const;

const PriceLimit = z.coerce
  .number({ error: ({ expected }) => (expected === "number" ? "must be a number" : undefined) })
  .int()
  .min(0);

/** What products to look for; everything given must fit, words rank. */
export const ProductSearch = z.object({
  query: PlainText.max(200).optional().meta({ description: "Words such as `oak`", example: "oak" }),
  category: ProductCategory.optional(),
  style: StyleSlug.optional().meta({ description: "Products that suit the style or any", example: "scandinavian" }),
  roomType: RoomType.optional().meta({ description: "Products that suit the room or any", example: "kitchen" }),
  minPriceMinor: PriceLimit.optional().meta({ description: "In the currency", example: 1_000 }),
  maxPriceMinor: PriceLimit.optional().meta({ description: "In the currency", example: 50_000 }),
  currency: Currency.optional().meta({ description: "Of prices and limits; EUR unless given", example: "EUR" }),
  sort: z.enum(productSorts).optional().meta({ description: "`relevance` unless given", example: "price" }),
});
export type ProductSearch = z.infer<typeof ProductSearch>;
