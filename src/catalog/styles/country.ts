import type { Style } from "../schema.ts";
import { notes } from "./notes.ts";

export const rustic: Style = {
  slug: "rustic",
  name: "Rustic",
  summary: "A country house: solid timber, natural stone, handmade tiles and warm, worn surfaces.",
  palette: [
    { name: "Cream", hex: "#f0e6d2" },
    { name: "Honey", hex: "#c89b5c" },
    { name: "Terracotta", hex: "#b5654a" },
    { name: "Sage", hex: "#8a9a7b" },
    { name: "Dark oak", hex: "#5a4030" },
  ],
  materials: ["solid oak", "pine", "natural stone", "handmade tiles", "wrought iron", "cotton"],
  keywords: [
    "rustic",
    "farmhouse",
    "country style",
    "country house",
    "country kitchen",
    "cottage style",
    "cottage",
    "chalet",
    "shabby chic",
    "shaker",
  ],
  dos: [
    "Real materials that may age: oak, stone, iron",
    "Fronts with frames and knobs",
    "Furniture from different times side by side",
  ],
  donts: ["Plastic that looks like wood", "Halogen spots in rows", "Everything new on the same day"],
  roomNotes: notes({
    kitchen: "Framed fronts in sage or cream, a solid worktop and a ceramic apron sink.",
    bathroom: "Handmade tiles, a stone basin on an old chest and brass or iron taps.",
    living_room: "A deep sofa, a wool rug on boards, and a stove if the chimney allows it.",
    dining_room: "A long oak table with a bench on one side and unlike chairs on the other.",
    bedroom: "A heavy wooden bed, a quilt, and curtains of cotton.",
  }),
};

export const mediterranean: Style = {
  slug: "mediterranean",
  name: "Mediterranean",
  summary: "Sun and shade: lime-washed walls, terracotta floors, arches and patterned tiles.",
  palette: [
    { name: "Lime wash", hex: "#f6f1e7" },
    { name: "Ochre", hex: "#d3a04f" },
    { name: "Terracotta", hex: "#c0694a" },
    { name: "Olive", hex: "#7d7f4e" },
    { name: "Aegean blue", hex: "#2e6e9e" },
  ],
  materials: ["terracotta", "lime plaster", "patterned tiles", "olive wood", "wrought iron", "travertine"],
  keywords: ["mediterranean", "tuscan", "spanish", "italian", "greek", "provencal", "provence", "andalusian"],
  dos: [
    "Lime wash or clay plaster instead of smooth paint",
    "Terracotta or stone that stays cool underfoot",
    "Shade: shutters, awnings, woven blinds",
  ],
  donts: ["Cold grey", "High-gloss fronts", "Patterned tiles on more than one surface"],
  roomNotes: notes({
    kitchen: "Plastered niches, patterned tiles behind the hob and open shelves of olive wood.",
    bathroom: "Travertine or terracotta, brass taps and an arch over the shower.",
    living_room: "Whitewashed walls, a low sofa with many cushions and a kilim on the tiles.",
    balcony: "Terracotta pots, a small table with a tiled top and light in warm white.",
  }),
};

export const coastal: Style = {
  slug: "coastal",
  name: "Coastal",
  summary: "A house by the sea: airy whites, washed wood, woven fibres and blues in every depth.",
  palette: [
    { name: "Sail white", hex: "#f8faf9" },
    { name: "Sand", hex: "#e2d5bd" },
    { name: "Sea glass", hex: "#a9cfc8" },
    { name: "Sky", hex: "#8fb8d6" },
    { name: "Navy", hex: "#22405f" },
  ],
  materials: ["whitewashed wood", "rattan", "jute", "linen", "painted panelling", "zellige tiles"],
  keywords: ["coastal", "beach house", "beachy", "nautical", "maritime", "hamptons", "seaside"],
  dos: [
    "Many whites, one blue",
    "Woven textures: rattan, jute, linen",
    "Panelling painted white up to the height of the windowsill",
  ],
  donts: ["Anchors and shells everywhere", "Navy on all walls", "Dark, heavy furniture"],
  roomNotes: notes({
    kitchen: "White framed fronts, an oak worktop and tiles the colour of sea glass.",
    bathroom: "Panelling below, paint above, a freestanding bath and glazed tiles in the shower.",
    living_room: "A linen sofa with a loose cover, a jute rug and lamps of rattan.",
    bedroom: "White bed linen, a bleached wooden bed and curtains that move.",
  }),
};
