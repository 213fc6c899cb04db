import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { schedule } from "../src/plan/schedule.ts";
import { totalsOf } from "../src/plan/totals.ts";
import { withoutTasks } from "../src/plan/without-tasks.ts";
import { addWorkingDays, defaultStart, firstWorkingDay } from "../src/plan/working-days.ts";
import { Problem } from "../src/problem.ts";

type Work = { key: string; durationDays: number; dependsOn: string[] };
const task = (key: string, durationDays: number, ...dependsOn: string[]): Work => ({ key, durationDays, dependsOn });

/** Any plan without cycles, its tasks in any order. */
const plans = fc
  .array(fc.record({ durationDays: fc.integer({ min: 1, max: 30 }), links: fc.array(fc.nat(), { maxLength: 4 }) }), {
    minLength: 1,
    maxLength: 25,
  })
  .chain((drafts) => {
    const tasks = drafts.map(({ durationDays, links }, index) => ({
      key: `t${index}`,
      durationDays,
      dependsOn: index === 0 ? [] : [...new Set(links.map((link) => `t${link % index}`))],
    }));
    return fc.shuffledSubarray(tasks, { minLength: tasks.length, maxLength: tasks.length });
  });
const days = fc
  .date({ min: new Date("2020-01-01"), max: new Date("2090-01-01"), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));

const isWorked = (day: string) => ![0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay());
/** Counted one day at a time, which is slow and plain. */
function workingDaysFrom(from: string, to: string): number {
  let count = 0;
  for (let day = from; day <= to; day = new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10)) {
    if (isWorked(day)) count++;
  }
  return count;
}

describe("a schedule", () => {
  test("starts no task before all it depends on are done, and lasts as long as its work", () => {
    fc.assert(
      fc.property(plans, days, (tasks, startsOn) => {
        const planned = schedule(tasks, startsOn);
        const byKey = new Map(planned.tasks.map((each) => [each.key, each]));
        expect(planned.tasks).toHaveLength(tasks.length);
        for (const [index, each] of planned.tasks.entries()) {
          expect(isWorked(each.startsOn) && isWorked(each.endsOn)).toBe(true);
          expect(workingDaysFrom(each.startsOn, each.endsOn)).toBe(each.durationDays);
          for (const before of each.dependsOn) {
            expect((byKey.get(before)?.endsOn ?? "9") < each.startsOn).toBe(true);
            expect(planned.tasks.findIndex(({ key }) => key === before)).toBeLessThan(index);
          }
        }
        expect(workingDaysFrom(planned.startsOn, planned.endsOn)).toBe(planned.workingDays);
        expect(planned.endsOn).toBe(
          planned.tasks
            .map(({ endsOn }) => endsOn)
            .toSorted()
            .at(-1) ?? "",
        );
      }),
    );
  });

  test("has a critical path that is a chain without gaps, as long as the whole", () => {
    fc.assert(
      fc.property(plans, days, (tasks, startsOn) => {
        const { criticalPath, workingDays, ...planned } = schedule(tasks, startsOn);
        const chain = criticalPath.map((key) => planned.tasks.find((each) => each.key === key));
        expect(chain.reduce((sum, each) => sum + (each?.durationDays ?? 0), 0)).toBe(workingDays);
        for (const [index, each] of chain.entries()) {
          expect(each?.critical).toBe(true);
          if (index > 0) expect(each?.dependsOn).toContain(criticalPath[index - 1] ?? "");
        }
      }),
    );
  });

  test("gives a task exactly as much slack as it can slip without moving the end", () => {
    fc.assert(
      fc.property(plans, fc.nat(), (tasks, choice) => {
        const { workingDays, tasks: planned } = schedule(tasks, "2026-12-07");
        const chosen = planned[choice % planned.length];
        if (!chosen) return;
        const longer = (by: number) =>
          schedule(
            tasks.map((each) => (each.key === chosen.key ? { ...each, durationDays: each.durationDays + by } : each)),
            "2026-12-07",
          ).workingDays;
        expect(longer(chosen.slackDays)).toBe(workingDays);
        expect(longer(chosen.slackDays + 1)).toBe(workingDays + 1);
      }),
    );
  });

  test("is the same whatever the order in which its tasks are given", () => {
    const byKey = (tasks: readonly { key: string }[]) => tasks.toSorted((a, b) => a.key.localeCompare(b.key));
    fc.assert(
      fc.property(plans, (tasks) => {
        const [one, other] = [schedule(tasks, "2026-12-07"), schedule(tasks.toReversed(), "2026-12-07")];
        expect(byKey(other.tasks)).toEqual(byKey(one.tasks));
      }),
    );
  });

  test("skips weekends and shows which tasks may wait", () => {
    const tasks = [task("paint", 2, "plaster"), task("plaster", 3, "strip"), task("strip", 2), task("order", 1)];
    // 5 December 2026 is a Saturday.
    const planned = schedule(tasks, "2026-12-05");
    expect(planned).toMatchObject({ startsOn: "2026-12-07", endsOn: "2026-12-15", workingDays: 7 });
    expect(planned.criticalPath).toEqual(["strip", "plaster", "paint"]);
    expect(planned.tasks.map(({ key, startsOn, endsOn, slackDays }) => [key, startsOn, endsOn, slackDays])).toEqual([
      ["strip", "2026-12-07", "2026-12-08", 0],
      ["order", "2026-12-07", "2026-12-07", 6],
      ["plaster", "2026-12-09", "2026-12-11", 0],
      ["paint", "2026-12-14", "2026-12-15", 0],
    ]);
  });
});

test.each<[string, Work[], RegExp, string]>([
  ["a cycle", [task("a", 1, "c"), task("b", 1, "a"), task("c", 1, "b")], /a after c after b after a/, "/tasks"],
  ["a task that waits for itself", [task("a", 1, "a")], /a after a/, "/tasks"],
  ["a dependency that does not exist", [task("a", 1), task("b", 1, "z")], /b depends on z/, "/tasks/1/dependsOn"],
  ["a key used twice", [task("a", 1), task("a", 2)], /key of another task/, "/tasks/1/key"],
])("%s is refused, and named", (_name, tasks, detail, pointer) => {
  const refused = () => schedule(tasks, "2026-12-07");
  expect(refused).toThrow(Problem);
  expect(refused).toThrow(detail);
  try {
    refused();
  } catch (error) {
    expect((error as Problem).toJSON()).toMatchObject({ type: "/problems/invalid-input", errors: [{ pointer }] });
  }
});

test("a cycle anywhere in a plan is refused", () => {
  fc.assert(
    fc.property(plans, (tasks) => {
      const [first] = tasks;
      if (!first) return;
      // Whatever it leads to, directly or not, is made to come before it too.
      const last = tasks.find(({ dependsOn }) => dependsOn.includes(first.key)) ?? first;
      const knotted = tasks.map((each) =>
        each === first ? { ...each, dependsOn: [...each.dependsOn, last.key] } : each,
      );
      expect(() => schedule(knotted, "2026-12-07")).toThrow(/wait for each other/);
    }),
  );
});

test("leaving tasks out keeps the order of those that remain", () => {
  fc.assert(
    fc.property(plans, fc.func(fc.boolean()), (tasks, isGone) => {
      const remaining = withoutTasks(tasks, ({ key }) => isGone(key));
      const before = (all: readonly Work[], key: string): Set<string> => {
        const direct = all.find((each) => each.key === key)?.dependsOn ?? [];
        return new Set([...direct, ...direct.flatMap((other) => [...before(all, other)])]);
      };
      for (const { key } of remaining) {
        const kept = [...before(tasks, key)].filter((other) => !isGone(other));
        expect([...before(remaining, key)].toSorted()).toEqual(kept.toSorted());
      }
    }),
  );
});

describe("what a plan costs", () => {
  const costs = fc.array(
    fc.record({
      labourMinor: fc.integer({ min: 0, max: 100_000_000 }),
      materialMinor: fc.integer({ min: 0, max: 100_000_000 }),
    }),
    { maxLength: 50 },
  );

  test("is the sum of its parts to the cent, whatever the amounts", () => {
    fc.assert(
      fc.property(costs, fc.integer({ min: 0, max: 50 }), (tasks, percent) => {
        const totals = totalsOf(tasks, percent);
        const work = tasks.reduce((sum, each) => sum + BigInt(each.labourMinor) + BigInt(each.materialMinor), 0n);
        expect(BigInt(totals.labourMinor + totals.materialMinor)).toBe(work);
        // Half a cent is rounded up.
        expect(BigInt(totals.contingencyMinor)).toBe((work * BigInt(percent) * 2n + 100n) / 200n);
        expect(totals.labourMinor + totals.materialMinor + totals.contingencyMinor).toBe(totals.totalMinor);
      }),
    );
  });

  test("cannot be more than an amount may be", () => {
    const dear = { labourMinor: 60_000_000_000, materialMinor: 0 };
    expect(() => totalsOf([dear, dear], 0)).toThrow(/more than a plan may/);
  });
});

test.each([
  ["2026-12-04", "2026-12-04"],
  ["2026-12-05", "2026-12-07"],
  ["2026-12-06", "2026-12-07"],
])("work that may begin on %s begins on %s", (given, first) => expect(firstWorkingDay(given)).toBe(first));

test("working days are counted without weekends, over any distance", () => {
  fc.assert(
    fc.property(days, fc.integer({ min: 0, max: 600 }), (day, count) => {
      const first = firstWorkingDay(day);
      const later = addWorkingDays(first, count);
      expect(isWorked(later)).toBe(true);
      expect(workingDaysFrom(first, later)).toBe(count + 1);
    }),
  );
});

test.each([
  ["2026-11-22T23:59:00Z", "2026-12-07"],
  ["2026-11-23T00:00:00Z", "2026-12-07"],
  ["2026-11-24T00:00:00Z", "2026-12-14"],
])("without a date, work planned at %s begins on Monday %s", (now, monday) => {
  expect(defaultStart(new Date(now))).toBe(monday);
});
