import type { Style } from "../schema.ts";
import { notes } from "./notes.ts";

export const scandinavian: Style = {
  slug: "scandinavian",
  name: "Scandinavian",
  summary: "Bright and calm: pale wood, white walls, soft textiles and nothing that is not used.",
  palette: [
    { name: "Snow white", hex: "#f7f7f4" },
    { name: "Pale grey", hex: "#d9dbd8" },
    { name: "Birch", hex: "#dcc7a3" },
    { name: "Fjord blue", hex: "#7d93a3" },
    { name: "Charcoal", hex: "#3a3d40" },
  ],
  materials: ["light oak", "birch", "ash", "wool", "linen", "white tiles", "matt lacquer"],
  keywords: ["scandinavian", "scandi", "nordic", "swedish", "danish", "norwegian", "finnish", "hygge", "ikea style"],
  dos: [
    "Let daylight in: sheer curtains or none",
    "One pale wood through floor, fronts and furniture",
    "Warm the white with wool, linen and a lamp in every corner",
  ],
  donts: ["Cold white light", "Dark floors in small rooms", "Glossy fronts"],
  roomNotes: notes({
    kitchen: "Matt white or birch fronts without handles, a wooden worktop and one open shelf for what is used daily.",
    bathroom: "White tiles, a birch vanity and black or chrome taps; a wooden stool warms it.",
    living_room: "A linen sofa on a light rug, low shelves, and three small lamps instead of one big one.",
    bedroom: "Bed linen in white and grey on a plain wooden bed; curtains down to the floor.",
    children_room: "White walls, pine furniture that grows with the child, and colour only in what can be changed.",
  }),
};

export const japandi: Style = {
  slug: "japandi",
  name: "Japandi",
  summary: "Japanese restraint with Nordic comfort: low furniture, natural grain, muted earth tones and quiet light.",
  palette: [
    { name: "Rice paper", hex: "#f2ede3" },
    { name: "Sand", hex: "#d8c9b0" },
    { name: "Clay", hex: "#a98467" },
    { name: "Moss", hex: "#7a8168" },
    { name: "Ink", hex: "#2f2d2a" },
  ],
  materials: ["oak", "walnut", "bamboo", "rattan", "clay plaster", "stoneware", "linen"],
  keywords: ["japandi", "japanese", "zen", "wabi sabi", "japanese scandinavian", "asian minimalism"],
  dos: [
    "Keep furniture low and leave space around it",
    "Show the grain: oiled wood, clay, stoneware",
    "Hide what is not beautiful behind plain fronts",
  ],
  donts: ["Pattern on pattern", "Bright white next to dark wood without something in between", "Collections on show"],
  roomNotes: notes({
    kitchen: "Slatted or flat oak fronts, a dark worktop and handmade crockery on one shelf.",
    bathroom: "Clay tones, a wooden vanity with a bowl, and a screen of slats instead of a curtain.",
    living_room: "A low sofa, one paper lamp and a rug in sand; plants with a clear shape.",
    bedroom: "A low bed of oak or walnut, no headboard wall, linen in earth tones.",
    home_office: "A plain desk by the window, one shelf, cables out of sight.",
  }),
};

export const minimalist: Style = {
  slug: "minimalist",
  name: "Minimalist",
  summary: "Only what is needed: hidden storage, one or two materials, smooth surfaces and a lot of space.",
  palette: [
    { name: "White", hex: "#fafafa" },
    { name: "Bone", hex: "#ece8e1" },
    { name: "Stone", hex: "#c4c0b8" },
    { name: "Soft black", hex: "#2b2b2b" },
  ],
  materials: ["microcement", "smooth plaster", "white oak", "matt lacquer", "concealed lighting"],
  keywords: ["minimalist", "minimalistic", "minimal", "minimalism", "pared back", "less is more"],
  dos: [
    "Store everything, then design what is left",
    "The same surface over floor and wall",
    "Let one object be seen from all sides",
  ],
  donts: ["Open shelves", "Visible cables, handles and skirting", "Decoration for its own sake"],
  roomNotes: notes({
    kitchen: "Fronts in the colour of the wall, a thin worktop, and the hood in the hob.",
    bathroom: "Microcement from floor to ceiling, a wall-hung toilet and a niche instead of shelves.",
    living_room: "A sofa, a table, a lamp: each of good quality, nothing beside it.",
    bedroom: "A flat bed, a built-in wardrobe along a whole wall, a blind instead of curtains.",
  }),
};
