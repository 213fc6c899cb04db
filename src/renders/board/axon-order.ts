import type { Solid } from "./axon-solids.ts";

const touch = 0.01;

/** Whether a hides nothing of b: it lies behind it or below it along some axis and in front of it along none. */
function isBehind(a: Solid, b: Solid): boolean {
  const behind = a.x + a.width <= b.x + touch || a.y + a.depth <= b.y + touch || a.z + a.height <= b.z + touch;
  const inFront = b.x + b.width <= a.x + touch || b.y + b.depth <= a.y + touch || b.z + b.height <= a.z + touch;
  return behind && !inFront;
}

const nearness = ({ x, y, z }: Solid) => x + y + z;

/**
 * Blocks from back to front, so that each can be painted over those before it. Of two blocks that are apart in
 * contrary directions neither hides the other, which makes the order of the rest free of contradictions.
 */
export function backToFront(solids: readonly Solid[]): Solid[] {
  const waiting = new Set(solids.toSorted((a, b) => nearness(a) - nearness(b)));
  const hiders = new Map(solids.map((solid) => [solid, 0]));
  const before = new Map<Solid, Solid[]>();
  for (const a of solids) {
    const after = solids.filter((b) => a !== b && isBehind(a, b));
    before.set(a, after);
    for (const b of after) hiders.set(b, (hiders.get(b) ?? 0) + 1);
  }
  const ordered: Solid[] = [];
  while (waiting.size > 0) {
    const ready = [...waiting].find((solid) => hiders.get(solid) === 0) ?? [...waiting][0];
    if (!ready) break;
    waiting.delete(ready);
    ordered.push(ready);
    for (const b of before.get(ready) ?? []) hiders.set(b, (hiders.get(b) ?? 0) - 1);
  }
  return ordered;
}
