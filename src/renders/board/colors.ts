type Channels = readonly [red: number, green: number, blue: number];

const channelsOf = (hex: string): Channels => {
  const value = Number.parseInt(hex.slice(1), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
};

const hexOf = (channels: Channels) =>
  `#${channels
    .map((channel) =>
      Math.round(Math.min(255, Math.max(0, channel)))
        .toString(16)
        .padStart(2, "0"),
    )
    .join("")}`;

/** A colour between two: 0 is the first, 1 the second. */
export function mix(from: string, to: string, share: number): string {
  const [a, b] = [channelsOf(from), channelsOf(to)];
  const between = (index: 0 | 1 | 2) => a[index] + (b[index] - a[index]) * share;
  return hexOf([between(0), between(1), between(2)]);
}

export const lighter = (hex: string, share: number) => mix(hex, "#ffffff", share);
export const darker = (hex: string, share: number) => mix(hex, "#000000", share);

/** Perceived lightness, 0 black to 1 white (Rec. 601 weights on gamma-encoded values, enough to order a palette). */
function lightness(hex: string): number {
  const [red, green, blue] = channelsOf(hex);
  return (0.299 * red + 0.587 * green + 0.114 * blue) / 255;
}

/** How far from grey, 0 to 1. */
export function chroma(hex: string): number {
  const channels = channelsOf(hex);
  return (Math.max(...channels) - Math.min(...channels)) / 255;
}

export const ink = "#262523";
export const paper = "#fcfbf8";
export const grey = "#77736c";
export const hairline = "#cfcac1";

/** Ink on light colours, paper on dark ones. */
export const textOn = (hex: string) => (lightness(hex) > 0.58 ? ink : paper);

/** Outline that stands out from a fill without being black. */
export const outlineOf = (hex: string) => (lightness(hex) > 0.3 ? mix(hex, ink, 0.62) : mix(hex, "#000000", 0.45));

/** What the palette's colours are used for. */
export type Roles = {
  wall: string;
  /** Fronts of cabinets and wardrobes. */
  front: string;
  fabric: string;
  accent: string;
  dark: string;
  /** For headings and marks on paper: the accent, dark enough to be read. */
  mark: string;
};

/** A quiet palette for a project without a style. */
export const neutralPalette = [
  { name: "Chalk", hex: "#f5f3ee" },
  { name: "Oat", hex: "#ded5c5" },
  { name: "Oak", hex: "#c4a57b" },
  { name: "Slate", hex: "#6f7b80" },
  { name: "Graphite", hex: "#393b3d" },
];

/** Gives the palette's colours their parts: the lightest for walls, the strongest as accent, the darkest for metal. */
export function rolesOf(palette: readonly { hex: string }[]): Roles {
  const colors = palette.map(({ hex }) => hex).toSorted((a, b) => lightness(b) - lightness(a));
  const wall = colors[0] ?? "#f5f3ee";
  const dark = colors.at(-1) ?? "#393b3d";
  const between = colors.slice(1, -1);
  const accent = (between.length > 0 ? between : colors).toSorted((a, b) => chroma(b) - chroma(a))[0] ?? dark;
  const rest = between.filter((hex) => hex !== accent);
  const front = rest[0] ?? mix(wall, accent, 0.25);
  const fabric = rest[1] ?? rest[0] ?? mix(wall, dark, 0.3);
  return { wall, front, fabric, accent, dark, mark: readable(accent) };
}

const readable = (hex: string) => {
  let color = hex;
  while (lightness(color) > 0.45) color = darker(color, 0.1);
  return color;
};
