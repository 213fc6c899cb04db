import type { Style } from "../schema.ts";
import { notes } from "./notes.ts";

export const modern: Style = {
  slug: "modern",
  name: "Modern",
  summary: "Straight lines, flat fronts without handles, good light and a few strong contrasts.",
  palette: [
    { name: "White", hex: "#ffffff" },
    { name: "Light grey", hex: "#cfd2d4" },
    { name: "Graphite", hex: "#4a4e52" },
    { name: "Black", hex: "#1c1c1c" },
    { name: "Petrol", hex: "#1f5f6b" },
  ],
  materials: ["glass", "lacquered fronts", "quartz", "large tiles", "stainless steel", "engineered wood"],
  keywords: ["modern", "contemporary", "sleek", "up to date look", "modernist"],
  dos: [
    "Long lines: handleless fronts and doors as high as the room",
    "Plan the light with the ceiling, not after it",
    "One strong colour at a time",
  ],
  donts: ["Ornaments and mouldings", "Many small things in sight", "More than three materials in a room"],
  roomNotes: notes({
    kitchen: "Graphite or white fronts, a quartz worktop and appliances flush with the units.",
    bathroom: "Large tiles with narrow joints, a walk-in shower and a floating vanity with a drawer.",
    living_room: "A straight sofa in grey, a low sideboard and indirect light along the ceiling.",
    hallway: "A full-height mirror, a closed cupboard and a runner of light that leads in.",
  }),
};

export const industrial: Style = {
  slug: "industrial",
  name: "Industrial",
  summary: "The converted workshop: exposed brick, black steel, concrete and weathered wood.",
  palette: [
    { name: "Brick", hex: "#9c5a45" },
    { name: "Concrete", hex: "#9a9a97" },
    { name: "Steel", hex: "#5b6064" },
    { name: "Tobacco", hex: "#7b5b3e" },
    { name: "Black iron", hex: "#222222" },
  ],
  materials: ["exposed brick", "concrete", "black steel", "reclaimed wood", "leather", "metro tiles"],
  keywords: ["industrial", "loft style", "loft look", "factory style", "factory look", "warehouse style", "urban loft"],
  dos: [
    "Show what holds the room up: brick, beams, pipes",
    "Warm the metal with leather and old wood",
    "Big lamps on long cables",
  ],
  donts: ["Imitation brick on every wall", "Shiny chrome", "Grey alone, without wood or colour"],
  roomNotes: notes({
    kitchen: "Black or steel fronts, a concrete or steel worktop, metro tiles with dark joints.",
    bathroom: "Black frames around the shower, exposed concrete and a basin on a steel stand.",
    living_room: "A leather sofa, a rug that is not new, and a shelf of steel and boards.",
    home_office: "A desk of old planks on trestles under a workshop lamp.",
  }),
};

export const midCentury: Style = {
  slug: "mid-century",
  name: "Mid-century",
  summary: "The fifties and sixties: walnut, slim legs, rounded shapes and confident colours.",
  palette: [
    { name: "Off-white", hex: "#f3eee2" },
    { name: "Mustard", hex: "#d19a2a" },
    { name: "Teal", hex: "#2f7f7b" },
    { name: "Burnt orange", hex: "#c7622b" },
    { name: "Walnut", hex: "#6b4630" },
  ],
  materials: ["walnut", "teak", "brass", "terrazzo", "bouclé", "moulded plywood"],
  keywords: ["mid century", "midcentury", "mid century modern", "retro", "vintage", "fifties", "sixties", "mad men"],
  dos: [
    "Furniture on slim legs, so that the floor runs through",
    "One wall or one chair in mustard, teal or orange",
    "Walnut beside brass and white",
  ],
  donts: ["Whole sets from one catalogue", "Heavy curtains", "Grey laminate"],
  roomNotes: notes({
    kitchen: "Walnut fronts with a white worktop, small tiles and globe lamps over the table.",
    bathroom: "Terrazzo floor, a vanity on legs and a round mirror.",
    living_room: "A sideboard in teak, an armchair with wooden arms and a lamp on three legs.",
    home_office: "A walnut desk with a drawer and a shelf that hangs on the wall.",
  }),
};
