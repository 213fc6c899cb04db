import type { BoardPick } from "./input.ts";

/** What the plan has a symbol for. */
export const furnitureKinds = [
  "kitchen",
  "island",
  "fridge",
  "sofa",
  "armchair",
  "coffee_table",
  "media_unit",
  "bed",
  "single_bed",
  "nightstand",
  "wardrobe",
  "shelf",
  "sideboard",
  "desk",
  "office_chair",
  "table",
  "chair",
  "bench",
  "coat_rack",
  "bath",
  "freestanding_bath",
  "shower",
  "toilet",
  "basin",
  "washing_machine",
  "dryer",
  "floor_lamp",
  "workbench",
  "car",
  "plant",
  "box",
] as const;
export type FurnitureKind = (typeof furnitureKinds)[number];

/** Kitchen appliances and fittings that are drawn into the kitchen's run. */
export type ModuleKind = "hob" | "sink" | "dishwasher" | "oven" | "fridge" | "hood" | "microwave" | "laundry";

/** Soft things and lamps: on the plan without taking floor. */
export type DecorationKind = "rug" | "curtains" | "pendant" | "mirror" | "spots";

type Recognised =
  | { as: "furniture"; kind: FurnitureKind }
  | { as: "module"; kind: ModuleKind }
  | { as: "decoration"; kind: DecorationKind }
  | { as: "surface" };

const furniture = (kind: FurnitureKind): Recognised => ({ as: "furniture", kind });
const appliance = (kind: ModuleKind): Recognised => ({ as: "module", kind });
const decoration = (kind: DecorationKind): Recognised => ({ as: "decoration", kind });
const surface: Recognised = { as: "surface" };

type Rule = readonly [words: RegExp, what: Recognised];

/** Read from top to bottom: what is more particular comes first. */
const rules: Partial<Record<BoardPick["category"], readonly Rule[]>> = {
  cabinets: [
    [/island/i, furniture("island")],
    [/kitchen/i, furniture("kitchen")],
    // A single unit; boxes have the diagonals that plans give to tall ones.
    [/./, furniture("box")],
  ],
  appliances: [
    [/washing|washer-dryer|washer dryer/i, furniture("washing_machine")],
    [/dish/i, appliance("dishwasher")],
    [/dryer/i, furniture("dryer")],
    [/fridge|freezer|refrigerator/i, appliance("fridge")],
    [/hob|cooktop|cooker|range|stove/i, appliance("hob")],
    [/hood|extractor/i, appliance("hood")],
    [/oven|steamer/i, appliance("oven")],
    [/microwave/i, appliance("microwave")],
  ],
  sanitaryware: [
    [/\bsink\b/i, appliance("sink")],
    [/screen|flush plate|toilet seat|channel|drain\b/i, surface],
    [/toilet|\bwc\b|bidet|urinal/i, furniture("toilet")],
    [/^bath(tub)? with|shower bath/i, furniture("bath")],
    [/shower/i, furniture("shower")],
    [/freestanding/i, furniture("freestanding_bath")],
    [/\bbath(tub)?\b/i, furniture("bath")],
    [/basin|vanity|washstand|handbasin/i, furniture("basin")],
  ],
  lighting: [
    [/(floor|standing) (lamp|light)/i, furniture("floor_lamp")],
    [/pendant|chandelier/i, decoration("pendant")],
    [/wall|mirror|outdoor|table|desk/i, surface],
    [/spot|downlight|recessed|track/i, decoration("spots")],
    [/globe|ceiling|lantern/i, decoration("pendant")],
  ],
  textiles: [
    [/rug|carpet|runner|kilim/i, decoration("rug")],
    [/curtain|blind|drape/i, decoration("curtains")],
  ],
  storage: [
    [/mirror cabinet|^wall|for the (wall|ceiling)|picture ledge/i, decoration("mirror")],
    [/wardrobe|closet|armoire/i, furniture("wardrobe")],
    [/coat|hall (stand|tree)|shoe/i, furniture("coat_rack")],
    [/bedside|nightstand|night table/i, furniture("nightstand")],
    [/\btv\b|media|lowboard/i, furniture("media_unit")],
    [/sideboard|chest|drawer|dresser|console|credenza|buffet|cupboard|cabinet/i, furniture("sideboard")],
    [/workbench/i, furniture("workbench")],
    [/shel(f|ves|ving)|bookcase|rack/i, furniture("shelf")],
  ],
  furniture: [
    [/(dressing|changing) table|console/i, furniture("sideboard")],
    [/mirror/i, decoration("mirror")],
    [/bedside|nightstand|night table/i, furniture("nightstand")],
    [/sofa|couch|settee/i, furniture("sofa")],
    [/armchair|lounge chair|wing chair|reading chair|pouffe|ottoman/i, furniture("armchair")],
    [/coffee table|side table|occasional/i, furniture("coffee_table")],
    [/office chair|desk chair|task chair|swivel/i, furniture("office_chair")],
    [/child.?s bed|single bed|bunk|loft bed|\bcot\b|crib|day ?bed/i, furniture("single_bed")],
    [/desk|secretaire/i, furniture("desk")],
    [/\bbed\b/i, furniture("bed")],
    [/workbench/i, furniture("workbench")],
    [/bench/i, furniture("bench")],
    [/\btv\b|media|lowboard/i, furniture("media_unit")],
    [/sideboard|chest|dresser|credenza/i, furniture("sideboard")],
    [/table|bistro/i, furniture("table")],
    [/chair|stool/i, furniture("chair")],
    [/shel(f|ves|ving)|bookcase/i, furniture("shelf")],
    [/wardrobe/i, furniture("wardrobe")],
    [/plant/i, furniture("plant")],
  ],
};

const surfaces = new Set<BoardPick["category"]>(["worktops", "taps", "tiles", "flooring", "paint", "doors"]);

/** What a product is on the plan, by its shelf and name; a thing of furniture or storage without a symbol is a box. */
export function recognise({ category, name }: Pick<BoardPick, "category" | "name">): Recognised {
  if (surfaces.has(category)) return surface;
  const rule = rules[category]?.find(([words]) => words.test(name));
  if (rule) return rule[1];
  return category === "furniture" || category === "storage" ? furniture("box") : surface;
}
