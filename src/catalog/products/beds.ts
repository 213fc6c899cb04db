import type { Product } from "../schema.ts";
import { shelf } from "./product.ts";

const furniture = shelf("furniture");

/** Beds and what stands around them. */
export const beds: readonly Product[] = [
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
  furniture("bed-basic-140", "Bed in white", "140 × 200 cm, slatted base", {
    euros: 249,
    size: [147, 207, 85],
    materials: ["melamine"],
    rooms: ["bedroom", "attic"],
  }),
  furniture("bed-box-spring-180", "Box spring bed", "180 × 200 cm, with mattress and topper", {
    euros: 1_290,
    size: [184, 215, 115],
    materials: ["polyester"],
    rooms: ["bedroom"],
  }),
  furniture("bed-platform-low", "Low platform bed", "160 × 200 cm, walnut, no headboard", {
    euros: 690,
    size: [180, 215, 30],
    materials: ["walnut"],
    styles: ["japandi", "minimalist", "mid-century"],
    rooms: ["bedroom"],
  }),
  furniture("bed-steel-frame", "Bed with steel frame", "160 × 200 cm, black", {
    euros: 329,
    size: [168, 208, 100],
    materials: ["black steel"],
    styles: ["industrial", "modern"],
    rooms: ["bedroom"],
  }),
  furniture("bed-wrought-iron", "Bed in wrought iron", "160 × 200 cm, curved ends", {
    euros: 449,
    size: [168, 210, 115],
    materials: ["wrought iron"],
    styles: ["rustic", "mediterranean", "traditional"],
    rooms: ["bedroom"],
  }),
  furniture("bed-solid-pine", "Bed in solid pine", "180 × 200 cm, high head", {
    euros: 429,
    size: [190, 212, 95],
    materials: ["pine"],
    styles: ["rustic", "coastal", "scandinavian"],
    rooms: ["bedroom"],
  }),
  furniture("bed-cane-headboard", "Bed with cane headboard", "160 × 200 cm, teak", {
    euros: 690,
    size: [170, 210, 110],
    materials: ["cane", "teak"],
    styles: ["bohemian", "coastal", "mid-century", "mediterranean"],
    rooms: ["bedroom"],
  }),
  furniture("bed-upholstered-storage", "Upholstered bed with storage", "160 × 200 cm, lifts up", {
    euros: 749,
    size: [172, 215, 105],
    materials: ["polyester"],
    styles: ["modern", "minimalist", "traditional"],
    rooms: ["bedroom"],
  }),
  furniture("bedside-table-basic", "Bedside table with drawer", "45 cm, white", {
    euros: 59,
    size: [45, 40, 50],
    materials: ["melamine"],
    rooms: ["bedroom", "children_room"],
  }),
  furniture("bedside-table-oak", "Bedside table in oak", "40 cm, one drawer, one shelf", {
    euros: 149,
    size: [40, 38, 50],
    materials: ["oak"],
    styles: ["scandinavian", "japandi", "rustic", "coastal", "mid-century"],
    rooms: ["bedroom"],
  }),
  furniture("dressing-table-brass", "Dressing table with mirror", "Brass frame, 100 cm", {
    euros: 349,
    size: [100, 45, 140],
    materials: ["brass", "glass"],
    styles: ["art-deco", "traditional"],
    rooms: ["bedroom"],
  }),
  furniture("bed-child-growing", "Child's bed that grows", "70 to 80 cm wide, 140 to 200 cm long, beech", {
    euros: 279,
    size: [87, 147, 68],
    materials: ["beech"],
    rooms: ["children_room"],
  }),
  furniture("bed-child-bunk", "Bunk bed for children", "Child's bed for two, 90 × 200 cm, beech", {
    euros: 549,
    size: [98, 208, 165],
    materials: ["beech"],
    rooms: ["children_room"],
  }),
  furniture("bed-child-loft", "Loft bed with desk below", "Child's bed, 90 × 200 cm, white and pine", {
    euros: 649,
    size: [98, 208, 180],
    materials: ["pine"],
    rooms: ["children_room"],
  }),
  furniture("cot-convertible", "Cot with bars", "For a small child, 70 × 140 cm, three heights", {
    euros: 199,
    size: [76, 144, 85],
    materials: ["beech"],
    rooms: ["children_room"],
  }),
  furniture("changing-table", "Changing table with drawers", "90 cm wide, removable top", {
    euros: 259,
    size: [90, 70, 98],
    materials: ["melamine"],
    rooms: ["children_room", "bathroom"],
  }),
];
