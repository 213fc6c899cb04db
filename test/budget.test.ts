import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { computeBudget, type Spending } from "../src/budget/budget.ts";
import { Budget } from "../src/budget/schema.ts";

const kitchen = { id: crypto.randomUUID(), name: "Kitchen", budgetMinor: 1_000_000 };
const bathroom = { id: crypto.randomUUID(), name: "Bathroom", budgetMinor: null };
const floor = { id: "floor", roomId: kitchen.id, priority: "must", estimateMinor: 80_000 };
const lamp = { id: "lamp", roomId: kitchen.id, priority: "nice", estimateMinor: 20_000 };
const island = { id: "island", roomId: kitchen.id, priority: "optional", estimateMinor: 300_000 };
const basin = { id: "basin", roomId: bathroom.id, priority: "must", estimateMinor: 50_000 };

const spending = (change: Partial<Spending> = {}): Spending => ({
  currency: "EUR",
  totalMinor: 2_000_000,
  rooms: [kitchen, bathroom],
  items: [floor, lamp, island, basin],
  picks: [],
  plan: null,
  ...change,
});

describe("before there is a plan", () => {
  test("the budget is taken by the estimates of everything that is not optional", () => {
    expect(computeBudget(spending())).toMatchObject({
      totalMinor: 2_000_000,
      estimatedMinor: 150_000,
      pickedMinor: 0,
      plannedMinor: null,
      allocatedMinor: 150_000,
      remainingMinor: 1_850_000,
      overMinor: 0,
      rooms: [
        { roomId: kitchen.id, totalMinor: 1_000_000, allocatedMinor: 100_000, remainingMinor: 900_000 },
        { roomId: bathroom.id, totalMinor: null, allocatedMinor: 50_000, remainingMinor: null, overMinor: 0 },
      ],
    });
  });

  test("picks take the place of their item's estimate, and loose ones come on top", () => {
    const picks = [
      { roomId: kitchen.id, itemId: "floor", costMinor: 70_000 },
      { roomId: kitchen.id, itemId: "floor", costMinor: 5_000 },
      { roomId: kitchen.id, itemId: "island", costMinor: 250_000 },
      { roomId: bathroom.id, itemId: null, costMinor: 9_000 },
    ];
    expect(computeBudget(spending({ picks }))).toMatchObject({
      estimatedMinor: 150_000,
      pickedMinor: 334_000,
      allocatedMinor: 75_000 + 20_000 + 250_000 + 9_000 + 50_000,
    });
  });
});

describe("with a plan", () => {
  const plan = {
    tasks: [
      { roomId: kitchen.id, labourMinor: 300_000, materialMinor: 100_000 },
      { roomId: bathroom.id, labourMinor: 200_000, materialMinor: 50_000 },
      { roomId: null, labourMinor: 30_000, materialMinor: 0 },
    ],
    contingencyMinor: 68_000,
  };

  test("the budget is taken by its work, its contingency and the picks", () => {
    const picks = [{ roomId: kitchen.id, itemId: "floor", costMinor: 70_000 }];
    expect(computeBudget(spending({ plan, picks }))).toMatchObject({
      plannedMinor: 680_000,
      contingencyMinor: 68_000,
      allocatedMinor: 818_000,
      remainingMinor: 1_182_000,
      rooms: [
        { plannedMinor: 400_000, allocatedMinor: 470_000 },
        { plannedMinor: 250_000, allocatedMinor: 250_000 },
        { roomId: null, name: null, plannedMinor: 30_000, totalMinor: null },
      ],
    });
  });

  test("going over is said by how much, for the whole and for a room", () => {
    const rooms = [{ ...kitchen, budgetMinor: 350_000 }, bathroom];
    const { overMinor, remainingMinor, rooms: said } = computeBudget(spending({ plan, rooms, totalMinor: 500_000 }));
    expect({ overMinor, remainingMinor }).toEqual({ overMinor: 248_000, remainingMinor: -248_000 });
    expect(said[0]).toMatchObject({ overMinor: 50_000, remainingMinor: -50_000 });
  });
});

test("without a total there is nothing left or over, but what it comes to is known", () => {
  const budget = computeBudget(spending({ totalMinor: null }));
  expect(budget).toMatchObject({ totalMinor: null, remainingMinor: null, overMinor: 0, allocatedMinor: 150_000 });
});

const amount = fc.nat(1_000_000_000);
const roomIds = ["11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"];
const roomId = fc.constantFrom(...roomIds);
const itemId = fc.constantFrom("a", "b", "c", "d");
const anySpending: fc.Arbitrary<Spending> = fc.record({
  currency: fc.constant("EUR"),
  totalMinor: fc.option(amount),
  rooms: fc
    .subarray(roomIds)
    .chain((ids) =>
      fc.tuple(
        ...ids.map((id) => fc.option(amount).map((budgetMinor) => ({ id, name: `Room ${id[0]}`, budgetMinor }))),
      ),
    ),
  items: fc.uniqueArray(
    fc.record({
      id: itemId,
      roomId,
      priority: fc.constantFrom("must", "nice", "optional"),
      estimateMinor: fc.option(amount),
    }),
    { selector: ({ id }) => id },
  ),
  picks: fc.array(fc.record({ roomId, itemId: fc.option(itemId), costMinor: amount }), { maxLength: 6 }),
  plan: fc.option(
    fc.record({
      tasks: fc.array(fc.record({ roomId: fc.option(roomId), labourMinor: amount, materialMinor: amount })),
      contingencyMinor: amount,
    }),
  ),
});

test("allocated and remaining make the total, the rooms and the contingency make allocated, over is what is missing", () => {
  fc.assert(
    fc.property(anySpending, (given) => {
      const budget = computeBudget(given);
      expect(Budget.parse(budget)).toEqual(budget);
      for (const { totalMinor, allocatedMinor, remainingMinor, overMinor } of [budget, ...budget.rooms]) {
        if (totalMinor === null) expect({ remainingMinor, overMinor }).toEqual({ remainingMinor: null, overMinor: 0 });
        else {
          expect(allocatedMinor + (remainingMinor ?? Number.NaN)).toBe(totalMinor);
          expect(overMinor).toBe(Math.max(0, allocatedMinor - totalMinor));
        }
      }
      const ofRooms = (field: "allocatedMinor" | "pickedMinor" | "estimatedMinor") =>
        budget.rooms.reduce((sum, room) => sum + room[field], 0);
      expect(ofRooms("allocatedMinor") + budget.contingencyMinor).toBe(budget.allocatedMinor);
      expect(ofRooms("pickedMinor")).toBe(budget.pickedMinor);
    }),
  );
});
