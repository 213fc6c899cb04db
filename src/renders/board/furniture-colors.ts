import { darker, lighter, mix, outlineOf, type Roles } from "./colors.ts";
import { finishOf } from "./finishes.ts";
import type { BoardPick } from "./input.ts";
import type { Footprint } from "./layout.ts";
import type { FurnitureKind } from "./layout-kinds.ts";

/** Colours of one piece of furniture. */
export type FurnitureColors = {
  /** Its largest part: fabric, front or wood. */
  body: string;
  /** Cushions, bed linen, basin: what is lighter than the body. */
  soft: string;
  /** Worktop or table top. */
  top: string;
  accent: string;
  metal: string;
  line: string;
};

const wooden = new Set<FurnitureKind>([
  "table",
  "chair",
  "coffee_table",
  "nightstand",
  "desk",
  "shelf",
  "sideboard",
  "media_unit",
  "bench",
  "coat_rack",
  "workbench",
  "bed",
  "single_bed",
]);
const fabric = new Set<FurnitureKind>(["sofa", "armchair", "office_chair"]);
const white = new Set<FurnitureKind>(["bath", "freestanding_bath", "shower", "toilet", "washing_machine", "dryer"]);

/** The style's wood: that of its materials, else oak. */
export function woodOf(materials: readonly string[], roles: Roles): string {
  const finishes = materials.map((material) => finishOf(material, roles));
  return finishes.find((finish) => finish?.pattern === "wood")?.color ?? "#cdab7c";
}

/** Colours by what the pick is made of; typical furniture takes the palette's. */
export function colorsOf(
  { kind, pick }: Pick<Footprint, "kind" | "pick">,
  picks: readonly BoardPick[],
  worktop: string | undefined,
  wood: string,
  roles: Roles,
): FurnitureColors {
  const product = pick === null ? undefined : picks[pick];
  const made = product && (finishOf(product.name, roles) ?? finishOf(product.materials.join(" "), roles));
  const body = made && !white.has(kind) && made.pattern !== "glass" ? made.color : usual(kind, wood, roles);
  return {
    body,
    soft: lighter(body, 0.45),
    top: kind === "kitchen" || kind === "island" ? (worktop ?? lighter(wood, 0.15)) : body,
    accent: roles.accent,
    metal: mix(roles.dark, "#5c6164", 0.4),
    line: outlineOf(body),
  };
}

function usual(kind: FurnitureKind, wood: string, roles: Roles): string {
  if (white.has(kind)) return "#f4f3ef";
  if (fabric.has(kind)) return roles.fabric;
  if (wooden.has(kind)) return wood;
  if (kind === "basin") return wood;
  if (kind === "plant") return mix("#5f7f56", roles.dark, 0.1);
  if (kind === "car") return lighter(roles.accent, 0.35);
  if (kind === "floor_lamp") return darker(roles.wall, 0.08);
  return roles.front;
}
