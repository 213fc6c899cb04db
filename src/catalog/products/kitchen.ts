import type { RoomType } from "../../rooms/schema.ts";
import type { Product } from "../schema.ts";
import { shelf } from "./product.ts";

const kitchen: RoomType[] = ["kitchen"];
const cabinet = shelf("cabinets");
const worktop = shelf("worktops");
const appliance = shelf("appliances");

/** Kitchen fronts by the running metre, worktops and appliances. */
export const kitchenProducts: readonly Product[] = [
  cabinet(
    "kitchen-birch-matt",
    "Kitchen in matt white and birch",
    "Base and wall units per running metre, handleless",
    {
      euros: 890,
      unit: "m",
      size: [100, 60, 220],
      materials: ["birch", "matt lacquer"],
      styles: ["scandinavian", "japandi", "minimalist", "coastal"],
      rooms: kitchen,
    },
  ),
  cabinet("kitchen-oak-slatted", "Kitchen in slatted oak", "Base and wall units per running metre, oiled veneer", {
    euros: 1_390,
    unit: "m",
    size: [100, 60, 220],
    materials: ["oak"],
    styles: ["japandi", "mid-century", "scandinavian"],
    rooms: kitchen,
  }),
  cabinet(
    "kitchen-gloss-graphite",
    "Kitchen in graphite lacquer",
    "Base and wall units per running metre, flat fronts",
    {
      euros: 1_090,
      unit: "m",
      size: [100, 60, 220],
      materials: ["lacquered fronts"],
      styles: ["modern", "minimalist", "industrial"],
      rooms: kitchen,
    },
  ),
  cabinet(
    "kitchen-shaker-sage",
    "Framed kitchen in sage",
    "Base and wall units per running metre, painted ash frames",
    {
      euros: 1_240,
      unit: "m",
      size: [100, 60, 220],
      materials: ["ash", "paint"],
      styles: ["rustic", "traditional", "coastal", "mediterranean"],
      rooms: kitchen,
    },
  ),
  cabinet("kitchen-basic-white", "Basic kitchen in white", "Base and wall units per running metre, melamine", {
    euros: 420,
    unit: "m",
    size: [100, 60, 220],
    materials: ["melamine"],
    rooms: kitchen,
  }),
  worktop("worktop-laminate-oak", "Laminate worktop, oak look", "38 mm, per running metre, heat resistant to 180 °C", {
    euros: 79,
    unit: "m",
    size: [100, 60, 3.8],
    materials: ["laminate"],
    rooms: ["kitchen", "laundry"],
  }),
  worktop("worktop-solid-oak", "Solid oak worktop", "30 mm, oiled, per running metre", {
    euros: 189,
    unit: "m",
    size: [100, 62, 3],
    materials: ["oak"],
    styles: ["scandinavian", "rustic", "japandi", "coastal"],
    rooms: kitchen,
  }),
  worktop("worktop-quartz-white", "Quartz worktop in white", "20 mm engineered stone, per running metre", {
    euros: 349,
    unit: "m",
    size: [100, 62, 2],
    materials: ["quartz"],
    styles: ["modern", "minimalist", "scandinavian", "traditional"],
    rooms: kitchen,
  }),
  worktop("worktop-steel", "Stainless steel worktop", "Brushed, 40 mm edge, per running metre", {
    euros: 420,
    unit: "m",
    size: [100, 62, 4],
    materials: ["stainless steel"],
    styles: ["industrial", "modern"],
    rooms: kitchen,
  }),
  worktop("worktop-marble", "Marble worktop", "30 mm, sealed, per running metre", {
    euros: 560,
    unit: "m",
    size: [100, 62, 3],
    materials: ["marble"],
    styles: ["traditional", "art-deco", "mediterranean"],
    rooms: kitchen,
  }),
  appliance("oven-built-in", "Built-in oven", "71 litres, hot air, steam cleaning", {
    euros: 549,
    size: [60, 55, 60],
    materials: ["steel", "glass"],
    rooms: kitchen,
  }),
  appliance("hob-induction-60", "Induction hob", "Four zones, 60 cm, 7.4 kW", {
    euros: 429,
    size: [60, 52, 6],
    materials: ["glass"],
    rooms: kitchen,
  }),
  appliance("hood-wall-60", "Wall hood", "60 cm, 650 m³/h, recirculating or ducted", {
    euros: 299,
    size: [60, 45, 65],
    materials: ["steel"],
    rooms: kitchen,
  }),
  appliance("fridge-freezer-built-in", "Built-in fridge-freezer", "178 cm niche, 270 litres, 35 dB", {
    euros: 899,
    size: [56, 55, 178],
    materials: ["steel"],
    rooms: kitchen,
  }),
  appliance("dishwasher-60", "Fully integrated dishwasher", "14 place settings, 44 dB", {
    euros: 579,
    size: [60, 55, 82],
    materials: ["steel"],
    rooms: kitchen,
  }),
  appliance("microwave-built-in", "Built-in microwave", "25 litres, 900 W with grill", {
    euros: 319,
    size: [60, 38, 38],
    materials: ["steel", "glass"],
    rooms: kitchen,
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
];
