import type { RoomType } from "../../rooms/schema.ts";
import type { Product } from "../schema.ts";
import { shelf } from "./product.ts";

const bathroom: RoomType[] = ["bathroom"];
const sanitary = shelf("sanitaryware");
const tap = shelf("taps");

/** Sanitary ware and taps, the kitchen's sink and tap among them. */
export const bathroomProducts: readonly Product[] = [
  sanitary("toilet-wall-hung", "Wall-hung toilet with frame", "Rimless, soft-close seat, concealed cistern", {
    euros: 479,
    size: [36, 54, 112],
    materials: ["ceramic"],
    rooms: bathroom,
  }),
  sanitary("basin-60", "Washbasin", "60 cm, with overflow", {
    euros: 129,
    size: [60, 48, 16],
    materials: ["ceramic"],
    rooms: bathroom,
  }),
  sanitary("vanity-oak-80", "Vanity unit in oak with basin", "80 cm, two drawers", {
    euros: 689,
    size: [80, 46, 55],
    materials: ["oak", "ceramic"],
    styles: ["scandinavian", "japandi", "coastal", "mid-century"],
    rooms: bathroom,
  }),
  sanitary("vanity-matt-grey-80", "Vanity unit in matt grey with basin", "80 cm, handleless", {
    euros: 559,
    size: [80, 46, 50],
    materials: ["matt lacquer", "ceramic"],
    styles: ["modern", "minimalist", "industrial"],
    rooms: bathroom,
  }),
  sanitary("vanity-marble-100", "Washstand with marble top", "100 cm, brass frame", {
    euros: 1_190,
    size: [100, 52, 85],
    materials: ["marble", "brass"],
    styles: ["traditional", "art-deco"],
    rooms: bathroom,
  }),
  sanitary("bath-acrylic-180", "Bath", "180 × 80 cm, acrylic, with feet and waste", {
    euros: 449,
    size: [180, 80, 58],
    materials: ["acrylic"],
    rooms: bathroom,
  }),
  sanitary("bath-freestanding", "Freestanding bath", "170 × 75 cm, cast mineral", {
    euros: 1_490,
    size: [170, 75, 60],
    materials: ["mineral cast"],
    styles: ["traditional", "art-deco", "minimalist", "mediterranean"],
    rooms: bathroom,
  }),
  sanitary("shower-walk-in-120", "Walk-in shower screen", "120 cm, 8 mm safety glass", {
    euros: 489,
    size: [120, 1, 200],
    materials: ["glass"],
    rooms: bathroom,
  }),
  sanitary("shower-tray-90", "Flat shower tray", "90 × 120 cm, 3 cm high", {
    euros: 359,
    size: [90, 120, 3],
    materials: ["mineral cast"],
    rooms: bathroom,
  }),
  sanitary("sink-steel-50", "Undermount sink", "50 cm bowl, brushed steel", {
    euros: 189,
    size: [54, 44, 20],
    materials: ["stainless steel"],
    rooms: ["kitchen", "laundry"],
  }),
  sanitary("sink-ceramic-farmhouse", "Ceramic apron sink", "60 cm, white glaze", {
    euros: 329,
    size: [60, 46, 22],
    materials: ["ceramic"],
    styles: ["rustic", "traditional", "coastal"],
    rooms: ["kitchen"],
  }),
  tap("tap-basin-chrome", "Basin mixer in chrome", "Water saving, 5 litres a minute", {
    euros: 89,
    materials: ["brass", "chrome"],
    rooms: bathroom,
  }),
  tap("tap-basin-brass", "Basin mixer in brushed brass", "5 litres a minute", {
    euros: 179,
    materials: ["brass"],
    styles: ["art-deco", "mid-century", "traditional", "mediterranean"],
    rooms: bathroom,
  }),
  tap("tap-shower-thermostat", "Shower set with thermostat", "Rain shower 25 cm and hand shower", {
    euros: 299,
    materials: ["brass", "chrome"],
    rooms: bathroom,
  }),
  tap("tap-bath-mixer", "Bath mixer", "Wall mounted, with hand shower", {
    euros: 149,
    materials: ["brass", "chrome"],
    rooms: bathroom,
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
];
