import type { Product } from "../schema.ts";
import { shelf } from "./product.ts";

const sanitary = shelf("sanitaryware");

/** Toilets, washbasins, vanities and sinks. */
export const basinsAndToilets: readonly Product[] = [
  sanitary("toilet-wall-hung", "Wall-hung toilet with frame", "Rimless, soft-close seat, concealed cistern", {
    euros: 479,
    size: [36, 54, 112],
    materials: ["ceramic"],
    rooms: ["bathroom"],
  }),
  sanitary("basin-60", "Washbasin", "60 cm, with overflow", {
    euros: 129,
    size: [60, 48, 16],
    materials: ["ceramic"],
    rooms: ["bathroom"],
  }),
  sanitary("vanity-oak-80", "Vanity unit in oak with basin", "80 cm, two drawers", {
    euros: 689,
    size: [80, 46, 55],
    materials: ["oak", "ceramic"],
    styles: ["scandinavian", "japandi", "coastal", "mid-century"],
    rooms: ["bathroom"],
  }),
  sanitary("vanity-matt-grey-80", "Vanity unit in matt grey with basin", "80 cm, handleless", {
    euros: 559,
    size: [80, 46, 50],
    materials: ["matt lacquer", "ceramic"],
    styles: ["modern", "minimalist", "industrial"],
    rooms: ["bathroom"],
  }),
  sanitary("vanity-marble-100", "Washstand with marble top", "100 cm, brass frame", {
    euros: 1_190,
    size: [100, 52, 85],
    materials: ["marble", "brass"],
    styles: ["traditional", "art-deco"],
    rooms: ["bathroom"],
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
  sanitary("toilet-standing", "Standing toilet with cistern", "Rimless, outlet to the wall, soft-close seat", {
    euros: 229,
    size: [36, 66, 80],
    materials: ["ceramic"],
    rooms: ["bathroom"],
  }),
  sanitary("toilet-shower-seat", "Wall-hung toilet with shower function", "With frame, warm water and dryer", {
    euros: 1_690,
    size: [38, 58, 112],
    materials: ["ceramic"],
    rooms: ["bathroom"],
  }),
  sanitary("toilet-traditional", "Toilet with high cistern", "Ceramic cistern, brass pipe and pull chain", {
    euros: 749,
    size: [38, 72, 200],
    materials: ["ceramic", "brass"],
    styles: ["traditional", "art-deco", "rustic"],
    rooms: ["bathroom"],
  }),
  sanitary("bidet-wall-hung", "Wall-hung bidet", "With frame, one tap hole", {
    euros: 329,
    size: [36, 54, 82],
    materials: ["ceramic"],
    rooms: ["bathroom"],
  }),
  sanitary("basin-cloakroom-40", "Small washbasin", "40 cm, for guest toilets", {
    euros: 79,
    size: [40, 25, 14],
    materials: ["ceramic"],
    rooms: ["bathroom"],
  }),
  sanitary("basin-bowl-stone", "Basin bowl in natural stone", "40 cm, each one different", {
    euros: 189,
    size: [40, 40, 14],
    materials: ["natural stone"],
    styles: ["japandi", "rustic", "mediterranean", "bohemian"],
    rooms: ["bathroom"],
  }),
  sanitary("basin-double-120", "Double washbasin", "120 cm, two tap holes", {
    euros: 329,
    size: [120, 48, 16],
    materials: ["ceramic"],
    rooms: ["bathroom"],
  }),
  sanitary("vanity-white-60", "Vanity unit in white with basin", "60 cm, two drawers", {
    euros: 299,
    size: [60, 46, 55],
    materials: ["melamine", "ceramic"],
    rooms: ["bathroom"],
  }),
  sanitary("vanity-double-120", "Double vanity unit with basins", "120 cm, four drawers, white gloss", {
    euros: 899,
    size: [120, 46, 55],
    materials: ["lacquered fronts", "ceramic"],
    styles: ["modern", "minimalist", "coastal"],
    rooms: ["bathroom"],
  }),
  sanitary("vanity-walnut-legs", "Vanity unit in walnut on legs with basin", "90 cm, brass handles", {
    euros: 979,
    size: [90, 48, 85],
    materials: ["walnut", "brass", "ceramic"],
    styles: ["mid-century", "art-deco", "traditional"],
    rooms: ["bathroom"],
  }),
  sanitary("vanity-rustic-oak", "Washstand of solid oak with bowl", "100 cm, open shelf below", {
    euros: 849,
    size: [100, 50, 82],
    materials: ["solid oak", "ceramic"],
    styles: ["rustic", "mediterranean", "bohemian"],
    rooms: ["bathroom"],
  }),
  sanitary("vanity-black-steel", "Washstand in black steel with basin", "80 cm, towel rail in the frame", {
    euros: 649,
    size: [80, 48, 85],
    materials: ["black steel", "ceramic"],
    styles: ["industrial", "modern"],
    rooms: ["bathroom"],
  }),
  sanitary("sink-steel-basic-80", "Sink with drainer", "80 × 50 cm, stainless steel, one bowl", {
    euros: 99,
    size: [80, 50, 16],
    materials: ["stainless steel"],
    rooms: ["kitchen", "laundry"],
  }),
  sanitary("sink-granite-black", "Composite sink in black", "58 × 50 cm, one and a half bowls", {
    euros: 259,
    size: [58, 50, 20],
    materials: ["mineral cast"],
    styles: ["industrial", "modern", "minimalist", "japandi", "mid-century"],
    rooms: ["kitchen"],
  }),
  sanitary("sink-utility-60", "Utility sink", "60 × 50 cm, deep, with wall brackets", {
    euros: 119,
    size: [60, 50, 33],
    materials: ["ceramic"],
    rooms: ["laundry", "basement", "garage"],
  }),
];
