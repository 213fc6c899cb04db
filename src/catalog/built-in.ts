import { appliances } from "./products/appliances.ts";
import { basinsAndToilets } from "./products/basins-and-toilets.ts";
import { bathsAndShowers } from "./products/baths-and-showers.ts";
import { beds } from "./products/beds.ts";
import { cabinets } from "./products/cabinets.ts";
import { ceilingLights } from "./products/ceiling-lights.ts";
import { desksAndMore } from "./products/desks-and-more.ts";
import { doors } from "./products/doors.ts";
import { flooring } from "./products/flooring.ts";
import { otherLights } from "./products/other-lights.ts";
import { paints } from "./products/paint.ts";
import { seating } from "./products/seating.ts";
import { shelvesAndCabinets } from "./products/shelves-and-cabinets.ts";
import { tables } from "./products/tables.ts";
import { taps } from "./products/taps.ts";
import { textiles } from "./products/textiles.ts";
import { tiles } from "./products/tiles.ts";
import { wardrobes } from "./products/wardrobes.ts";
import { worktops } from "./products/worktops.ts";
import type { Catalog } from "./schema.ts";
import { styles } from "./styles.ts";

/**
 * The catalogue that the service comes with, priced in euros. Brands are left out on purpose: they are kinds of products,
 * at usual prices with VAT.
 */
export const builtInCatalog: Catalog = {
  styles,
  products: [
    ...cabinets,
    ...worktops,
    ...appliances,
    ...basinsAndToilets,
    ...bathsAndShowers,
    ...taps,
    ...tiles,
    ...flooring,
    ...paints,
    ...ceilingLights,
    ...otherLights,
    ...seating,
    ...tables,
    ...beds,
    ...desksAndMore,
    ...wardrobes,
    ...shelvesAndCabinets,
    ...textiles,
    ...doors,
  ],
};
