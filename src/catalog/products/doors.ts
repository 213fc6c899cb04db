import type { Product } from "../schema.ts";
import { shelf } from "./product.ts";
import { wetRooms } from "./rooms.ts";

const door = shelf("doors");

/** Inner doors with their frames, and handles. */
export const doors: readonly Product[] = [
  door("door-white-flush", "Inner door in white with frame", "Flush, honeycomb core, 86 × 198 cm", {
    euros: 189,
    size: [86, 4, 198],
    materials: ["lacquer"],
  }),
  door("door-oak", "Inner door in oak with frame", "Solid core, veneer, 86 × 198 cm", {
    euros: 329,
    size: [86, 4, 198],
    materials: ["oak"],
    styles: ["scandinavian", "japandi", "mid-century", "rustic"],
  }),
  door("door-steel-glass", "Steel and glass door", "Black steel grid, 90 × 210 cm, with frame", {
    euros: 890,
    size: [90, 4, 210],
    materials: ["black steel", "glass"],
    styles: ["industrial", "modern"],
  }),
  door("door-panelled", "Panelled door with frame", "Four panels, painted white, 86 × 198 cm", {
    euros: 379,
    size: [86, 4, 198],
    materials: ["panelled fronts", "paint"],
    styles: ["traditional", "art-deco", "coastal", "rustic"],
  }),
  door("door-white-glass-light", "Inner door in white with glass and frame", "Clear glass panel, 86 × 198 cm", {
    euros: 259,
    size: [86, 4, 198],
    materials: ["lacquer", "glass"],
    rooms: ["living_room", "kitchen", "hallway", "dining_room", "home_office"],
  }),
  door("door-sliding-wall", "Sliding door in front of the wall", "White, with rail, 95 × 210 cm", {
    euros: 349,
    size: [95, 6, 210],
    materials: ["lacquer"],
    styles: ["modern", "minimalist", "japandi", "scandinavian"],
  }),
  door("door-barn-pine", "Sliding barn door", "Pine boards, black rail, 95 × 210 cm", {
    euros: 449,
    size: [95, 6, 210],
    materials: ["pine", "black steel"],
    styles: ["rustic", "industrial", "bohemian", "coastal"],
  }),
  door("door-pocket-set", "Pocket door with wall frame", "White, disappears in the wall, 86 × 203 cm", {
    euros: 690,
    size: [86, 4, 203],
    materials: ["lacquer"],
    rooms: [...wetRooms, "bedroom"],
  }),
  door("door-flush-frameless", "Frameless door, flush with the wall", "Paintable, hidden hinges, 86 × 210 cm", {
    euros: 749,
    size: [86, 4, 210],
    materials: ["matt lacquer"],
    styles: ["minimalist", "modern", "japandi"],
  }),
  door("door-walnut", "Inner door in walnut with frame", "Veneer, horizontal grain, 86 × 198 cm", {
    euros: 399,
    size: [86, 4, 198],
    materials: ["walnut"],
    styles: ["mid-century", "art-deco", "japandi"],
  }),
  door("door-arched-wood", "Arched door in old wood", "With frame, iron handle, 90 × 205 cm", {
    euros: 990,
    size: [90, 5, 205],
    materials: ["solid oak", "wrought iron"],
    styles: ["mediterranean", "rustic", "bohemian"],
  }),
  door("door-double-panelled", "Double panelled door with glass", "Painted white, with frame, 140 × 210 cm", {
    euros: 1_190,
    size: [140, 4, 210],
    materials: ["panelled fronts", "glass"],
    styles: ["traditional", "art-deco", "coastal"],
    rooms: ["living_room", "dining_room", "hallway", "home_office"],
  }),
  door("door-damp-room", "Door for damp rooms with frame", "Water-repellent core, white, 76 × 198 cm", {
    euros: 249,
    size: [76, 4, 198],
    materials: ["laminate"],
    rooms: ["bathroom", "laundry", "basement"],
  }),
  door("door-steel-cellar", "Steel door for cellars", "Fire class T30, 86 × 200 cm", {
    euros: 329,
    size: [86, 6, 200],
    materials: ["steel"],
    rooms: ["basement", "garage"],
  }),
  door("door-handle-set-black", "Door handle set in black", "With rosettes, for doors of 40 mm", {
    euros: 39,
    unit: "set",
    materials: ["black steel"],
  }),
  door("door-handle-set-brass", "Door handle set in brass", "With rosettes, for doors of 40 mm", {
    euros: 69,
    unit: "set",
    materials: ["brass"],
    styles: ["traditional", "art-deco", "mid-century", "mediterranean", "bohemian"],
  }),
];
