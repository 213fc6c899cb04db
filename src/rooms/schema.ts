import { z } from "zod";
import { MinorUnits, PlainText, Uuid } from "../sessions/schema.ts";

const roomTypes = [
  "kitchen",
  "bathroom",
  "bedroom",
  "living_room",
  "dining_room",
  "hallway",
  "home_office",
  "laundry",
  "children_room",
  "basement",
  "attic",
  "balcony",
  "garage",
  "other",
] as const;
export const RoomType = z.enum(roomTypes).meta({ id: "RoomType", description: "What the room is used as" });
export type RoomType = z.infer<typeof RoomType>;

/** A side of a room in centimetres: half a metre to a hundred metres. */
const Side = z.int().min(50).max(10_000);

export const Room = z
  .object({
    id: Uuid,
    type: RoomType,
    name: z.string().min(1).max(80).meta({ example: "Kitchen" }),
    widthCm: Side.nullable().meta({ example: 300 }),
    lengthCm: Side.nullable().meta({ example: 400 }),
    heightCm: z.int().min(150).max(1_500).nullable().meta({ example: 250 }),
    areaM2: z
      .number()
      .min(0.25)
      .max(10_000)
      .nullable()
      .meta({ description: "Floor area in square metres", example: 12 }),
    budgetMinor: MinorUnits.nullable(),
    requirements: z
      .array(z.string().min(1).max(300))
      .max(50)
      .meta({ example: ["room for a dishwasher"] }),
    notes: z.string().max(2_000).nullable(),
  })
  .meta({ id: "Room", description: "A room of the renovation; lengths in centimetres, area in square metres" });
export type Room = z.infer<typeof Room>;

export const maxRooms = 30;

const values = {
  type: RoomType,
  name: PlainText.trim().min(1).max(80).meta({ example: "Kitchen" }),
  widthCm: Room.shape.widthCm,
  lengthCm: Room.shape.lengthCm,
  heightCm: Room.shape.heightCm,
  areaM2: Room.shape.areaM2,
  budgetMinor: Room.shape.budgetMinor,
  requirements: z
    .array(PlainText.trim().min(1).max(300))
    .max(50)
    .meta({ example: ["room for a dishwasher"] }),
  notes: PlainText.max(2_000).nullable(),
};

const roomExample = { type: "kitchen", name: "Kitchen", widthCm: 300, lengthCm: 400 };

/** Only the type is needed; the area follows from the sides unless it is given. */
export const NewRoom = z
  .strictObject({ ...z.object(values).partial().shape, type: RoomType })
  .meta({ id: "NewRoom", example: roomExample });
export type NewRoom = z.infer<typeof NewRoom>;

/** What is given replaces, null empties. Sides that contradict a newer area are emptied, and the area follows newer sides. */
export const RoomChange = z
  .strictObject(values)
  .partial()
  .refine((change) => Object.keys(change).length > 0, "names nothing to change")
  .meta({ id: "RoomChange", example: { lengthCm: 420 } });
export type RoomChange = z.infer<typeof RoomChange>;
