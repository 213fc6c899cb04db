import type { Product } from "../schema.ts";
import { shelf } from "./product.ts";

const tap = shelf("taps");

/** Taps for basins, showers, baths and kitchens. */
export const taps: readonly Product[] = [
  tap("tap-basin-chrome", "Basin mixer in chrome", "Water saving, 5 litres a minute", {
    euros: 89,
    materials: ["brass", "chrome"],
    rooms: ["bathroom"],
  }),
  tap("tap-basin-brass", "Basin mixer in brushed brass", "5 litres a minute", {
    euros: 179,
    materials: ["brass"],
    styles: ["art-deco", "mid-century", "traditional", "mediterranean"],
    rooms: ["bathroom"],
  }),
  tap("tap-shower-thermostat", "Shower set with thermostat", "Rain shower 25 cm and hand shower", {
    euros: 299,
    materials: ["brass", "chrome"],
    rooms: ["bathroom"],
  }),
  tap("tap-bath-mixer", "Bath mixer", "Wall mounted, with hand shower", {
    euros: 149,
    materials: ["brass", "chrome"],
    rooms: ["bathroom"],
  }),
  tap("tap-kitchen-pull-out", "Kitchen mixer with pull-out spray", "Swivels 360°", {
    euros: 169,
    materials: ["stainless steel"],
    rooms: ["kitchen", "laundry"],
  }),
  tap("tap-kitchen-black", "Kitchen mixer in matt black", "High spout", {
    euros: 199,
    materials: ["brass", "black steel"],
    styles: ["industrial", "modern", "japandi", "scandinavian"],
    rooms: ["kitchen"],
  }),
  tap("tap-basin-basic", "Basic basin mixer", "Chrome, pop-up waste", {
    euros: 45,
    materials: ["brass", "chrome"],
    rooms: ["bathroom"],
  }),
  tap("tap-basin-black", "Basin mixer in matt black", "5 litres a minute", {
    euros: 119,
    materials: ["brass", "black steel"],
    styles: ["industrial", "modern", "minimalist", "japandi", "scandinavian"],
    rooms: ["bathroom"],
  }),
  tap("tap-basin-cross-handles", "Three-hole basin tap with cross handles", "Chrome with white porcelain", {
    euros: 219,
    materials: ["brass", "chrome", "ceramic"],
    styles: ["traditional", "rustic", "coastal", "art-deco"],
    rooms: ["bathroom"],
  }),
  tap("tap-basin-wall", "Basin mixer for the wall", "Brushed steel, concealed body", {
    euros: 249,
    materials: ["stainless steel"],
    styles: ["minimalist", "japandi", "modern", "mediterranean"],
    rooms: ["bathroom"],
  }),
  tap("tap-shower-basic", "Shower set with rail", "With thermostat and hand shower", {
    euros: 159,
    materials: ["brass", "chrome"],
    rooms: ["bathroom"],
  }),
  tap("tap-shower-black", "Shower set in matt black", "With thermostat, 30 cm rain shower", {
    euros: 429,
    materials: ["brass", "black steel"],
    styles: ["industrial", "modern", "minimalist", "japandi"],
    rooms: ["bathroom"],
  }),
  tap("tap-shower-brass", "Shower set in brushed brass", "With thermostat, 25 cm rain shower", {
    euros: 569,
    materials: ["brass"],
    styles: ["art-deco", "traditional", "mid-century", "mediterranean", "bohemian"],
    rooms: ["bathroom"],
  }),
  tap("tap-shower-concealed", "Concealed shower set", "With thermostat, two outlets, chrome", {
    euros: 649,
    materials: ["brass", "chrome"],
    rooms: ["bathroom"],
  }),
  tap("tap-bath-floor", "Bath tap for the floor", "Free standing, with hand shower", {
    euros: 699,
    size: [20, 20, 110],
    materials: ["brass", "chrome"],
    styles: ["minimalist", "modern", "traditional", "art-deco", "mediterranean"],
    rooms: ["bathroom"],
  }),
  tap("tap-kitchen-basic", "Basic kitchen mixer", "Chrome, swivels 120°", {
    euros: 69,
    materials: ["brass", "chrome"],
    rooms: ["kitchen", "laundry"],
  }),
  tap("tap-kitchen-bridge-brass", "Kitchen bridge tap in brass", "Two handles, high spout", {
    euros: 329,
    materials: ["brass"],
    styles: ["traditional", "rustic", "art-deco", "coastal", "mediterranean", "bohemian"],
    rooms: ["kitchen"],
  }),
  tap("tap-kitchen-boiling", "Kitchen mixer with boiling water", "3 litre boiler, child lock", {
    euros: 999,
    materials: ["stainless steel"],
    rooms: ["kitchen"],
  }),
  tap("tap-outdoor-frost", "Outdoor tap, frost proof", "For garden hoses, through the wall", {
    euros: 59,
    materials: ["brass"],
    rooms: ["balcony", "garage"],
  }),
];
