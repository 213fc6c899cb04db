import type { Product, Style } from "../../catalog/schema.ts";
import type { Plan } from "../../plan/schema.ts";
import type { Room } from "../../rooms/schema.ts";

/** A picked product as the board shows it. */
export type BoardPick = Pick<Product, "name" | "category" | "unit" | "size" | "materials"> & {
  quantity: number;
  unitPriceMinor: number;
  /** Quantity times price, as the pick has it; the board never computes it anew. */
  costMinor: number;
};

/** The room as the board draws it; unknown sides and heights are null. */
export type BoardRoom = Pick<Room, "name" | "type" | "widthCm" | "lengthCm" | "heightCm" | "areaM2" | "requirements">;

/** Everything a concept board shows; the same input always gives the same drawing. */
export type BoardInput = {
  projectTitle: string;
  room: BoardRoom;
  style: Pick<Style, "name" | "summary" | "palette" | "materials"> | undefined;
  picks: readonly BoardPick[];
  /** ISO 4217, of all amounts. */
  currency: string;
  /** The standing plan of the whole renovation. */
  plan: Pick<Plan, "version" | "totalMinor" | "startsOn" | "endsOn"> | undefined;
  /** What the user asked to be different in this version. */
  instructions: string | null;
  /** Counts up with every board of the room. */
  version: number;
  /** Day it was drawn: `2026-11-22`. */
  date: string;
  /** BCP 47 tag for numbers and dates; `en-GB` where it is unknown to the runtime. */
  locale: string;
};
