import type { Product } from "../schema.ts";
import { shelf } from "./product.ts";

const sanitary = shelf("sanitaryware");

/** Baths, showers and what belongs to them. */
export const bathsAndShowers: readonly Product[] = [
  sanitary("bath-acrylic-180", "Bath", "180 × 80 cm, acrylic, with feet and waste", {
    euros: 449,
    size: [180, 80, 58],
    materials: ["acrylic"],
    rooms: ["bathroom"],
  }),
  sanitary("bath-freestanding", "Freestanding bath", "170 × 75 cm, cast mineral", {
    euros: 1_490,
    size: [170, 75, 60],
    materials: ["mineral cast"],
    styles: ["traditional", "art-deco", "minimalist", "mediterranean"],
    rooms: ["bathroom"],
  }),
  sanitary("shower-walk-in-120", "Walk-in shower screen", "120 cm, 8 mm safety glass", {
    euros: 489,
    size: [120, 1, 200],
    materials: ["glass"],
    rooms: ["bathroom"],
  }),
  sanitary("shower-tray-90", "Flat shower tray", "90 × 120 cm, 3 cm high", {
    euros: 359,
    size: [90, 120, 3],
    materials: ["mineral cast"],
    rooms: ["bathroom"],
  }),
  sanitary("bath-acrylic-170", "Short bath", "170 × 75 cm, acrylic, with feet and waste", {
    euros: 329,
    size: [170, 75, 57],
    materials: ["acrylic"],
    rooms: ["bathroom"],
  }),
  sanitary("bath-corner-140", "Corner bath", "140 × 140 cm, acrylic, with panel", {
    euros: 799,
    size: [140, 140, 58],
    materials: ["acrylic"],
    rooms: ["bathroom"],
  }),
  sanitary("bath-shower-combination", "Bath with shower end and glass", "170 × 85 cm, acrylic, step-in door", {
    euros: 1_090,
    size: [170, 85, 58],
    materials: ["acrylic", "glass"],
    rooms: ["bathroom"],
  }),
  sanitary("bath-clawfoot", "Freestanding bath on feet", "170 × 77 cm, enamelled steel, lion feet", {
    euros: 1_790,
    size: [170, 77, 72],
    materials: ["enamel"],
    styles: ["traditional", "rustic", "art-deco"],
    rooms: ["bathroom"],
  }),
  sanitary("shower-cabin-90", "Shower cabin with corner entry", "90 × 90 cm, tray and doors, 195 cm high", {
    euros: 549,
    size: [90, 90, 195],
    materials: ["glass", "acrylic"],
    rooms: ["bathroom"],
  }),
  sanitary("shower-screen-black-grid", "Walk-in shower screen with black grid", "100 cm, 8 mm safety glass", {
    euros: 599,
    size: [100, 1, 200],
    materials: ["glass", "black steel"],
    styles: ["industrial", "modern", "mid-century"],
    rooms: ["bathroom"],
  }),
  sanitary("shower-screen-fluted", "Walk-in shower screen in fluted glass", "100 cm, brass profile", {
    euros: 689,
    size: [100, 1, 200],
    materials: ["fluted glass", "brass"],
    styles: ["art-deco", "traditional", "japandi", "mediterranean"],
    rooms: ["bathroom"],
  }),
  sanitary("shower-tray-80", "Shower tray", "80 × 80 cm, 3.5 cm high", {
    euros: 149,
    size: [80, 80, 3.5],
    materials: ["acrylic"],
    rooms: ["bathroom"],
  }),
  sanitary("shower-tray-slate", "Shower tray in slate look", "100 × 100 cm, cut to measure, 3 cm high", {
    euros: 459,
    size: [100, 100, 3],
    materials: ["mineral cast"],
    styles: ["industrial", "rustic", "modern", "japandi"],
    rooms: ["bathroom"],
  }),
  sanitary("shower-channel-90", "Shower channel for tiled floors", "90 cm, steel cover, for level access", {
    euros: 239,
    size: [90, 7, 9],
    materials: ["stainless steel"],
    rooms: ["bathroom"],
  }),
];
