import {
  depthFrom,
  type Floor,
  fromWall,
  isInside,
  lengthOfWall,
  overlap,
  type Rect,
  type Wall,
} from "./layout-geometry.ts";
import type { ModuleKind } from "./layout-kinds.ts";
import type { Needs } from "./layout-needs.ts";
import type { Opening } from "./layout-openings.ts";
import type { Occupied } from "./layout-place.ts";

/** An appliance or sink in a run, from the run's left end as one sees it with its wall on top. */
export type KitchenModule = { kind: ModuleKind; name: string; pick: number | null; fromCm: number; widthCm: number };

export type KitchenRun = { rect: Rect; back: Wall; modules: KitchenModule[] };

const runDepthCm = 62;
const unitCm = 60;
const aisleWidthsCm = [100, 80];

/**
 * Lays a kitchen out along the walls, around corners where one wall is too short, and says how many centimetres of
 * it found no place. Each segment keeps an aisle free in front.
 */
export function placeKitchen(
  needs: Needs,
  windows: readonly Opening[],
  room: Occupied,
): { runs: KitchenRun[]; leftCm: number } {
  if (!needs.kitchen) return { runs: [], leftCm: 0 };
  const segments: { back: Wall; rect: Rect; x: number; length: number }[] = [];
  const aisles = new Set<Rect>();
  let leftCm = needs.kitchen.lengthCm;
  for (const back of wallOrder(room.floor)) {
    if (leftCm < unitCm / 2) break;
    const stretch = freeStretch(back, Math.max(leftCm, unitCm), {
      ...room,
      free: room.free.filter((rect) => !aisles.has(rect)),
    });
    if (!stretch) continue;
    const rect = fromWall(back, { ...stretch.local, y: 0, depth: runDepthCm }, room.floor);
    segments.push({ back, rect, x: stretch.local.x, length: stretch.local.width });
    room.placed.push({ piece: pieceOf(needs, stretch.local.width), rect, back });
    // The next run may begin in the corner, where this one's aisle ends.
    aisles.add(stretch.aisle);
    room.free.push(stretch.aisle);
    leftCm -= stretch.local.width;
  }
  const runs = segments.map(({ back, rect }) => ({ back, rect, modules: [] as KitchenModule[] }));
  fill(runs, segments, windows, needs);
  return { runs, leftCm: Math.max(0, Math.round(leftCm)) };
}

const pieceOf = ({ kitchen }: Needs, widthCm: number) => ({
  kind: "kitchen" as const,
  name: kitchen?.name ?? "Kitchen units",
  pick: kitchen?.pick ?? null,
  widthCm,
  depthCm: runDepthCm,
  heightCm: kitchen?.heightCm ?? 220,
});

/** Along the window first; in a narrow room along a long wall. */
function wallOrder({ widthCm, lengthCm }: Floor): Wall[] {
  if (widthCm < 200 && lengthCm > widthCm) return ["left", "right"];
  if (lengthCm < 200) return ["top", "bottom"];
  return ["top", "left", "right"];
}

/** The longest free piece of a wall, at most as long as needed, with an aisle before it. */
function freeStretch(back: Wall, wanted: number, room: Occupied): { local: Rect; aisle: Rect } | undefined {
  const along = lengthOfWall(back, room.floor);
  for (const aisleCm of aisleWidthsCm) {
    if (depthFrom(back, room.floor) < runDepthCm + aisleCm) continue;
    const spans = freeSpans(back, along, aisleCm, room);
    const span = spans.toSorted((a, b) => b.to - b.from - (a.to - a.from))[0];
    if (!span || span.to - span.from < unitCm) continue;
    const width = Math.min(wanted, span.to - span.from);
    // A run that continues another starts at the corner it shares with the first, the top wall.
    const x = back === "left" ? span.to - width : span.from;
    const local = { x, y: 0, width, depth: runDepthCm };
    return { local, aisle: fromWall(back, { ...local, y: runDepthCm, depth: aisleCm }, room.floor) };
  }
  return undefined;
}

type Span = { from: number; to: number };

/** Where along the wall neither the run nor its aisle hits something, probed every two centimetres. */
function freeSpans(back: Wall, along: number, aisleCm: number, room: Occupied): Span[] {
  const step = Math.max(2, along / 800);
  const spans: Span[] = [];
  let open: Span | undefined;
  for (let x = 0; x < along - 0.01; x += step) {
    const width = Math.min(step, along - x);
    const strip = fromWall(back, { x, y: 0, width, depth: runDepthCm }, room.floor);
    const aisle = fromWall(back, { x, y: runDepthCm, width, depth: aisleCm }, room.floor);
    const clear =
      isInside(aisle, room.floor) &&
      !room.placed.some(({ rect }) => overlap(strip, rect)) &&
      !room.free.some((rect) => overlap(strip, rect)) &&
      // In a corner the aisle of one run meets the other run; only what stands in both is in the way.
      !room.placed.some(({ rect, piece }) => piece.kind !== "kitchen" && overlap(aisle, rect));
    if (clear && open) open.to = x + width;
    else {
      open = clear ? { from: x, to: x + width } : undefined;
      if (open) spans.push(open);
    }
  }
  return spans;
}

type Segment = { back: Wall; x: number; length: number };

const usualModules: readonly (readonly [ModuleKind, string])[] = [
  ["sink", "Sink"],
  ["fridge", "Fridge"],
  ["hob", "Hob"],
  ["dishwasher", "Dishwasher"],
];

/** Sink under the window, dishwasher beside it, fridge at the far end, hob away from the sink. */
function fill(runs: KitchenRun[], segments: readonly Segment[], windows: readonly Opening[], needs: Needs) {
  for (const [kind, name] of usualModules) {
    const picked = needs.modules.find((module) => module.kind === kind);
    const module = { kind, name: picked?.name ?? name, pick: picked?.pick ?? null };
    for (const { index, at } of wishes(kind, segments, windows)) {
      const segment = segments[index];
      const run = runs[index];
      if (!segment || !run) continue;
      // A fridge is tall: not before a window.
      const blocked = kind === "fridge" ? windowsOn(segment, windows) : [];
      const fromCm = nearest([...run.modules, ...blocked], segment.length, at);
      if (fromCm === undefined) continue;
      run.modules.push({ ...module, fromCm, widthCm: unitCm });
      break;
    }
  }
}

/** Where a module would like to begin, by segment, the best first. */
function wishes(
  kind: ModuleKind,
  segments: readonly Segment[],
  windows: readonly Opening[],
): { index: number; at: number }[] {
  const all = segments.map((segment, index) => ({ segment, index }));
  if (kind === "sink" || kind === "dishwasher") {
    const beside = kind === "dishwasher" ? unitCm : 0;
    return all.map(({ segment, index }) => {
      const window = windows.find(({ wall }) => wall === segment.back);
      const middle = window ? window.fromCm + window.widthCm / 2 - segment.x : segment.length * 0.4;
      return { index, at: middle - unitCm / 2 + beside };
    });
  }
  // Where the runs end, not in a corner between two of them.
  if (kind === "fridge") {
    const ends = segments.length > 2 ? all.toReversed() : all;
    return ends.map(({ segment, index }) => ({ index, at: segment.back === "left" ? 0 : segment.length }));
  }
  return all.toReversed().map(({ segment, index }) => ({
    index,
    at: segments.length > 1 ? segment.length / 2 - unitCm / 2 : segment.length * 0.08,
  }));
}

/** Where windows are along a segment. */
const windowsOn = ({ back, x }: Segment, windows: readonly Opening[]): Stretch[] =>
  windows.filter(({ wall }) => wall === back).map(({ fromCm, widthCm }) => ({ fromCm: fromCm - x, widthCm }));

type Stretch = { fromCm: number; widthCm: number };

/** The free place nearest to the wish; undefined where the run is full. */
function nearest(taken: readonly Stretch[], length: number, wish: number): number | undefined {
  const starts = [
    0,
    length - unitCm,
    wish,
    ...taken.flatMap(({ fromCm, widthCm }) => [fromCm - unitCm, fromCm + widthCm]),
  ];
  return starts
    .filter((at) => at >= -0.01 && at + unitCm <= length + 0.01)
    .filter((at) => taken.every(({ fromCm, widthCm }) => at + unitCm <= fromCm + 0.01 || at >= fromCm + widthCm - 0.01))
    .toSorted((a, b) => Math.abs(a - wish) - Math.abs(b - wish))[0];
}
