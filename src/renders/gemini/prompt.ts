import type { Brief, BriefPick } from "../brief.ts";

/** More products than this only blur what the picture is about. */
const maxProducts = 25;

/** Which pictures go with the prompt, in this order. */
export type Attached = { photo: boolean; previous: boolean };

/** What the image model is asked for: the room, its style and its products, and what is to be kept of the pictures. */
export function promptFor(brief: Brief, attached: Attached): string {
  const { room, style, picks, session, render } = brief;
  const kind = room.type.replaceAll("_", " ");
  const lines = [
    `Make one photorealistic picture of the ${kind} “${room.name}” as it looks after its renovation.`,
    ...attachmentLines(attached),
    sizeLine(brief),
    ...(style
      ? [
          `Style: ${style.name}. ${style.summary}`,
          `Colours: ${style.palette.map(({ name, hex }) => `${name} (${hex})`).join(", ")}.`,
          `Materials: ${style.materials.join(", ")}.`,
          ...style.roomNotes.filter(({ roomType }) => roomType === room.type).map(({ note }) => note),
          ...(style.donts.length > 0 ? [`Avoid: ${style.donts.join("; ")}.`] : []),
        ]
      : []),
    ...(picks.length > 0
      ? ["These products were chosen and are to be seen:", ...picks.slice(0, maxProducts).map(productLine)]
      : []),
    ...wishLines("What the room needs:", room.requirements),
    ...wishLines("What the homeowner insists on:", session.constraints),
    ...(render.instructions ? [`What the homeowner asks for in this picture: ${render.instructions}`] : []),
    "Realistic proportions and daylight, seen from eye level. No people, no text, no labels, no logos, no frame.",
  ];
  return lines.filter((line) => line !== "").join("\n");
}

function attachmentLines({ photo, previous }: Attached): string[] {
  const first = photo ? "first" : "attached";
  return [
    ...(photo
      ? [
          `The ${previous ? first : "attached"} picture is a photo of the room as it is now. Keep its camera position, walls, windows, ` +
            "doors and proportions; change surfaces, fixtures and furniture.",
        ]
      : []),
    ...(previous
      ? [
          `The ${photo ? "second" : "attached"} picture is the version before. Keep everything of it but what the homeowner asks to change.`,
        ]
      : []),
  ];
}

function sizeLine({ room: { widthCm, lengthCm, heightCm, areaM2 } }: Brief): string {
  const metres = (cm: number) => `${(cm / 100).toFixed(2)} m`;
  const floor =
    widthCm && lengthCm ? `${metres(widthCm)} by ${metres(lengthCm)}` : areaM2 ? `about ${areaM2} m² of floor` : "";
  if (floor === "") return "";
  return `Size: ${floor}${heightCm ? `, ceiling at ${metres(heightCm)}` : ""}.`;
}

function productLine({ pick, product }: BriefPick): string {
  const { widthCm, depthCm, heightCm } = product?.size ?? {};
  const sides = [widthCm, depthCm, heightCm].filter((side) => side != null);
  const details = [
    ...(sides.length > 1 ? [`${sides.join(" × ")} cm`] : []),
    ...(product && product.materials.length > 0 ? [product.materials.join(", ")] : []),
  ];
  const unit = { piece: "", set: " set of", m2: " m² of", m: " m of", litre: " l of" }[pick.unit];
  return `- ${pick.quantity}${unit} ${pick.productName}${details.length > 0 ? ` (${details.join("; ")})` : ""}`;
}

const wishLines = (heading: string, wishes: readonly string[]) =>
  wishes.length > 0 ? [heading, ...wishes.map((wish) => `- ${wish}`)] : [];
