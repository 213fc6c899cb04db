import type { FurnitureKind } from "../layout-kinds.ts";
import { car, floorLamp, plant } from "./decoration.ts";
import { freeFridge, island, kitchen, washingMachine } from "./kitchen.ts";
import { basin, bath, freestandingBath, shower, toilet } from "./sanitary.ts";
import { armchair, bench, chair, officeChair, sofa } from "./seating.ts";
import { bed, singleBed } from "./sleeping.ts";
import { box, coatRack, mediaUnit, shelf, sideboard, wardrobe } from "./storage.ts";
import type { PlanSymbol } from "./symbol.ts";
import { coffeeTable, desk, nightstand, table, workbench } from "./tables.ts";

/** How each kind of furniture looks from above. */
export const symbols: Readonly<Record<FurnitureKind, PlanSymbol>> = {
  kitchen,
  island,
  fridge: freeFridge,
  sofa,
  armchair,
  coffee_table: coffeeTable,
  media_unit: mediaUnit,
  bed,
  single_bed: singleBed,
  nightstand,
  wardrobe,
  shelf,
  sideboard,
  desk,
  office_chair: officeChair,
  table,
  chair,
  bench,
  coat_rack: coatRack,
  bath,
  freestanding_bath: freestandingBath,
  shower,
  toilet,
  basin,
  washing_machine: washingMachine,
  dryer: washingMachine,
  floor_lamp: floorLamp,
  workbench,
  car,
  plant,
  box,
};
