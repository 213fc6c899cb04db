import type { Product } from "../schema.ts";
import { shelf } from "./product.ts";

const light = shelf("lighting");
const furniture = shelf("furniture");
const storage = shelf("storage");
const textile = shelf("textiles");

/** Lights, furniture, storage and textiles. */
export const furnishingProducts: readonly Product[] = [
  light("light-spots-set-6", "Set of six recessed spots", "LED, 2,700 K, dimmable, splash proof", {
    euros: 119,
    unit: "set",
    materials: ["aluminium"],
  }),
  light("light-pendant-paper", "Paper pendant lamp", "45 cm, soft light", {
    euros: 59,
    size: [45, 45, 45],
    materials: ["paper", "bamboo"],
    styles: ["japandi", "scandinavian", "minimalist", "bohemian"],
    rooms: ["living_room", "dining_room", "bedroom", "children_room"],
  }),
  light("light-pendant-steel", "Workshop pendant in black steel", "35 cm, E27", {
    euros: 89,
    size: [35, 35, 30],
    materials: ["black steel"],
    styles: ["industrial", "modern", "rustic"],
    rooms: ["kitchen", "dining_room", "living_room", "home_office"],
  }),
  light("light-globe-brass", "Globe lamp in brass and opal glass", "30 cm", {
    euros: 149,
    size: [30, 30, 35],
    materials: ["brass", "glass"],
    styles: ["art-deco", "mid-century", "traditional"],
  }),
  light("light-rattan-pendant", "Rattan pendant", "50 cm, woven by hand", {
    euros: 79,
    size: [50, 50, 35],
    materials: ["rattan"],
    styles: ["coastal", "bohemian", "mediterranean"],
    rooms: ["living_room", "dining_room", "bedroom", "balcony"],
  }),
  light("light-under-cabinet", "Under-cabinet light", "LED strip, 1 m, with sensor", {
    euros: 39,
    size: [100, 2, 1],
    materials: ["aluminium"],
    rooms: ["kitchen", "laundry"],
  }),
  light("light-mirror-60", "Mirror light", "60 cm, IP44, 4,000 K", {
    euros: 69,
    size: [60, 8, 5],
    materials: ["chrome"],
    rooms: ["bathroom"],
  }),
  light("light-ceiling-flat", "Flat ceiling light", "40 cm LED, 24 W, dimmable", {
    euros: 49,
    size: [40, 40, 5],
    materials: ["acrylic"],
  }),
  light("light-wall-outdoor", "Outdoor wall light", "IP54, up and down", {
    euros: 55,
    size: [10, 11, 20],
    materials: ["aluminium"],
    rooms: ["balcony", "garage"],
  }),
  furniture("sofa-linen-3", "Three-seat sofa in linen", "Removable cover, 220 cm", {
    euros: 1_290,
    size: [220, 95, 80],
    materials: ["linen", "ash"],
    styles: ["scandinavian", "coastal", "japandi", "bohemian"],
    rooms: ["living_room"],
  }),
  furniture("sofa-leather-2", "Two-seat sofa in leather", "Tobacco, 180 cm", {
    euros: 1_690,
    size: [180, 90, 78],
    materials: ["leather"],
    styles: ["industrial", "mid-century", "modern"],
    rooms: ["living_room", "home_office"],
  }),
  furniture("table-oak-180", "Dining table in solid oak", "180 × 90 cm, seats six", {
    euros: 849,
    size: [180, 90, 75],
    materials: ["oak"],
    styles: ["scandinavian", "rustic", "japandi", "traditional"],
    rooms: ["dining_room", "kitchen"],
  }),
  furniture("table-glass-160", "Dining table with glass top", "160 × 90 cm, steel frame", {
    euros: 529,
    size: [160, 90, 75],
    materials: ["glass", "stainless steel"],
    styles: ["modern", "minimalist"],
    rooms: ["dining_room", "kitchen"],
  }),
  furniture("chair-plywood", "Chair in moulded plywood", "Stackable", {
    euros: 119,
    size: [46, 50, 80],
    materials: ["moulded plywood", "walnut"],
    styles: ["mid-century", "scandinavian", "modern"],
    rooms: ["dining_room", "kitchen", "home_office"],
  }),
  furniture("bed-oak-160", "Bed in oak", "160 × 200 cm, with slatted base", {
    euros: 749,
    size: [170, 210, 90],
    materials: ["oak"],
    styles: ["scandinavian", "japandi", "minimalist", "coastal"],
    rooms: ["bedroom"],
  }),
  furniture("bed-velvet-180", "Upholstered bed in velvet", "180 × 200 cm, high headboard", {
    euros: 1_150,
    size: [190, 215, 120],
    materials: ["velvet"],
    styles: ["art-deco", "traditional"],
    rooms: ["bedroom"],
  }),
  furniture("bed-child-90", "Child's bed with drawer", "90 × 200 cm, pine", {
    euros: 329,
    size: [97, 207, 70],
    materials: ["pine"],
    rooms: ["children_room"],
  }),
  furniture("desk-height-adjustable", "Height adjustable desk", "140 × 70 cm, 70 to 120 cm high", {
    euros: 449,
    size: [140, 70, 120],
    materials: ["laminate", "steel"],
    rooms: ["home_office", "children_room", "bedroom"],
  }),
  furniture("lounge-outdoor", "Outdoor bench with cushions", "Two seats, acacia", {
    euros: 289,
    size: [130, 65, 75],
    materials: ["acacia"],
    rooms: ["balcony"],
  }),
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
  storage("shelf-modular", "Modular shelf", "80 cm wide, five boards", {
    euros: 159,
    size: [80, 30, 200],
    materials: ["pine"],
    rooms: ["living_room", "home_office", "children_room", "bedroom", "basement"],
  }),
  storage("shelf-steel-heavy", "Heavy-duty shelf", "175 kg a board, galvanised", {
    euros: 79,
    size: [100, 50, 180],
    materials: ["steel"],
    rooms: ["garage", "basement", "laundry"],
  }),
  storage("coat-rack-set", "Coat rack with bench and shoe shelf", "100 cm", {
    euros: 249,
    size: [100, 38, 190],
    materials: ["oak", "steel"],
    rooms: ["hallway"],
  }),
  storage("mirror-cabinet-80", "Mirror cabinet", "80 cm, LED, two doors", {
    euros: 259,
    size: [80, 15, 70],
    materials: ["glass", "aluminium"],
    rooms: ["bathroom"],
  }),
  textile("curtain-linen-pair", "Pair of linen curtains", "140 × 280 cm each", {
    euros: 99,
    unit: "set",
    size: [140, null, 280],
    materials: ["linen"],
    rooms: ["living_room", "bedroom", "dining_room", "home_office", "attic"],
  }),
  textile("curtain-blackout-pair", "Pair of blackout curtains", "140 × 250 cm each", {
    euros: 79,
    unit: "set",
    size: [140, null, 250],
    materials: ["polyester"],
    rooms: ["bedroom", "children_room"],
  }),
  textile("rug-wool-200", "Wool rug", "200 × 300 cm, hand woven", {
    euros: 349,
    size: [200, 300, 1],
    materials: ["wool"],
    rooms: ["living_room", "bedroom", "dining_room", "children_room"],
  }),
  textile("rug-kilim", "Kilim rug", "170 × 240 cm", {
    euros: 279,
    size: [170, 240, 0.6],
    materials: ["kilim rugs", "wool"],
    styles: ["bohemian", "rustic", "mediterranean"],
    rooms: ["living_room", "bedroom", "hallway"],
  }),
  textile("rug-jute", "Jute runner", "80 × 300 cm", {
    euros: 89,
    size: [80, 300, 0.8],
    materials: ["jute"],
    styles: ["coastal", "scandinavian", "bohemian", "rustic"],
    rooms: ["hallway", "living_room"],
  }),
];
