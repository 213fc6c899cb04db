import type { RoomType } from "../../rooms/schema.ts";
import type { Product } from "../schema.ts";
import { shelf } from "./product.ts";

const wet: RoomType[] = ["bathroom", "kitchen", "laundry", "hallway"];
const dry: RoomType[] = [
  "bedroom",
  "living_room",
  "dining_room",
  "hallway",
  "home_office",
  "children_room",
  "attic",
  "kitchen",
];
const tile = shelf("tiles");
const floor = shelf("flooring");
const paint = shelf("paint");
const door = shelf("doors");

/** Tiles, floors, paint and doors. */
export const surfaceProducts: readonly Product[] = [
  tile("tile-white-metro", "White metro tile", "10 × 20 cm, glazed, for walls", {
    euros: 24.9,
    unit: "m2",
    size: [20, 0.7, 10],
    materials: ["metro tiles", "ceramic"],
    styles: ["scandinavian", "industrial", "traditional"],
    rooms: wet,
  }),
  tile("tile-concrete-grey-60", "Large tile in concrete grey", "60 × 60 cm, slip class R10, floor and wall", {
    euros: 34.9,
    unit: "m2",
    size: [60, 0.9, 60],
    materials: ["porcelain", "concrete"],
    styles: ["modern", "industrial", "minimalist"],
    rooms: wet,
  }),
  tile("tile-sand-matt-60", "Matt tile in sand", "60 × 60 cm, slip class R10, floor and wall", {
    euros: 29.9,
    unit: "m2",
    size: [60, 0.9, 60],
    materials: ["porcelain"],
    rooms: wet,
  }),
  tile("tile-terracotta", "Handmade terracotta tile", "20 × 20 cm, sealed", {
    euros: 69,
    unit: "m2",
    size: [20, 1.5, 20],
    materials: ["terracotta", "handmade tiles"],
    styles: ["mediterranean", "rustic", "bohemian"],
    rooms: [...wet, "balcony"],
  }),
  tile("tile-patterned-cement", "Patterned cement tile", "20 × 20 cm, encaustic look", {
    euros: 54.9,
    unit: "m2",
    size: [20, 0.9, 20],
    materials: ["patterned tiles", "geometric tiles"],
    styles: ["mediterranean", "bohemian", "art-deco"],
    rooms: wet,
  }),
  tile("tile-zellige-sea", "Zellige tile in sea green", "10 × 10 cm, glazed by hand", {
    euros: 89,
    unit: "m2",
    size: [10, 1, 10],
    materials: ["zellige tiles"],
    styles: ["coastal", "bohemian", "mediterranean"],
    rooms: ["bathroom", "kitchen"],
  }),
  floor("oak-plank-natural", "Natural oak plank", "Three-layer oak, matt oiled, 14 mm", {
    euros: 54.9,
    unit: "m2",
    size: [18, 220, 1.4],
    materials: ["oak", "light oak"],
    styles: ["scandinavian", "japandi", "modern", "minimalist", "coastal"],
    rooms: dry,
  }),
  floor("oak-herringbone", "Oak herringbone parquet", "Solid, 16 mm, lacquered", {
    euros: 79,
    unit: "m2",
    size: [9, 60, 1.6],
    materials: ["oak", "parquet"],
    styles: ["traditional", "art-deco", "mid-century"],
    rooms: dry,
  }),
  floor("walnut-plank", "Walnut plank", "Three-layer walnut, oiled, 14 mm", {
    euros: 89,
    unit: "m2",
    size: [16, 200, 1.4],
    materials: ["walnut"],
    styles: ["mid-century", "japandi", "art-deco"],
    rooms: dry,
  }),
  floor("reclaimed-pine", "Reclaimed pine boards", "Old roof boards, brushed, 22 mm", {
    euros: 74,
    unit: "m2",
    size: [20, 250, 2.2],
    materials: ["pine", "reclaimed wood"],
    styles: ["rustic", "industrial", "bohemian"],
    rooms: dry,
  }),
  floor("laminate-oak-grey", "Laminate in grey oak", "8 mm, click, use class 32", {
    euros: 14.9,
    unit: "m2",
    size: [19, 138, 0.8],
    materials: ["laminate"],
    rooms: dry,
  }),
  floor("vinyl-oak-waterproof", "Waterproof vinyl plank, oak look", "5 mm, click, also for kitchens and baths", {
    euros: 27.9,
    unit: "m2",
    size: [18, 122, 0.5],
    materials: ["vinyl"],
    rooms: [...dry, "bathroom", "laundry", "basement"],
  }),
  floor("cork-natural", "Cork floor", "10 mm, warm and quiet underfoot", {
    euros: 39.9,
    unit: "m2",
    size: [30, 90, 1],
    materials: ["cork"],
    rooms: ["bedroom", "children_room", "home_office", "living_room"],
  }),
  floor("carpet-wool-sand", "Wool carpet in sand", "Loop pile, 4 m wide", {
    euros: 44.9,
    unit: "m2",
    size: [400, null, 0.8],
    materials: ["wool"],
    rooms: ["bedroom", "living_room", "home_office", "attic"],
  }),
  floor("decking-larch", "Larch decking", "Ribbed, untreated, with substructure", {
    euros: 49,
    unit: "m2",
    size: [14, 300, 2.7],
    materials: ["larch"],
    rooms: ["balcony"],
  }),
  floor("epoxy-garage", "Epoxy floor coating", "Two components, oil proof, two coats", {
    euros: 19.5,
    unit: "m2",
    materials: ["epoxy"],
    rooms: ["garage", "basement"],
  }),
  paint("paint-white-matt", "Wall paint in white", "Matt, washable, one litre covers 7 m² once", {
    euros: 7.9,
    unit: "litre",
    materials: ["paint"],
  }),
  paint("paint-warm-grey", "Wall paint in warm grey", "Matt, washable, one litre covers 7 m² once", {
    euros: 11.9,
    unit: "litre",
    materials: ["paint"],
    styles: ["scandinavian", "modern", "minimalist", "industrial"],
  }),
  paint("paint-olive-chalk", "Chalk paint in olive", "Very matt, one litre covers 6 m² once", {
    euros: 18.9,
    unit: "litre",
    materials: ["paint"],
    styles: ["mediterranean", "rustic", "traditional", "bohemian"],
  }),
  paint("paint-clay-plaster", "Fine clay plaster", "Breathes and evens out humidity, 1 m² per unit", {
    euros: 14.5,
    unit: "m2",
    materials: ["clay plaster"],
    styles: ["japandi", "mediterranean", "bohemian"],
    rooms: ["bedroom", "living_room", "dining_room", "home_office"],
  }),
  paint("paint-damp-room", "Paint for damp rooms", "Resists mould, white, one litre covers 7 m² once", {
    euros: 12.9,
    unit: "litre",
    materials: ["paint"],
    rooms: ["bathroom", "laundry", "basement", "kitchen"],
  }),
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
];
