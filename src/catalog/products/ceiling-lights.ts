import type { Product } from "../schema.ts";
import { shelf } from "./product.ts";

const light = shelf("lighting");

/** Lights that hang from the ceiling or are in it. */
export const ceilingLights: readonly Product[] = [
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
  light("light-ceiling-flat", "Flat ceiling light", "40 cm LED, 24 W, dimmable", {
    euros: 49,
    size: [40, 40, 5],
    materials: ["acrylic"],
  }),
  light("light-spots-basic-3", "Set of three recessed spots", "LED, 3,000 K, splash proof", {
    euros: 45,
    unit: "set",
    materials: ["aluminium"],
  }),
  light("light-spots-swivel-black", "Set of four ceiling spots on a rail", "Black, swivel, GU10", {
    euros: 89,
    unit: "set",
    size: [80, 10, 15],
    materials: ["black steel"],
    styles: ["industrial", "modern", "minimalist"],
    rooms: ["kitchen", "living_room", "home_office", "hallway", "dining_room", "bedroom"],
  }),
  light("light-ceiling-basic", "Ceiling light in opal glass", "28 cm, E27", {
    euros: 25,
    size: [28, 28, 12],
    materials: ["glass"],
  }),
  light("light-ceiling-fabric", "Ceiling light with fabric shade", "50 cm, linen, warm light", {
    euros: 79,
    size: [50, 50, 18],
    materials: ["linen"],
    styles: ["scandinavian", "coastal", "traditional", "japandi"],
    rooms: ["living_room", "bedroom", "dining_room", "hallway", "children_room", "home_office"],
  }),
  light("light-ceiling-damp-led", "Ceiling light for damp rooms", "120 cm LED tube, IP65, 40 W", {
    euros: 39,
    size: [120, 9, 8],
    materials: ["polycarbonate"],
    rooms: ["basement", "garage", "laundry"],
  }),
  light("light-ceiling-plaster", "Ceiling light in plaster", "Paintable, flush with the ceiling", {
    euros: 129,
    size: [35, 35, 10],
    materials: ["smooth plaster"],
    styles: ["minimalist", "modern", "japandi"],
    rooms: ["living_room", "bedroom", "hallway", "bathroom", "dining_room"],
  }),
  light("light-pendant-linear", "Linear pendant over the table", "LED, 120 cm, dimmable, black", {
    euros: 199,
    size: [120, 6, 8],
    materials: ["aluminium"],
    styles: ["modern", "minimalist", "industrial"],
    rooms: ["dining_room", "kitchen", "home_office"],
  }),
  light("light-pendant-glass-smoke", "Pendant in smoked glass", "28 cm, mouth blown", {
    euros: 99,
    size: [28, 28, 32],
    materials: ["glass"],
    styles: ["modern", "mid-century", "art-deco"],
    rooms: ["living_room", "dining_room", "kitchen", "bedroom", "hallway"],
  }),
  light("light-pendant-ceramic-clay", "Pendant in clay", "26 cm, thrown by hand", {
    euros: 119,
    size: [26, 26, 22],
    materials: ["stoneware"],
    styles: ["japandi", "rustic", "mediterranean", "bohemian"],
    rooms: ["dining_room", "kitchen", "living_room", "bedroom"],
  }),
  light("light-pendant-enamel", "Enamel pendant in sage", "36 cm, white inside", {
    euros: 75,
    size: [36, 36, 28],
    materials: ["enamel"],
    styles: ["rustic", "coastal", "scandinavian"],
    rooms: ["kitchen", "dining_room", "hallway", "laundry"],
  }),
  light("light-pendant-children", "Pendant for children in paper", "40 cm, cloud shape", {
    euros: 39,
    size: [40, 40, 30],
    materials: ["paper"],
    rooms: ["children_room"],
  }),
  light("light-chandelier-brass", "Chandelier with eight arms", "Brass, E14 candles, 75 cm, pendant", {
    euros: 389,
    size: [75, 75, 60],
    materials: ["brass"],
    styles: ["traditional", "art-deco"],
    rooms: ["dining_room", "living_room", "hallway", "bedroom"],
  }),
  light("light-wrought-iron", "Wrought iron ceiling lamp", "Six arms, 65 cm", {
    euros: 249,
    size: [65, 65, 50],
    materials: ["wrought iron"],
    styles: ["rustic", "mediterranean", "traditional"],
    rooms: ["dining_room", "living_room", "hallway", "kitchen"],
  }),
  light("light-sputnik", "Ceiling lamp with twelve arms", "Brass, 80 cm, globe bulbs", {
    euros: 229,
    size: [80, 80, 60],
    materials: ["brass"],
    styles: ["mid-century", "art-deco"],
    rooms: ["living_room", "dining_room", "bedroom"],
  }),
  light("light-macrame-pendant", "Pendant in macramé", "40 cm, cotton", {
    euros: 69,
    size: [40, 40, 45],
    materials: ["macramé", "cotton"],
    styles: ["bohemian", "coastal"],
    rooms: ["bedroom", "living_room", "children_room"],
  }),
  light("light-lantern-moroccan", "Pierced lantern pendant", "Brass, 30 cm, throws patterns", {
    euros: 109,
    size: [30, 30, 45],
    materials: ["brass"],
    styles: ["bohemian", "mediterranean"],
    rooms: ["hallway", "living_room", "bedroom", "dining_room", "balcony"],
  }),
  light("light-rail-track-white", "Track light with five spots", "White, LED, 2 m, ceiling", {
    euros: 169,
    size: [200, 4, 15],
    materials: ["aluminium"],
    rooms: ["living_room", "kitchen", "home_office", "hallway", "attic"],
  }),
];
