/** `.ci/run` looks longer for the same faults than the quick run can. */
export const isThorough = Bun.env["RENOVATION_LONG_TESTS"] === "1";

/** How often to do something, in the quick run and in CI. */
export const runs = (quick: number, thorough: number) => (isThorough ? thorough : quick);

// The same examples in every run, so that a change is judged by what it changed; others by PROPERTY_SEED.
const seed = Number(Bun.env["PROPERTY_SEED"] ?? 2026);

/** How many examples of a property to try, and which. */
export const trials = (quick: number, thorough: number) => ({ numRuns: runs(quick, thorough), seed });

/** The first few examples in the quick run, all of them in CI. */
export const examples = <T>(quick: number, all: readonly T[]) => (isThorough ? [...all] : all.slice(0, quick));
