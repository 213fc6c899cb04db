import type { RoomType } from "../../rooms/schema.ts";
import type { Product, ProductCategory, ProductUnit } from "../schema.ts";

/** How a product is written down: euros with cents, sizes as width, depth and height in centimetres. */
type Entry = {
  euros: number;
  unit?: ProductUnit;
  size?: [width: number | null, depth: number | null, height: number | null];
  materials: string[];
  styles?: string[];
  rooms?: RoomType[];
};

/** A shelf of the catalogue: products of one category. */
export const shelf =
  (category: ProductCategory) =>
  (slug: string, name: string, summary: string, entry: Entry): Product => ({
    slug,
    name,
    category,
    summary,
    priceMinor: Math.round(entry.euros * 100),
    currency: "EUR",
    unit: entry.unit ?? "piece",
    size: entry.size ? { widthCm: entry.size[0], depthCm: entry.size[1], heightCm: entry.size[2] } : null,
    materials: entry.materials,
    styles: entry.styles ?? [],
    roomTypes: entry.rooms ?? [],
  });
