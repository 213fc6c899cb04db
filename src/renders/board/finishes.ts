import { lighter, mix, type Roles } from "./colors.ts";

/** How a surface is drawn. */
export type Pattern =
  | "wood"
  | "planks"
  | "herringbone"
  | "tiles"
  | "metro"
  | "patterned"
  | "terrazzo"
  | "marble"
  | "concrete"
  | "brick"
  | "weave"
  | "pile"
  | "rattan"
  | "leather"
  | "metal"
  | "glass"
  | "fluted"
  | "plaster"
  | "plain";

export type Finish = { pattern: Pattern; color: string };

type Rule = readonly [words: RegExp, pattern: Pattern, color: string | ((roles: Roles) => string)];

/** Read from top to bottom: what is more particular comes first. */
const rules: readonly Rule[] = [
  [/graphite|anthracite/i, "plain", "#55595c"],
  [/emerald/i, "plain", "#1f6a57"],
  [/\bsage\b/i, "plain", "#a5ae95"],
  [/herringbone|parquet|chevron/i, "herringbone", "#c8a272"],
  [/fluted|reeded/i, "fluted", "#cfe0de"],
  [/terrazzo/i, "terrazzo", "#e6dfd3"],
  [/terracotta/i, "tiles", "#c0714f"],
  [/zellige.*green|sea green/i, "tiles", "#9cc4b4"],
  [/zellige/i, "tiles", "#cfd8cf"],
  [/metro|subway/i, "metro", "#f3f3ef"],
  [/patterned|encaustic|geometric|moroccan/i, "patterned", "#e9e2d4"],
  [/concrete grey|concrete gray|grey tile/i, "tiles", "#b3b2ae"],
  [/tile.*sand|sand.*tile/i, "tiles", "#ddcfb6"],
  [/white tile|ceramic tile|\btiles?\b|porcelain|mosaic/i, "tiles", "#efeeea"],
  [/brick/i, "brick", "#a6634c"],
  [/marble|quartz|carrara/i, "marble", "#efedea"],
  [/travertine|limestone|sandstone/i, "concrete", "#dccfb8"],
  [/granite|slate|stone\b/i, "concrete", "#a8a39b"],
  [/concrete|cement|epoxy|screed/i, "concrete", "#b1afab"],
  [/microcement|clay|lime|plaster/i, "plaster", "#e2d8c8"],
  [/whitewash|white oak|birch|maple|\bash\b/i, "wood", "#dfcba8"],
  [/grey oak|gray oak/i, "wood", "#b9ada0"],
  [/walnut/i, "wood", "#7d5a3f"],
  [/mahogany/i, "wood", "#6d3b2b"],
  [/teak|acacia|cherry|larch/i, "wood", "#b27a49"],
  [/reclaimed|tobacco|dark oak|smoked/i, "wood", "#8a6546"],
  [/pine|olive wood|beech|bamboo/i, "wood", "#d9b783"],
  [/oak|wood|timber|plywood|veneer|parquet|laminate|vinyl|plank|\bboards\b|decking/i, "wood", "#cfac7b"],
  [/cork/i, "terrazzo", "#c79f6f"],
  [/rattan|cane|wicker|jute|sisal|bouclé|boucle|macram/i, "rattan", "#d8bf95"],
  [/leather/i, "leather", "#8b5d3c"],
  [/velvet/i, "pile", ({ accent }) => accent],
  [/wool|carpet|kilim|sheepskin|felt/i, "pile", ({ wall, fabric }) => mix(fabric, wall, 0.35)],
  [/linen|cotton|textile|fabric|upholster/i, "weave", ({ wall }) => mix(wall, "#c9b99d", 0.45)],
  [/brass|gold|bronze|copper/i, "metal", "#c6a15b"],
  [/black steel|wrought iron|black metal|blackened|iron/i, "metal", "#3a3a3a"],
  [/steel|chrome|alumin|metal|nickel|zinc/i, "metal", "#b9bdbf"],
  [/glass|mirror/i, "glass", "#cfe0e2"],
  [/panel(l)?ed|panell?ing/i, "fluted", ({ front }) => front],
  [/\bwhite\b/i, "plain", "#f3f2ee"],
  [/lacquer|melamine|fronts/i, "plain", ({ front }) => front],
  [/ceramic|stoneware|acrylic|enamel|mineral/i, "plain", "#f4f3ef"],
  [/paint|matt|gloss/i, "plain", ({ wall }) => wall],
];

/** The finish that a product's or material's words speak of. */
export function finishOf(words: string, roles: Roles): Finish | undefined {
  const rule = rules.find(([pattern]) => pattern.test(words));
  if (!rule) return undefined;
  const [, pattern, color] = rule;
  return { pattern, color: typeof color === "string" ? color : color(roles) };
}

/** A floor in boards where the finish is wood; the rest as it is. */
export const laid = (finish: Finish): Finish =>
  finish.pattern === "wood" ? { pattern: "planks", color: lighter(finish.color, 0.12) } : finish;

const paints: readonly (readonly [words: RegExp, color: string])[] = [
  [/warm grey|greige|taupe/i, "#d6cfc5"],
  [/olive|sage|green/i, "#a9ad8a"],
  [/blue|navy/i, "#9db3c4"],
  [/terracotta|rust/i, "#d39a7d"],
  [/yellow|ochre|mustard/i, "#e3c583"],
  [/pink|blush|rose/i, "#e4c3ba"],
  [/grey|gray/i, "#cfcfcc"],
  [/sand|beige|cream|clay/i, "#e5d9c6"],
  [/white/i, "#f6f5f1"],
];

/** The colour that a paint's name speaks of. */
export const paintColorOf = (name: string) => paints.find(([words]) => words.test(name))?.[1];
