import type { Product } from "../schema.ts";
import { shelf } from "./product.ts";

const appliance = shelf("appliances");

/** Kitchen and laundry appliances. */
export const appliances: readonly Product[] = [
  appliance("oven-built-in", "Built-in oven", "71 litres, hot air, steam cleaning", {
    euros: 549,
    size: [60, 55, 60],
    materials: ["steel", "glass"],
    rooms: ["kitchen"],
  }),
  appliance("hob-induction-60", "Induction hob", "Four zones, 60 cm, 7.4 kW", {
    euros: 429,
    size: [60, 52, 6],
    materials: ["glass"],
    rooms: ["kitchen"],
  }),
  appliance("hood-wall-60", "Wall hood", "60 cm, 650 m³/h, recirculating or ducted", {
    euros: 299,
    size: [60, 45, 65],
    materials: ["steel"],
    rooms: ["kitchen"],
  }),
  appliance("fridge-freezer-built-in", "Built-in fridge-freezer", "178 cm niche, 270 litres, 35 dB", {
    euros: 899,
    size: [56, 55, 178],
    materials: ["steel"],
    rooms: ["kitchen"],
  }),
  appliance("dishwasher-60", "Fully integrated dishwasher", "14 place settings, 44 dB", {
    euros: 579,
    size: [60, 55, 82],
    materials: ["steel"],
    rooms: ["kitchen"],
  }),
  appliance("microwave-built-in", "Built-in microwave", "25 litres, 900 W with grill", {
    euros: 319,
    size: [60, 38, 38],
    materials: ["steel", "glass"],
    rooms: ["kitchen"],
  }),
  appliance("washing-machine-8kg", "Washing machine", "8 kg, 1,400 rpm, 72 dB", {
    euros: 599,
    size: [60, 60, 85],
    materials: ["steel"],
    rooms: ["laundry", "bathroom", "kitchen", "basement"],
  }),
  appliance("dryer-heat-pump", "Heat pump dryer", "8 kg, stacks on the washing machine", {
    euros: 699,
    size: [60, 62, 85],
    materials: ["steel"],
    rooms: ["laundry", "bathroom", "basement"],
  }),
  appliance("oven-basic-built-in", "Basic built-in oven", "65 litres, hot air and grill", {
    euros: 299,
    size: [60, 55, 60],
    materials: ["steel", "glass"],
    rooms: ["kitchen"],
  }),
  appliance("oven-compact-steam", "Compact oven with steam", "45 litres, fits above another appliance", {
    euros: 849,
    size: [60, 55, 46],
    materials: ["steel", "glass"],
    rooms: ["kitchen"],
  }),
  appliance("range-cooker-90", "Range cooker", "90 cm, two baking compartments, five gas burners", {
    euros: 1_890,
    size: [90, 60, 91],
    materials: ["steel", "enamel"],
    styles: ["traditional", "rustic", "industrial", "art-deco"],
    rooms: ["kitchen"],
  }),
  appliance("hob-ceramic-60", "Ceramic hob", "Four zones, 60 cm, 6.5 kW", {
    euros: 229,
    size: [60, 52, 5],
    materials: ["glass"],
    rooms: ["kitchen"],
  }),
  appliance("hob-gas-75", "Gas hob", "Five burners, 75 cm, cast iron stands", {
    euros: 389,
    size: [75, 52, 6],
    materials: ["steel"],
    rooms: ["kitchen"],
  }),
  appliance(
    "hob-induction-80-extractor",
    "Induction hob with downdraught",
    "Four zones, 80 cm, extracts at the middle",
    { euros: 1_490, size: [80, 52, 22], materials: ["glass"], rooms: ["kitchen"] },
  ),
  appliance("hood-flat-60", "Flat pull-out hood", "60 cm, fits in a wall unit, 400 m³/h", {
    euros: 159,
    size: [60, 30, 18],
    materials: ["steel"],
    rooms: ["kitchen"],
  }),
  appliance("hood-island-90", "Island hood", "90 cm, hangs from the ceiling, 750 m³/h", {
    euros: 649,
    size: [90, 60, 70],
    materials: ["steel"],
    rooms: ["kitchen"],
  }),
  appliance("fridge-freezer-standing-185", "Standing fridge-freezer", "185 cm high, 320 litres, 38 dB", {
    euros: 599,
    size: [60, 66, 185],
    materials: ["steel"],
    rooms: ["kitchen", "basement", "garage"],
  }),
  appliance(
    "fridge-freezer-side-by-side",
    "Wide fridge-freezer with two doors",
    "91 cm wide, 520 litres, ice and water",
    { euros: 1_390, size: [91, 71, 178], materials: ["steel"], rooms: ["kitchen"] },
  ),
  appliance("freezer-chest-200", "Chest freezer", "200 litres, frost alarm", {
    euros: 379,
    size: [95, 62, 85],
    materials: ["steel"],
    rooms: ["basement", "garage", "laundry"],
  }),
  appliance("wine-cooler-30", "Wine cooler", "30 cm wide, 18 bottles, two zones", {
    euros: 429,
    size: [30, 57, 82],
    materials: ["steel", "glass"],
    rooms: ["kitchen", "dining_room"],
  }),
  appliance("dishwasher-45", "Slim dishwasher", "45 cm, 10 place settings, 46 dB", {
    euros: 449,
    size: [45, 55, 82],
    materials: ["steel"],
    rooms: ["kitchen"],
  }),
  appliance("microwave-standing", "Standing microwave", "20 litres, 800 W", {
    euros: 109,
    size: [45, 35, 26],
    materials: ["steel"],
    rooms: ["kitchen", "home_office"],
  }),
  appliance("washing-machine-9kg-quiet", "Quiet washing machine", "9 kg, 1,600 rpm, 66 dB, steam", {
    euros: 829,
    size: [60, 63, 85],
    materials: ["steel"],
    rooms: ["laundry", "bathroom", "kitchen", "basement"],
  }),
  appliance("washing-machine-slim", "Slim washing machine", "6 kg, 45 cm deep, 1,200 rpm", {
    euros: 429,
    size: [60, 45, 85],
    materials: ["steel"],
    rooms: ["laundry", "bathroom", "kitchen"],
  }),
  appliance("washer-dryer-combined", "Washing machine with dryer", "8 kg washing, 5 kg drying, in one", {
    euros: 949,
    size: [60, 60, 85],
    materials: ["steel"],
    rooms: ["laundry", "bathroom", "kitchen"],
  }),
  appliance("dryer-basic", "Condenser dryer", "7 kg, stands or stacks", {
    euros: 449,
    size: [60, 60, 85],
    materials: ["steel"],
    rooms: ["laundry", "bathroom", "basement"],
  }),
];
