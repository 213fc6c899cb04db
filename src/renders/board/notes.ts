import { caption } from "./captions.ts";
import { grey, ink } from "./colors.ts";
import type { Formats } from "./formats.ts";
import type { Frame } from "./page.ts";
import type { Scene } from "./scene.ts";
import { circle, group, type Markup } from "./svg.ts";
import { label, wrap } from "./text.ts";

const look = { size: 2.6 };
const leading = 3.7;
/** Lines that one note may take, so that a long one leaves room for the others. */
const mostLines = 4;

/** What was asked of the room and of this version, and when and for how much it is to be done. */
export function drawNotes(scene: Scene, frame: Frame, formats: Formats): Markup {
  const room = Math.floor((frame.height - 8) / leading);
  const notes = [
    ...changeOf(scene),
    ...planOf(scene, formats),
    ...scene.input.room.requirements.map(capitalised),
    ...assumptionsOf(scene),
  ];
  const texts = notes.map((note) => wrap(note, frame.width - 4, mostLines, look));
  let used = 0;
  const shown = texts.filter((note, index) => {
    // The last line is kept for what has no room.
    const reserve = index === texts.length - 1 ? 0 : 1;
    const fits = used + note.length + reserve <= room;
    if (fits) used += note.length;
    return fits;
  });
  const rest = texts.length - shown.length;
  let y = frame.y + 9;
  const markup = shown.flatMap((note) => {
    const top = y;
    y += note.length * leading;
    return [
      circle(frame.x + 0.8, top - 0.9, 0.55, { fill: scene.roles.mark }),
      ...note.map((text, row) => label(frame.x + 3.4, top + row * leading, text, { ...look, fill: ink })),
    ];
  });
  const left = rest > 0 ? [label(frame.x + 3.4, y, `and ${rest} more`, { ...look, fill: grey, italic: true })] : [];
  return group({ "data-part": "notes" }, [...caption(frame, "Notes"), ...markup, ...left]);
}

const capitalised = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

const changeOf = ({ input: { instructions } }: Scene) =>
  instructions ? [`Asked for in this version: ${instructions}`] : [];

function planOf({ input: { plan, currency } }: Scene, { amount, day }: Formats): string[] {
  if (!plan) return [];
  const when = `${day(plan.startsOn)} to ${day(plan.endsOn)}`;
  return [
    `Work on the whole project by plan version ${plan.version}: ${when}, ${currency} ${amount(plan.totalMinor)}.`,
  ];
}

function assumptionsOf({ layout, input }: Scene): string[] {
  const { assumed } = layout.size;
  const what = [...(assumed.sides ? ["sides"] : []), ...(assumed.height ? ["height"] : []), "doors", "windows"];
  const words = `${what.slice(0, -1).join(", ")} and ${what.at(-1)}`;
  const typical = layout.footprints.some(({ pick }) => pick === null) && input.picks.length > 0;
  return [
    `Assumed: ${words}. Measure before ordering.`,
    ...(typical ? ["Furniture without a number is typical for such a room and not in the list."] : []),
  ];
}
