import type { ProductCategory } from "../../catalog/schema.ts";
import { createLexicon } from "./lexicon.ts";

type Shelf = {
  category: ProductCategory;
  /** What a product there has to be called, where the shelf holds more than that. */
  word?: string;
};

const things = (category: ProductCategory, words: string) =>
  words.split(", ").map((word) => [{ category, word }, word] as const);

/** What people call the catalogue's shelves, and the things on them. */
export const shelfWords = createLexicon<Shelf>(
  [
    [{ category: "cabinets" }, "cabinet, kitchen cabinet, kitchen unit, kitchen front, front, base unit, wall unit"],
    [{ category: "worktops" }, "worktop, work top, countertop, counter top, kitchen counter"],
    [{ category: "appliances" }, "appliance, kitchen appliance"],
    ...things("appliances", "oven, hob, dishwasher, hood, microwave, dryer"),
    [{ category: "appliances", word: "hob" }, "cooktop, stove, cooker"],
    [{ category: "appliances", word: "fridge" }, "fridge, refrigerator, freezer, fridge freezer"],
    [{ category: "appliances", word: "washing" }, "washing machine, washer"],
    [{ category: "sanitaryware" }, "sanitaryware, sanitary object"],
    ...things("sanitaryware", "sink, bathtub, shower"),
    [{ category: "sanitaryware", word: "basin" }, "basin, washbasin, wash basin, washstand"],
    [{ category: "sanitaryware", word: "toilet" }, "toilet, toilet bowl"],
    [{ category: "sanitaryware", word: "screen" }, "shower screen, shower door"],
    [{ category: "sanitaryware", word: "tray" }, "shower tray"],
    [{ category: "taps" }, "tap, faucet, mixer, mixer tap, bathroom tap"],
    [{ category: "taps", word: "thermostat" }, "shower set, shower tap, thermostat"],
    [{ category: "tiles" }, "tile, wall tile, splashback, splashback tile"],
    [{ category: "tiles", word: "floor" }, "floor tile"],
    [
      { category: "flooring" },
      "floor, flooring, floor covering, floorboard, floor board, parquet, plank, laminate, vinyl floor",
    ],
    [{ category: "flooring", word: "decking" }, "decking, decking board"],
    [{ category: "paint" }, "paint, wall paint, wall colour, wall color"],
    [{ category: "lighting" }, "light, lamp, lighting, light fitting"],
    ...things("lighting", "pendant, spot"),
    [{ category: "furniture" }, "furniture, piece of furniture"],
    ...things("furniture", "table, chair, sofa, bed, desk, bench"),
    [{ category: "storage" }, "storage, cupboard"],
    ...things("storage", "wardrobe, shelf, coat rack, mirror cabinet"),
    [{ category: "textiles" }, "textile"],
    ...things("textiles", "curtain, rug, blind"),
    [{ category: "doors" }, "door, inner door"],
  ],
  { plurals: true },
);
