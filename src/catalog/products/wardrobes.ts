import type { Product } from "../schema.ts";
import { shelf } from "./product.ts";

const storage = shelf("storage");

/** Wardrobes, chests of drawers and sideboards. */
export const wardrobes: readonly Product[] = [
  storage("wardrobe-sliding-200", "Wardrobe with sliding doors", "200 cm, white and mirror", {
    euros: 899,
    size: [200, 65, 220],
    materials: ["melamine", "glass"],
    rooms: ["bedroom", "hallway", "children_room", "attic"],
  }),
  storage("wardrobe-oak-150", "Wardrobe in oak", "150 cm, three doors", {
    euros: 1_090,
    size: [150, 60, 200],
    materials: ["oak"],
    styles: ["scandinavian", "japandi", "rustic", "mid-century"],
    rooms: ["bedroom"],
  }),
  storage("wardrobe-basic-100", "Wardrobe with two doors", "100 cm, white", {
    euros: 199,
    size: [100, 58, 200],
    materials: ["melamine"],
    rooms: ["bedroom", "children_room", "hallway", "attic"],
  }),
  storage("wardrobe-built-in-metre", "Built-in wardrobe to the ceiling", "Per running metre, doors in wall colour", {
    euros: 790,
    unit: "m",
    size: [100, 62, 250],
    materials: ["matt lacquer"],
    rooms: ["bedroom", "hallway", "children_room", "attic", "home_office"],
  }),
  storage("wardrobe-walnut-180", "Wardrobe in walnut", "180 cm, four doors, brass knobs", {
    euros: 1_490,
    size: [180, 60, 210],
    materials: ["walnut", "brass"],
    styles: ["mid-century", "art-deco", "japandi"],
    rooms: ["bedroom"],
  }),
  storage("wardrobe-panelled-150", "Panelled wardrobe", "150 cm, painted, cornice", {
    euros: 1_190,
    size: [150, 60, 215],
    materials: ["panelled fronts", "paint"],
    styles: ["traditional", "coastal", "art-deco"],
    rooms: ["bedroom"],
  }),
  storage("wardrobe-black-glass-200", "Wardrobe with smoked glass doors", "200 cm, light inside", {
    euros: 1_690,
    size: [200, 62, 220],
    materials: ["glass", "aluminium"],
    styles: ["modern", "minimalist", "industrial"],
    rooms: ["bedroom"],
  }),
  storage("wardrobe-rail-open", "Open wardrobe rail", "Steel pipe and planks, 120 cm", {
    euros: 159,
    size: [120, 45, 190],
    materials: ["black steel", "reclaimed wood"],
    styles: ["industrial", "bohemian"],
    rooms: ["bedroom", "hallway"],
  }),
  storage("wardrobe-pine-country", "Country wardrobe in pine", "140 cm, two doors and drawer", {
    euros: 749,
    size: [140, 60, 200],
    materials: ["pine"],
    styles: ["rustic", "mediterranean", "bohemian"],
    rooms: ["bedroom", "children_room"],
  }),
  storage("chest-drawers-basic", "Chest of drawers in white", "80 cm, four drawers", {
    euros: 149,
    size: [80, 42, 98],
    materials: ["melamine"],
    rooms: ["bedroom", "children_room", "hallway", "living_room"],
  }),
  storage("chest-drawers-oak", "Chest of drawers in oak", "120 cm, six drawers", {
    euros: 549,
    size: [120, 45, 85],
    materials: ["oak"],
    styles: ["scandinavian", "japandi", "rustic", "coastal"],
    rooms: ["bedroom", "living_room", "hallway"],
  }),
  storage("chest-drawers-teak", "Chest of drawers in teak", "Slim legs, 140 cm", {
    euros: 690,
    size: [140, 45, 78],
    materials: ["teak"],
    styles: ["mid-century", "bohemian"],
    rooms: ["bedroom", "living_room", "dining_room"],
  }),
  storage("sideboard-white-180", "Sideboard in white", "180 cm, three doors", {
    euros: 349,
    size: [180, 42, 75],
    materials: ["melamine"],
    rooms: ["living_room", "dining_room", "home_office"],
  }),
  storage("sideboard-walnut-170", "Sideboard in walnut", "170 cm, sliding doors, slim legs", {
    euros: 890,
    size: [170, 45, 75],
    materials: ["walnut"],
    styles: ["mid-century", "japandi", "art-deco"],
    rooms: ["living_room", "dining_room"],
  }),
  storage("sideboard-cane-doors", "Sideboard with cane doors", "160 cm, teak", {
    euros: 749,
    size: [160, 42, 78],
    materials: ["cane", "teak"],
    styles: ["bohemian", "coastal", "mediterranean"],
    rooms: ["living_room", "dining_room"],
  }),
  storage("sideboard-lacquer-brass", "Lacquered sideboard with brass", "160 cm, fluted doors", {
    euros: 1_190,
    size: [160, 45, 80],
    materials: ["lacquer", "brass"],
    styles: ["art-deco", "traditional"],
    rooms: ["living_room", "dining_room"],
  }),
  storage("display-cabinet-glass", "Display cabinet", "90 cm, glass doors, light", {
    euros: 449,
    size: [90, 40, 190],
    materials: ["glass", "oak"],
    styles: ["traditional", "rustic", "scandinavian", "coastal"],
    rooms: ["dining_room", "living_room"],
  }),
];
