import { caption } from "./captions.ts";
import { grey, ink, type Roles } from "./colors.ts";
import { type Finish, finishOf, paintColorOf } from "./finishes.ts";
import type { BoardPick } from "./input.ts";
import type { Frame } from "./page.ts";
import { drawSample } from "./samples.ts";
import type { Scene } from "./scene.ts";
import { group, type Markup } from "./svg.ts";
import { label, wrap } from "./text.ts";

type Material = { name: string; source: string; finish: Finish };

/** What goes with the neutral palette of a project without a style. */
const usualMaterials = ["oak", "linen", "white tiles", "clay plaster", "black steel"];

const most = 5;
const gap = 3;
const nameLook = { size: 2.3, weight: 600 } as const;
const surfaces = ["worktops", "tiles", "flooring", "cabinets", "paint", "textiles", "furniture"] as const;

/** Samples of the picked surfaces, then of the style's materials. */
export function drawMaterials(scene: Scene, frame: Frame, numberOf: (pick: number) => number): Markup {
  const shown = materialsOf(scene, numberOf);
  const top = frame.y + 7.4;
  const width = (frame.width - gap * (most - 1)) / most;
  const height = frame.height - 7.4 - 11.5;
  return group({ "data-part": "materials" }, [
    ...caption(frame, "Materials"),
    ...shown.map(({ name, source, finish }, index) => {
      const x = frame.x + index * (width + gap);
      return group({ "data-part": "material", "data-name": name }, [
        ...drawSample({ x, y: top, width, height }, finish, name, scene.roles),
        ...wrap(name, width, 2, nameLook).map((line, row) =>
          label(x, top + height + 3.6 + row * 2.9, line, { ...nameLook, fill: ink }),
        ),
        label(x, frame.y + frame.height - 0.4, source, { size: 2.1, fill: grey }),
      ]);
    }),
  ]);
}

function finishOfPick({ category, name, materials }: BoardPick, roles: Roles): Finish | undefined {
  const color = category === "paint" ? paintColorOf(name) : undefined;
  const finish = finishOf(name, roles) ?? finishOf(materials.join(" "), roles);
  return finish && color ? { ...finish, color } : finish;
}

function materialsOf({ input: { picks, style }, roles }: Scene, numberOf: (pick: number) => number): Material[] {
  const picked = surfaces.flatMap((category) =>
    picks.flatMap((pick, index): Material[] => {
      if (pick.category !== category) return [];
      const finish = finishOfPick(pick, roles);
      return finish ? [{ name: pick.name, source: `no. ${numberOf(index)}`, finish }] : [];
    }),
  );
  const ofStyle = (style?.materials ?? usualMaterials).flatMap((material): Material[] => {
    const finish = finishOf(material, roles);
    const name = material.charAt(0).toUpperCase() + material.slice(1);
    return finish ? [{ name, source: style ? "of the style" : "suggestion", finish }] : [];
  });
  const looks = new Set<string>();
  const different = [...picked.slice(0, 4), ...ofStyle, ...picked.slice(4)].filter(({ finish }) => {
    const look = `${finish.pattern}${finish.color}`;
    return !looks.has(look) && looks.add(look);
  });
  return different.slice(0, most);
}
