import type { ItemCategory, Priority } from "../../checklist/schema.ts";
import type { RoomType } from "../../rooms/schema.ts";

/** How much of it a room needs: a fixed number, or so many times what the room measures. */
export type Amount = number | { per: "floor" | "walls" | "perimeter" | "run"; times?: number };

/** Something a room's checklist starts with: work of the price table, or a product to buy. */
export type ItemTemplate = {
  description: string;
  category: ItemCategory;
  priority: Priority;
  amount: Amount;
  /** Work of the price table; without it, a product of the category is bought. */
  rate?: string;
  /** The product has one of these words, and none of those with a "!" before them. */
  words?: string;
};

const floor: Amount = { per: "floor" };
const walls: Amount = { per: "walls" };
const run: Amount = { per: "run" };
const perimeter: Amount = { per: "perimeter" };
/** Tiles and boards are bought with a tenth for offcuts. */
const floorCovering: Amount = { per: "floor", times: 1.1 };
/** Litres for walls and ceiling, two coats. */
const paintLitres: Amount = { per: "walls", times: 0.36 };

type Row = [priority: Priority, category: ItemCategory, description: string, amount: Amount, what?: string];

const work = ([priority, category, description, amount, rate = ""]: Row): ItemTemplate => ({
  priority,
  category,
  description,
  amount,
  rate,
});
const buy = ([priority, category, description, amount, words]: Row): ItemTemplate => ({
  priority,
  category,
  description,
  amount,
  ...(words && { words }),
});

const cleaning = work(["must", "other", "Final cleaning", 1, "final-clean"]);

/** Walls, light and a wooden floor: what a room to live in starts with. */
const livingSpace: readonly ItemTemplate[] = [
  work(["must", "demolition", "Remove the old floor covering", floor, "remove-floor"]),
  work(["nice", "electrical", "Four new sockets or switches", 4, "electrical-point"]),
  work(["optional", "walls", "Replaster the walls", walls, "plaster-wall"]),
  work(["must", "paint", "Paint walls and ceiling", floor, "paint-walls"]),
  work(["must", "flooring", "Lay the new floor", floor, "lay-wood-floor"]),
  work(["must", "flooring", "Skirting boards", perimeter, "fit-skirting"]),
  work(["must", "lighting", "Connect the ceiling light", 1, "fit-light"]),
  cleaning,
  buy(["must", "flooring", "Floor covering", floorCovering, "oak walnut pine laminate vinyl"]),
  buy(["must", "paint", "Wall paint", paintLitres, "paint !radiators !blackboard"]),
  buy(["must", "lighting", "Ceiling light", 1, "pendant lamp ceiling"]),
];

const storeRoom: readonly ItemTemplate[] = [
  work(["must", "walls", "Level the floor", floor, "level-floor"]),
  work(["must", "paint", "Paint walls and ceiling", floor, "paint-walls"]),
  work(["must", "lighting", "Connect the light", 1, "fit-light"]),
  cleaning,
  buy(["must", "lighting", "Light", 1, "ceiling"]),
  buy(["nice", "storage", "Shelves", 2, "shelf"]),
];

/** What a room's checklist starts with, in the order of a walk through the work. */
export const templates: Record<RoomType, readonly ItemTemplate[]> = {
  kitchen: [
    work(["must", "demolition", "Take out the old kitchen", 1, "remove-kitchen"]),
    work(["must", "electrical", "New circuit for the cooker", 1, "cooker-circuit"]),
    work(["must", "electrical", "Six new sockets and switches", 6, "electrical-point"]),
    work(["must", "plumbing", "New water and waste lines", 2, "water-point"]),
    work(["nice", "walls", "Replaster the walls", walls, "plaster-wall"]),
    work(["must", "walls", "Level the floor", floor, "level-floor"]),
    work(["must", "paint", "Paint walls and ceiling", floor, "paint-walls"]),
    work(["must", "flooring", "Lay the new floor", floor, "lay-wood-floor"]),
    work(["must", "cabinets", "Fit the kitchen", 1, "fit-kitchen"]),
    work(["must", "worktops", "Cut and fit the worktop", run, "fit-worktop"]),
    work(["nice", "tiles", "Tiled splashback", run, "fit-splashback"]),
    work(["must", "appliances", "Connect the appliances", 4, "connect-appliance"]),
    work(["must", "taps", "Fit the kitchen tap", 1, "fit-tap"]),
    work(["must", "lighting", "Connect the lights", 1, "fit-light"]),
    cleaning,
    buy(["must", "cabinets", "Kitchen units", run, "kitchen !island"]),
    buy(["must", "worktops", "Worktop", run]),
    buy(["must", "appliances", "Oven", 1, "oven"]),
    buy(["must", "appliances", "Hob", 1, "hob"]),
    buy(["must", "appliances", "Fridge-freezer", 1, "fridge"]),
    buy(["must", "appliances", "Dishwasher", 1, "dishwasher"]),
    buy(["nice", "appliances", "Hood", 1, "hood"]),
    buy(["optional", "appliances", "Microwave", 1, "microwave"]),
    buy(["must", "sanitaryware", "Sink", 1, "sink"]),
    buy(["must", "taps", "Kitchen tap", 1, "kitchen"]),
    buy(["nice", "tiles", "Splashback tiles", { per: "run", times: 0.7 }]),
    buy(["must", "flooring", "Floor covering", floorCovering, "oak walnut pine laminate vinyl"]),
    buy(["must", "paint", "Wall paint", paintLitres, "paint !radiators !blackboard"]),
    buy(["must", "lighting", "Ceiling spots", 1, "spots"]),
  ],
  bathroom: [
    work(["must", "demolition", "Take out the old bathroom", 1, "remove-bathroom"]),
    work(["must", "plumbing", "New water and waste lines", 3, "water-point"]),
    work(["must", "electrical", "Three new sockets and switches", 3, "electrical-point"]),
    work(["must", "walls", "Level the floor", floor, "level-floor"]),
    work(["must", "walls", "Seal the wet areas", { per: "floor", times: 2 }, "waterproof"]),
    work(["must", "tiles", "Tile the wet walls", { per: "walls", times: 0.45 }, "lay-wall-tiles"]),
    work(["must", "tiles", "Tile the floor", floor, "lay-floor-tiles"]),
    work(["must", "paint", "Paint the dry walls and the ceiling", floor, "paint-walls"]),
    work(["nice", "heating", "New radiator", 1, "fit-radiator"]),
    work(["must", "sanitaryware", "Fit the sanitary objects", 4, "fit-sanitaryware"]),
    work(["must", "taps", "Fit the taps", 2, "fit-tap"]),
    work(["must", "lighting", "Connect the lights", 1, "fit-light"]),
    cleaning,
    buy(["must", "sanitaryware", "Toilet", 1, "toilet"]),
    buy(["must", "sanitaryware", "Washbasin", 1, "basin washbasin washstand"]),
    buy(["must", "sanitaryware", "Shower tray", 1, "tray !cabin"]),
    buy(["must", "sanitaryware", "Shower screen", 1, "screen"]),
    buy(["must", "taps", "Basin tap", 1, "basin"]),
    buy(["must", "taps", "Shower set", 1, "thermostat"]),
    buy(["must", "tiles", "Wall tiles", { per: "walls", times: 0.5 }]),
    buy(["must", "tiles", "Floor tiles", floorCovering, "floor"]),
    buy(["must", "paint", "Paint for damp rooms", { per: "floor", times: 0.8 }, "damp"]),
    buy(["must", "lighting", "Ceiling spots", 1, "spots"]),
    buy(["nice", "storage", "Mirror cabinet", 1, "mirror"]),
    buy(["optional", "lighting", "Mirror light", 1, "mirror"]),
  ],
  bedroom: [
    ...livingSpace,
    buy(["nice", "storage", "Wardrobe", 1, "wardrobe"]),
    buy(["optional", "furniture", "Bed", 1, "bed"]),
    buy(["optional", "textiles", "Curtains", 1, "curtains"]),
  ],
  living_room: [
    ...livingSpace,
    buy(["nice", "textiles", "Curtains", 2, "curtains"]),
    buy(["optional", "textiles", "Rug", 1, "rug"]),
    buy(["optional", "furniture", "Sofa", 1, "sofa"]),
  ],
  dining_room: [
    ...livingSpace,
    buy(["nice", "furniture", "Dining table", 1, "table"]),
    buy(["optional", "furniture", "Chairs", 6, "chair"]),
  ],
  hallway: [
    ...livingSpace,
    work(["nice", "doors", "Fit the new door", 1, "fit-door"]),
    buy(["nice", "doors", "Inner door", 1, "door !handle"]),
    buy(["nice", "storage", "Coat rack", 1, "coat"]),
  ],
  home_office: [
    ...livingSpace,
    buy(["nice", "furniture", "Desk", 1, "desk"]),
    buy(["nice", "storage", "Shelves", 2, "shelf"]),
  ],
  laundry: [
    work(["must", "demolition", "Remove the old floor covering", floor, "remove-floor"]),
    work(["must", "plumbing", "New water and waste lines", 2, "water-point"]),
    work(["must", "electrical", "Two new sockets", 2, "electrical-point"]),
    work(["must", "tiles", "Tile the floor", floor, "lay-floor-tiles"]),
    work(["must", "paint", "Paint walls and ceiling", floor, "paint-walls"]),
    work(["must", "appliances", "Connect the washing machine", 1, "connect-appliance"]),
    work(["must", "lighting", "Connect the light", 1, "fit-light"]),
    cleaning,
    buy(["must", "tiles", "Floor tiles", floorCovering, "floor"]),
    buy(["must", "paint", "Paint for damp rooms", paintLitres, "damp"]),
    buy(["must", "lighting", "Ceiling light", 1, "ceiling"]),
    buy(["must", "appliances", "Washing machine", 1, "washing !dryer"]),
    buy(["optional", "appliances", "Dryer", 1, "dryer"]),
  ],
  children_room: [
    ...livingSpace,
    buy(["nice", "storage", "Shelves", 1, "shelf"]),
    buy(["optional", "furniture", "Child’s bed", 1, "child"]),
    buy(["optional", "textiles", "Blackout curtains", 1, "blackout"]),
  ],
  basement: [
    ...storeRoom,
    work(["nice", "walls", "Insulate the outer walls", { per: "walls", times: 0.5 }, "insulate"]),
    work(["nice", "flooring", "Lay the new floor", floor, "lay-soft-floor"]),
    buy(["nice", "flooring", "Floor covering", floorCovering, "vinyl"]),
  ],
  attic: [
    work(["must", "walls", "Insulate the roof", walls, "insulate"]),
    work(["must", "walls", "Line the slopes with plasterboard", walls, "line-wall"]),
    ...livingSpace.filter(({ category }) => category !== "demolition"),
    work(["optional", "windows", "Replace a window", 1, "fit-window"]),
  ],
  balcony: [
    work(["must", "flooring", "Lay the decking", floor, "deck-balcony"]),
    work(["nice", "lighting", "Connect the outdoor light", 1, "fit-light"]),
    cleaning,
    buy(["must", "flooring", "Decking boards", floorCovering, "decking"]),
    buy(["nice", "lighting", "Outdoor light", 1, "outdoor"]),
    buy(["optional", "furniture", "Outdoor bench", 1, "outdoor"]),
  ],
  garage: [...storeRoom, buy(["optional", "flooring", "Floor coating", floor, "epoxy"])],
  other: livingSpace,
};

/** The floor area to reckon with while a size is open, in square metres. */
export const usualAreaM2: Record<RoomType, number> = {
  kitchen: 10,
  bathroom: 5,
  bedroom: 14,
  living_room: 22,
  dining_room: 14,
  hallway: 7,
  home_office: 10,
  laundry: 5,
  children_room: 12,
  basement: 20,
  attic: 25,
  balcony: 6,
  garage: 16,
  other: 10,
};

/** Where a room's products are looked for, when not among those for its own kind. */
export const shopsAs: Partial<Record<RoomType, RoomType>> = { other: "living_room" };
