import type { Rate, Trade, WorkUnit } from "./schema.ts";

export const source =
  "Planning figures of this project for the euro area, from general market knowledge; VAT included. Not a survey and no quotation.";
export const year = 2026;

/** Per unit: labour and working material in euro cents, and how many units one person gets done in a day. */
const rate = (
  slug: string,
  trade: Trade,
  name: string,
  per: { unit: WorkUnit; labour: number; material: number; perDay: number },
): Rate => ({
  slug,
  trade,
  name,
  unit: per.unit,
  labourMinor: per.labour * 100,
  materialMinor: per.material * 100,
  unitsPerDay: per.perDay,
});

/** The price table. Materials are what the trade brings along; tiles, floors and fittings are products of the catalogue. */
export const rates: readonly Rate[] = [
  rate("strip-room", "demolition", "Strip out a room", { unit: "m2", labour: 28, material: 6, perDay: 14 }),
  rate("remove-tiles", "demolition", "Remove tiles", { unit: "m2", labour: 24, material: 4, perDay: 12 }),
  rate("remove-floor", "demolition", "Remove a floor covering", { unit: "m2", labour: 11, material: 3, perDay: 30 }),
  rate("remove-wall", "demolition", "Take down a light wall", { unit: "m2", labour: 45, material: 15, perDay: 8 }),
  rate("remove-kitchen", "demolition", "Take out a kitchen", { unit: "piece", labour: 380, material: 120, perDay: 1 }),
  rate("remove-bathroom", "demolition", "Take out a bathroom", {
    unit: "piece",
    labour: 650,
    material: 180,
    perDay: 1,
  }),
  rate("build-wall", "masonry", "Build a partition wall", { unit: "m2", labour: 55, material: 30, perDay: 8 }),
  rate("new-opening", "masonry", "Open a wall for a door", { unit: "piece", labour: 850, material: 350, perDay: 0.5 }),
  rate("rewire-room", "electrical", "Rewire a room", { unit: "m2", labour: 48, material: 22, perDay: 12 }),
  rate("electrical-point", "electrical", "Set a socket or switch", {
    unit: "piece",
    labour: 62,
    material: 23,
    perDay: 8,
  }),
  rate("fit-light", "electrical", "Fit a light", { unit: "piece", labour: 45, material: 5, perDay: 10 }),
  rate("cooker-circuit", "electrical", "Lay a circuit for a cooker", {
    unit: "piece",
    labour: 320,
    material: 110,
    perDay: 2,
  }),
  rate("consumer-unit", "electrical", "Replace the consumer unit", {
    unit: "piece",
    labour: 780,
    material: 620,
    perDay: 1,
  }),
  rate("water-point", "plumbing", "Lay water and waste to a point", {
    unit: "piece",
    labour: 290,
    material: 110,
    perDay: 2,
  }),
  rate("fit-sanitaryware", "plumbing", "Fit a sanitary object", {
    unit: "piece",
    labour: 210,
    material: 45,
    perDay: 3,
  }),
  rate("fit-tap", "plumbing", "Fit a tap", { unit: "piece", labour: 75, material: 12, perDay: 6 }),
  rate("connect-appliance", "plumbing", "Connect an appliance", { unit: "piece", labour: 80, material: 20, perDay: 6 }),
  rate("fit-radiator", "heating", "Replace a radiator", { unit: "piece", labour: 260, material: 280, perDay: 2 }),
  rate("underfloor-heating", "heating", "Lay underfloor heating", { unit: "m2", labour: 42, material: 38, perDay: 15 }),
  rate("line-wall", "drywall", "Line walls with plasterboard", { unit: "m2", labour: 34, material: 16, perDay: 14 }),
  rate("lower-ceiling", "drywall", "Hang a ceiling", { unit: "m2", labour: 46, material: 22, perDay: 10 }),
  rate("insulate", "drywall", "Insulate roof or wall inside", { unit: "m2", labour: 32, material: 28, perDay: 15 }),
  rate("plaster-wall", "plastering", "Plaster walls", { unit: "m2", labour: 24, material: 7, perDay: 18 }),
  rate("level-floor", "plastering", "Level the floor", { unit: "m2", labour: 14, material: 11, perDay: 30 }),
  rate("waterproof", "tiling", "Seal wet areas", { unit: "m2", labour: 20, material: 16, perDay: 18 }),
  rate("lay-floor-tiles", "tiling", "Lay floor tiles", { unit: "m2", labour: 55, material: 14, perDay: 8 }),
  rate("lay-wall-tiles", "tiling", "Lay wall tiles", { unit: "m2", labour: 60, material: 14, perDay: 7 }),
  rate("lay-wood-floor", "flooring", "Lay a wooden floor", { unit: "m2", labour: 35, material: 9, perDay: 16 }),
  rate("lay-soft-floor", "flooring", "Lay vinyl, cork or carpet", { unit: "m2", labour: 18, material: 6, perDay: 28 }),
  rate("sand-floor", "flooring", "Sand and oil a wooden floor", { unit: "m2", labour: 28, material: 8, perDay: 20 }),
  rate("fit-skirting", "flooring", "Fit skirting boards", { unit: "m", labour: 8, material: 6, perDay: 40 }),
  rate("fit-door", "carpentry", "Fit an inner door", { unit: "piece", labour: 170, material: 30, perDay: 3 }),
  rate("fit-window", "carpentry", "Replace a window, window included", {
    unit: "piece",
    labour: 320,
    material: 680,
    perDay: 2,
  }),
  rate("fit-built-in", "carpentry", "Fit a built-in cupboard", { unit: "piece", labour: 240, material: 40, perDay: 2 }),
  rate("assemble-furniture", "carpentry", "Assemble furniture", { unit: "piece", labour: 65, material: 5, perDay: 6 }),
  rate("deck-balcony", "carpentry", "Deck a balcony", { unit: "m2", labour: 45, material: 20, perDay: 10 }),
  rate("paint-walls", "painting", "Paint walls and ceiling, by floor area", {
    unit: "m2",
    labour: 26,
    material: 6,
    perDay: 14,
  }),
  rate("paint-door", "painting", "Paint a door with its frame", {
    unit: "piece",
    labour: 110,
    material: 20,
    perDay: 3,
  }),
  rate("wallpaper", "painting", "Hang wallpaper", { unit: "m2", labour: 18, material: 6, perDay: 20 }),
  rate("fit-kitchen", "kitchen_fitting", "Fit a kitchen", { unit: "piece", labour: 1_450, material: 150, perDay: 0.5 }),
  rate("fit-worktop", "kitchen_fitting", "Cut and fit a worktop", { unit: "m", labour: 85, material: 15, perDay: 6 }),
  rate("fit-splashback", "kitchen_fitting", "Fit a splashback", { unit: "m", labour: 60, material: 20, perDay: 8 }),
  rate("final-clean", "cleaning", "Clean after the work", { unit: "room", labour: 120, material: 15, perDay: 3 }),
];
