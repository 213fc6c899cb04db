import type { Product } from "../schema.ts";
import { shelf } from "./product.ts";

const light = shelf("lighting");

/** Lights on walls, floors and tables, and outside. */
export const otherLights: readonly Product[] = [
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
  light("light-wall-outdoor", "Outdoor wall light", "IP54, up and down", {
    euros: 55,
    size: [10, 11, 20],
    materials: ["aluminium"],
    rooms: ["balcony", "garage"],
  }),
  light("light-floor-arc", "Arc floor light", "Marble foot, 200 cm high", {
    euros: 259,
    size: [110, 35, 200],
    materials: ["marble", "brass"],
    styles: ["mid-century", "modern", "art-deco"],
    rooms: ["living_room"],
  }),
  light("light-floor-tripod", "Floor light on three legs", "Oak and linen, 150 cm high", {
    euros: 139,
    size: [50, 50, 150],
    materials: ["oak", "linen"],
    styles: ["scandinavian", "japandi", "mid-century", "coastal"],
    rooms: ["living_room", "bedroom", "home_office"],
  }),
  light("light-floor-reading-black", "Floor light for reading", "Black steel, swivel, 140 cm high", {
    euros: 99,
    size: [28, 28, 140],
    materials: ["black steel"],
    rooms: ["living_room", "bedroom", "home_office"],
  }),
  light("light-table-ceramic", "Table light with ceramic foot", "45 cm high", {
    euros: 69,
    size: [28, 28, 45],
    materials: ["ceramic", "linen"],
    rooms: ["living_room", "bedroom", "home_office"],
  }),
  light("light-desk-swivel", "Desk light with swivel arm", "LED, dimmable, clamps to the desk", {
    euros: 79,
    size: [18, 60, 50],
    materials: ["aluminium"],
    rooms: ["home_office", "children_room"],
  }),
  light("light-wall-brass", "Wall light in brass", "Two arms, linen shades", {
    euros: 119,
    size: [30, 18, 28],
    materials: ["brass", "linen"],
    styles: ["traditional", "art-deco", "mid-century"],
    rooms: ["living_room", "bedroom", "hallway", "dining_room"],
  }),
  light("light-wall-bedside", "Wall light for reading in bed", "LED, with switch and USB", {
    euros: 59,
    size: [8, 12, 14],
    materials: ["aluminium"],
    rooms: ["bedroom", "children_room"],
  }),
  light("light-mirror-globe", "Mirror light with two globes", "Brass, IP44, opal glass", {
    euros: 119,
    size: [40, 12, 14],
    materials: ["brass", "glass"],
    styles: ["art-deco", "mid-century", "traditional"],
    rooms: ["bathroom"],
  }),
  light("light-mirror-black", "Mirror light in matt black", "60 cm, IP44, 3,000 K", {
    euros: 89,
    size: [60, 8, 5],
    materials: ["aluminium"],
    styles: ["industrial", "modern", "minimalist", "japandi"],
    rooms: ["bathroom"],
  }),
  light("light-outdoor-string", "Outdoor string of lights", "10 m, 20 bulbs, IP65", {
    euros: 49,
    materials: ["polycarbonate"],
    rooms: ["balcony"],
  }),
  light("light-outdoor-lantern", "Outdoor wall lantern", "Black iron and glass, IP44", {
    euros: 79,
    size: [18, 20, 35],
    materials: ["wrought iron", "glass"],
    styles: ["rustic", "traditional", "mediterranean", "coastal"],
    rooms: ["balcony", "garage"],
  }),
  light("light-stairs-set", "Set of six step lights", "LED, recessed, with sensor", {
    euros: 129,
    unit: "set",
    materials: ["aluminium"],
    rooms: ["hallway"],
  }),
];
