import type { Style } from "../schema.ts";
import { notes } from "./notes.ts";

export const traditional: Style = {
  slug: "traditional",
  name: "Traditional",
  summary: "Classic proportions: panelled fronts, mouldings, marble and colours that outlive fashions.",
  palette: [
    { name: "Ivory", hex: "#f4eddd" },
    { name: "Taupe", hex: "#b3a492" },
    { name: "Bottle green", hex: "#2f4f3e" },
    { name: "Burgundy", hex: "#6d2735" },
    { name: "Mahogany", hex: "#5b3226" },
  ],
  materials: ["panelled fronts", "marble", "mahogany", "parquet", "brass", "velvet"],
  keywords: ["traditional", "classic", "classical", "victorian", "georgian", "edwardian", "timeless", "old english"],
  dos: [
    "Skirting, cornice and doors in one painted colour",
    "Symmetry: two lamps, two chairs, the fireplace between",
    "Good materials where hands touch: brass, marble, oak",
  ],
  donts: ["Flush doors without frames", "LED strips in sight", "Furniture that is too small for high rooms"],
  roomNotes: notes({
    kitchen: "Panelled fronts in ivory or bottle green, marble and a range cooker in a niche.",
    bathroom: "A washstand with a marble top, a freestanding bath and small hexagonal or metro tiles.",
    living_room: "A velvet sofa, parquet with a rug, curtains with a heading and pictures in frames.",
    dining_room: "A pedestal table, upholstered chairs and a chandelier just above it.",
    hallway: "A chequered floor, a console with a mirror above and a runner on the stairs.",
  }),
};

export const artDeco: Style = {
  slug: "art-deco",
  name: "Art Deco",
  summary: "The glamour of the twenties: geometric patterns, dark gloss, brass and deep jewel colours.",
  palette: [
    { name: "Champagne", hex: "#efe3c8" },
    { name: "Gold", hex: "#c4a052" },
    { name: "Emerald", hex: "#0f5c4c" },
    { name: "Midnight", hex: "#1b2440" },
    { name: "Black", hex: "#141414" },
  ],
  materials: ["brass", "marble", "lacquer", "velvet", "fluted glass", "geometric tiles"],
  keywords: ["art deco", "artdeco", "deco", "gatsby", "twenties", "glamorous", "glamour"],
  dos: [
    "Geometry: fans, stripes, steps, repeated",
    "One jewel colour from floor to ceiling",
    "Mirrors and brass that double the light",
  ],
  donts: ["Pale wood", "Rough plaster", "Gold on more than one thing in ten"],
  roomNotes: notes({
    kitchen: "Dark lacquered fronts with brass edges and a marble worktop with a strong vein.",
    bathroom: "Geometric floor tiles, black and emerald walls, a basin on brass legs.",
    living_room: "A curved velvet sofa, a lacquered cabinet and globe lamps in pairs.",
    bedroom: "A high upholstered headboard, mirrored bedside tables and curtains in midnight blue.",
  }),
};

export const bohemian: Style = {
  slug: "bohemian",
  name: "Bohemian",
  summary: "Collected, not bought as a set: layered textiles, plants, pattern and finds from travels.",
  palette: [
    { name: "Warm white", hex: "#f5ece0" },
    { name: "Saffron", hex: "#dd9a34" },
    { name: "Rust", hex: "#a9502f" },
    { name: "Plum", hex: "#6c3b55" },
    { name: "Palm green", hex: "#4f7051" },
  ],
  materials: ["rattan", "macramé", "kilim rugs", "reclaimed wood", "coloured tiles", "cane"],
  keywords: ["bohemian", "boho", "boho chic", "eclectic", "hippie", "moroccan", "ethnic"],
  dos: [
    "Layer rugs, throws and cushions by texture before colour",
    "Plants at three heights",
    "Old wood and one wall in a warm colour",
  ],
  donts: ["Everything from one shop", "White LED light", "Straight rows of pictures"],
  roomNotes: notes({
    kitchen: "Open shelves of old boards, coloured tiles and lamps of rattan over the table.",
    bathroom: "Zellige in two colours, a wooden stool and plants that like steam.",
    living_room: "A low sofa, a kilim over a jute rug, a hanging chair if the beam holds it.",
    bedroom: "A cane headboard, macramé, and bed linen in rust and plum.",
  }),
};
