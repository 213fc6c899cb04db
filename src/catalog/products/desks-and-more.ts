import type { Product } from "../schema.ts";
import { shelf } from "./product.ts";

const furniture = shelf("furniture");

/** Desks, mirrors, the balcony and the workshop. */
export const desksAndMore: readonly Product[] = [
  furniture("desk-height-adjustable", "Height adjustable desk", "140 × 70 cm, 70 to 120 cm high", {
    euros: 449,
    size: [140, 70, 120],
    materials: ["laminate", "steel"],
    rooms: ["home_office", "children_room", "bedroom"],
  }),
  furniture("desk-child-adjustable", "Desk for school children", "110 × 65 cm, height and tilt adjustable", {
    euros: 229,
    size: [110, 65, 76],
    materials: ["melamine", "steel"],
    rooms: ["children_room"],
  }),
  furniture("desk-basic-120", "Desk in white", "120 × 60 cm, cable tray", {
    euros: 129,
    size: [120, 60, 74],
    materials: ["melamine", "steel"],
    rooms: ["home_office", "children_room", "bedroom", "attic"],
  }),
  furniture("desk-oak-drawers", "Desk in oak with drawers", "130 × 65 cm", {
    euros: 449,
    size: [130, 65, 75],
    materials: ["oak"],
    styles: ["scandinavian", "japandi", "rustic", "coastal"],
    rooms: ["home_office", "bedroom"],
  }),
  furniture("desk-walnut", "Desk in walnut", "140 × 65 cm, slim legs", {
    euros: 549,
    size: [140, 65, 75],
    materials: ["walnut"],
    styles: ["mid-century", "art-deco", "japandi"],
    rooms: ["home_office"],
  }),
  furniture("desk-planks-trestles", "Desk of planks on trestles", "150 × 70 cm", {
    euros: 329,
    size: [150, 70, 75],
    materials: ["reclaimed wood", "black steel"],
    styles: ["industrial", "bohemian", "rustic"],
    rooms: ["home_office"],
  }),
  furniture("desk-secretary", "Secretary desk with flap", "90 cm wide, pigeon holes", {
    euros: 690,
    size: [90, 45, 110],
    materials: ["mahogany"],
    styles: ["traditional", "mediterranean"],
    rooms: ["home_office", "living_room", "bedroom"],
  }),
  furniture("mirror-round-80", "Round wall mirror", "80 cm, slim frame", {
    euros: 99,
    size: [80, 3, 80],
    materials: ["glass", "steel"],
    rooms: ["hallway", "bedroom", "living_room", "bathroom"],
  }),
  furniture("mirror-full-length", "Full-length mirror", "60 × 180 cm, leans or hangs", {
    euros: 129,
    size: [60, 4, 180],
    materials: ["glass", "oak"],
    rooms: ["hallway", "bedroom"],
  }),
  furniture("outdoor-table-balcony", "Folding table for the balcony", "60 × 60 cm, acacia", {
    euros: 69,
    size: [60, 60, 72],
    materials: ["acacia"],
    rooms: ["balcony"],
  }),
  furniture("balcony-chair-folding", "Folding chair for the balcony", "Acacia, weather proof", {
    euros: 45,
    size: [46, 55, 88],
    materials: ["acacia"],
    rooms: ["balcony"],
  }),
  furniture("balcony-lounge-set", "Balcony lounge set", "Two-seat sofa, two armchairs, table, weather proof rope", {
    euros: 699,
    unit: "set",
    size: [200, 150, 72],
    materials: ["aluminium", "rope"],
    rooms: ["balcony"],
  }),
  furniture("balcony-planter", "Raised planter for the balcony", "100 × 40 cm, larch", {
    euros: 119,
    size: [100, 40, 80],
    materials: ["larch"],
    rooms: ["balcony"],
  }),
  furniture("workbench-150", "Workbench", "150 cm, drawers, carries 300 kg", {
    euros: 299,
    size: [150, 65, 85],
    materials: ["steel", "beech"],
    rooms: ["garage", "basement"],
  }),
];
