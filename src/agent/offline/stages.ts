import type { ItemCategory } from "../../checklist/schema.ts";
import type { Trade } from "../../prices/schema.ts";

/** The order in which one builds. Work of one stage starts in a room when the stages before it are done there. */
export const stages: readonly { name: string; rates: string }[] = [
  { name: "takeout", rates: "strip-room remove-tiles remove-floor remove-wall remove-kitchen remove-bathroom" },
  { name: "shell", rates: "build-wall new-opening fit-window" },
  { name: "lines", rates: "rewire-room electrical-point cooker-circuit consumer-unit water-point underfloor-heating" },
  { name: "lining", rates: "insulate line-wall lower-ceiling" },
  { name: "plaster", rates: "plaster-wall level-floor" },
  { name: "seal", rates: "waterproof" },
  { name: "tiling", rates: "lay-wall-tiles lay-floor-tiles" },
  { name: "paint", rates: "paint-walls wallpaper" },
  { name: "floor", rates: "lay-wood-floor lay-soft-floor sand-floor deck-balcony" },
  { name: "fitting", rates: "fit-skirting fit-door paint-door fit-kitchen fit-built-in fit-radiator" },
  { name: "finish", rates: "fit-worktop fit-splashback" },
  { name: "connect", rates: "fit-sanitaryware fit-tap connect-appliance fit-light assemble-furniture" },
  { name: "clean", rates: "final-clean" },
];

/** Where work goes that the price list does not know, by what it is about. */
export const placeOfCategory: Record<ItemCategory, { stage: string; trade: Trade }> = {
  demolition: { stage: "takeout", trade: "demolition" },
  electrical: { stage: "lines", trade: "electrical" },
  plumbing: { stage: "lines", trade: "plumbing" },
  heating: { stage: "lines", trade: "heating" },
  walls: { stage: "plaster", trade: "plastering" },
  windows: { stage: "shell", trade: "carpentry" },
  cabinets: { stage: "fitting", trade: "kitchen_fitting" },
  worktops: { stage: "finish", trade: "kitchen_fitting" },
  appliances: { stage: "connect", trade: "plumbing" },
  sanitaryware: { stage: "connect", trade: "plumbing" },
  taps: { stage: "connect", trade: "plumbing" },
  tiles: { stage: "tiling", trade: "tiling" },
  flooring: { stage: "floor", trade: "flooring" },
  paint: { stage: "paint", trade: "painting" },
  lighting: { stage: "connect", trade: "electrical" },
  furniture: { stage: "connect", trade: "carpentry" },
  storage: { stage: "fitting", trade: "carpentry" },
  textiles: { stage: "connect", trade: "carpentry" },
  doors: { stage: "fitting", trade: "carpentry" },
  other: { stage: "fitting", trade: "carpentry" },
};
