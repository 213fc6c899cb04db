import type { Product } from "../schema.ts";
import { shelf } from "./product.ts";

const paint = shelf("paint");

/** Paint, plaster and other coverings of walls. */
export const paints: readonly Product[] = [
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
  paint("paint-white-basic", "Basic wall paint in white", "Matt, one litre covers 6 m² once", {
    euros: 4.5,
    unit: "litre",
    materials: ["paint"],
  }),
  paint(
    "paint-warm-white-natural",
    "Natural paint in warm white",
    "Mineral, without solvents, one litre covers 7 m² once",
    {
      euros: 10.9,
      unit: "litre",
      materials: ["paint"],
      styles: ["scandinavian", "japandi", "minimalist", "coastal", "mediterranean"],
    },
  ),
  paint("paint-fjord-blue", "Wall paint in fjord blue", "Matt, washable, one litre covers 7 m² once", {
    euros: 14.9,
    unit: "litre",
    materials: ["paint"],
    styles: ["scandinavian", "coastal"],
  }),
  paint("paint-navy", "Wall paint in navy", "Matt, deep, one litre covers 6 m² once", {
    euros: 16.9,
    unit: "litre",
    materials: ["paint"],
    styles: ["coastal", "art-deco", "traditional"],
  }),
  paint("paint-emerald", "Wall paint in emerald", "Matt, deep, one litre covers 6 m² once", {
    euros: 18.9,
    unit: "litre",
    materials: ["paint"],
    styles: ["art-deco", "traditional", "bohemian"],
  }),
  paint("paint-burgundy", "Wall paint in burgundy", "Matt, deep, one litre covers 6 m² once", {
    euros: 18.9,
    unit: "litre",
    materials: ["paint"],
    styles: ["traditional", "art-deco"],
  }),
  paint("paint-mustard", "Wall paint in mustard", "Matt, washable, one litre covers 7 m² once", {
    euros: 14.9,
    unit: "litre",
    materials: ["paint"],
    styles: ["mid-century", "bohemian"],
  }),
  paint("paint-terracotta", "Wall paint in terracotta", "Matt, mineral, one litre covers 7 m² once", {
    euros: 15.9,
    unit: "litre",
    materials: ["paint"],
    styles: ["mediterranean", "bohemian", "rustic", "mid-century"],
  }),
  paint("paint-sand", "Wall paint in sand", "Matt, washable, one litre covers 7 m² once", {
    euros: 12.9,
    unit: "litre",
    materials: ["paint"],
    styles: ["japandi", "mediterranean", "coastal", "minimalist"],
  }),
  paint("paint-graphite", "Wall paint in graphite", "Matt, deep, one litre covers 6 m² once", {
    euros: 15.9,
    unit: "litre",
    materials: ["paint"],
    styles: ["industrial", "modern", "minimalist"],
  }),
  paint("paint-blackboard", "Blackboard paint", "Writable, one litre covers 5 m² once", {
    euros: 22.9,
    unit: "litre",
    materials: ["paint"],
    rooms: ["kitchen", "children_room", "home_office", "hallway"],
  }),
  paint("paint-wood-white", "Paint for wood and radiators in white", "Satin, one litre covers 10 m² once", {
    euros: 21.9,
    unit: "litre",
    materials: ["paint"],
  }),
  paint("paint-lime-wash", "Lime wash", "Cloudy surface, six earth tones, 1 m² per unit", {
    euros: 9.9,
    unit: "m2",
    materials: ["lime plaster"],
    styles: ["mediterranean", "rustic", "bohemian", "japandi"],
    rooms: ["living_room", "dining_room", "bedroom", "hallway", "kitchen"],
  }),
  paint("paint-brick-slips", "Brick slips for walls", "Real clay, 1.5 cm, with joints, 1 m² per unit", {
    euros: 49.9,
    unit: "m2",
    size: [21, 1.5, 5],
    materials: ["exposed brick"],
    styles: ["industrial", "rustic"],
    rooms: ["living_room", "kitchen", "dining_room", "home_office", "hallway"],
  }),
  paint("paint-panelling-set", "Wall panelling, primed", "Half height, MDF with rail, 1 m² per unit", {
    euros: 34.9,
    unit: "m2",
    size: [100, 1.2, 100],
    materials: ["painted panelling", "panelled fronts"],
    styles: ["traditional", "coastal", "art-deco"],
    rooms: ["living_room", "dining_room", "bedroom", "hallway", "children_room"],
  }),
  paint("paint-concrete-effect", "Wall paint in concrete look", "Two coats with trowel, 1 m² per unit", {
    euros: 13.9,
    unit: "m2",
    materials: ["concrete", "microcement"],
    styles: ["industrial", "modern", "minimalist"],
    rooms: ["living_room", "kitchen", "bedroom", "home_office", "hallway"],
  }),
  paint(
    "paint-basement-renovation",
    "Renovation paint for damp cellars",
    "Breathes, white, one litre covers 5 m² once",
    { euros: 9.9, unit: "litre", materials: ["paint"], rooms: ["basement", "garage", "laundry"] },
  ),
];
