import type { RoomType } from "../../rooms/schema.ts";
import { lighter, mix, neutralPalette, type Roles, rolesOf } from "./colors.ts";
import { type Finish, finishOf, laid, paintColorOf } from "./finishes.ts";
import { colorsOf, type FurnitureColors, woodOf } from "./furniture-colors.ts";
import type { BoardInput, BoardPick } from "./input.ts";
import { type Footprint, type Layout, layOut } from "./layout.ts";

/** What every part of the board draws from: the furnished room and its colours. */
export type Scene = {
  input: BoardInput;
  layout: Layout;
  palette: readonly { name: string; hex: string }[];
  roles: Roles;
  floor: Finish;
  /** The wall that carries the accent colour, and the others. */
  wallColor: string;
  /** Tiles on walls, where some were picked or the room usually has them. */
  wallTiles: Finish | null;
  wood: string;
  colorsOf: (footprint: Footprint) => FurnitureColors;
};

export function sceneOf(input: BoardInput): Scene {
  const palette = input.style?.palette.length ? input.style.palette : neutralPalette;
  const roles = rolesOf(palette);
  const wood = woodOf(input.style?.materials ?? [], roles);
  const worktop = input.picks.find(({ category }) => category === "worktops");
  const worktopColor = worktop && finishOf(worktop.name, roles)?.color;
  return {
    input,
    layout: layOut(input.room, input.picks),
    palette,
    roles,
    floor: floorOf(input, roles, wood),
    wallColor: wallColorOf(input.picks, roles),
    wallTiles: wallTilesOf(input, roles),
    wood,
    colorsOf: (footprint) => colorsOf(footprint, input.picks, worktopColor, wood, roles),
  };
}

const onWalls = /wall|metro|zellige|splash|mosaic/i;

/** The picked floor, else tiles that are not for walls, else what such a room usually has. */
function floorOf({ picks, room }: BoardInput, roles: Roles, wood: string): Finish {
  const product =
    picks.find(({ category }) => category === "flooring") ??
    picks.find(({ category, name }) => category === "tiles" && !onWalls.test(name));
  const finish = product && finishOf(`${product.name} ${product.materials.join(" ")}`, roles);
  return finish ? laid(finish) : usualFloor(room.type, roles, wood);
}

const tiled = new Set<RoomType>(["bathroom", "laundry"]);
const bare = new Set<RoomType>(["garage", "basement"]);

function usualFloor(type: RoomType, roles: Roles, wood: string): Finish {
  if (tiled.has(type)) return { pattern: "tiles", color: mix(roles.wall, roles.front, 0.55) };
  if (bare.has(type)) return { pattern: "concrete", color: "#c2c0bb" };
  return { pattern: "planks", color: lighter(wood, 0.15) };
}

/** The picked paint's colour where its name says one, else the palette's lightest. */
function wallColorOf(picks: readonly BoardPick[], roles: Roles): string {
  const paint = picks.find(({ category, name }) => category === "paint" && paintColorOf(name));
  return (paint && paintColorOf(paint.name)) ?? roles.wall;
}

function wallTilesOf({ picks, room }: BoardInput, roles: Roles): Finish | null {
  const product = picks.find(({ category, name }) => category === "tiles" && onWalls.test(name));
  if (product) return finishOf(product.name, roles) ?? null;
  if (room.type === "bathroom") return { pattern: "tiles", color: lighter(roles.wall, 0.4) };
  return room.type === "kitchen" ? { pattern: "metro", color: lighter(roles.wall, 0.35) } : null;
}
