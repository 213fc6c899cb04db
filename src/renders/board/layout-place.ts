import {
  depthFrom,
  type Floor,
  fromWall,
  isInside,
  lengthOfWall,
  overlap,
  type Rect,
  rounded,
  turned,
  type Wall,
  walls,
} from "./layout-geometry.ts";
import type { Cluster, Piece } from "./layout-clusters.ts";

type Placed = {
  piece: Piece;
  rect: Rect;
  /** The wall its back is turned to. */
  back: Wall;
};

/** What the room already holds. */
export type Occupied = {
  floor: Floor;
  placed: Placed[];
  /** Floor that stays free: door swings and what lies in front of furniture. */
  free: Rect[];
  /** Strips in front of windows that only low things may stand in. */
  low: Rect[];
};

/** Where a cluster would like to stand: smaller is better; walls that are left out are the last resort. */
export type Wish = {
  walls: readonly Wall[];
  /** Penalty in centimetres for a place along a wall, by the cluster's middle. */
  along: (wall: Wall, middleCm: number) => number;
  /** A place with a larger penalty along its wall is no place. */
  most?: number;
  /** Whether it may stand away from walls, and then how far its middle is from where it should be. */
  free?: (x: number, y: number) => number;
};

/** The highest thing that may stand under a window. */
const sillCm = 95;

/** Positions tried along a wall at most; more do not make a plan better. */
const maxSteps = 60;

type Candidate = { wall: Wall; x: number; y: number };

/** Puts the cluster where it is liked best and marks its floor as taken; false when it fits nowhere. */
export function place(variants: readonly Cluster[], wish: Wish, room: Occupied): boolean {
  for (const cluster of variants) {
    const best = bestOf(cluster, wish, room);
    if (!best) continue;
    for (const { piece, rect, quarters } of cluster.parts)
      room.placed.push({ piece, rect: shifted(rect, best, room.floor), back: turned(best.wall, quarters) });
    room.free.push(...cluster.free.map((rect) => shifted(rect, best, room.floor)));
    return true;
  }
  return false;
}

function bestOf(cluster: Cluster, wish: Wish, room: Occupied): Candidate | undefined {
  let best: Candidate | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const candidate of candidates(cluster, wish, room.floor)) {
    const penalty = penaltyOf(candidate, cluster, wish, room.floor);
    if (penalty < least && fits(cluster, candidate, room)) {
      best = candidate;
      least = penalty;
    }
  }
  return best;
}

function* candidates(cluster: Cluster, wish: Wish, floor: Floor): Generator<Candidate> {
  for (const wall of walls) {
    const play = lengthOfWall(wall, floor) - cluster.width;
    const depthPlay = depthFrom(wall, floor) - cluster.depth;
    if (play < 0 || depthPlay < 0) continue;
    const rows = wish.free ? steps(depthPlay) : [0];
    for (const y of rows) for (const x of steps(play)) yield { wall, x, y };
  }
}

/** Both ends, the middle and what lies between, at least five centimetres apart. */
function steps(play: number): number[] {
  const count = Math.min(maxSteps, Math.max(1, Math.floor(play / 5)));
  const even = Array.from({ length: count + 1 }, (_, index) => (index * play) / count);
  return [...even, play / 2];
}

function penaltyOf({ wall, x, y }: Candidate, cluster: Cluster, wish: Wish, floor: Floor): number {
  if (wish.free) {
    const rect = fromWall(wall, { x, y, width: cluster.width, depth: cluster.depth }, floor);
    const preferred = wish.walls.indexOf(wall) === 0 ? 0 : 5;
    return wish.free(rect.x + rect.width / 2, rect.y + rect.depth / 2) + preferred;
  }
  const rank = wish.walls.indexOf(wall);
  const along = wish.along(wall, x + cluster.width / 2);
  return along > (wish.most ?? Number.POSITIVE_INFINITY)
    ? Number.POSITIVE_INFINITY
    : (rank < 0 ? walls.length : rank) * 20_000 + along;
}

/** Rounded as it will be drawn, so that what fits here also fits there. */
const shifted = (rect: Rect, { wall, x, y }: Candidate, floor: Floor) =>
  rounded(fromWall(wall, { ...rect, x: rect.x + x, y: rect.y + y }, floor));

function fits(cluster: Cluster, candidate: Candidate, { floor, placed, free, low }: Occupied): boolean {
  const needed = cluster.free.map((rect) => shifted(rect, candidate, floor));
  if (needed.some((rect) => !isInside(rect, floor) || placed.some((other) => overlap(rect, other.rect)))) return false;
  return cluster.parts.every(({ piece, rect }) => {
    const footprint = shifted(rect, candidate, floor);
    return (
      isInside(footprint, floor) &&
      !placed.some((other) => overlap(footprint, other.rect)) &&
      !free.some((other) => overlap(footprint, other)) &&
      !(piece.heightCm > sillCm && low.some((strip) => overlap(footprint, strip)))
    );
  });
}
