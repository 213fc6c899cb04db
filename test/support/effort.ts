/** `.ci/run` looks longer for the same faults than the quick run can. */
export const isThorough = Bun.env["RENOVATION_LONG_TESTS"] === "1";

/** How many examples of a property to try. */
export const runs = (quick: number, thorough: number) => (isThorough ? thorough : quick);

/** The first few examples in the quick run, all of them in CI. */
export const examples = <T>(quick: number, all: readonly T[]) => (isThorough ? [...all] : all.slice(0, quick));
