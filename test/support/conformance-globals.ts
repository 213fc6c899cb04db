import * as bun from "bun:test";

/**
 * vitest's `expect` as LangGraph's suite uses it, where bun's differs: `expect.soft`, and `expect(fn).rejects`, which
 * calls the function. A soft failure ends its case here at once, so none is lost.
 * @public imported by the plugin in the suite's files
 */
export const expect = Object.assign(
  (value: unknown) => {
    const matchers = bun.expect(value);
    if (typeof value !== "function") return matchers;
    return new Proxy(matchers, {
      get: (target, name) => (name === "rejects" ? bun.expect(value()).rejects : Reflect.get(target, name, target)),
    });
  },
  { soft: bun.expect, arrayContaining: bun.expect.arrayContaining },
);

/**
 * The official suite, its cases as published. bun gives every module its own test globals, which nothing set on globalThis
 * replaces, so the suite's modules get this `expect` by an import put before their text.
 */
export async function loadConformanceSuite() {
  Bun.plugin({
    name: "vitest's expect for LangGraph's conformance suite",
    setup: (build) => {
      build.onLoad({ filter: /langgraph-checkpoint-validation\/dist\/.*\.js$/ }, async ({ path }) => ({
        contents: `import { expect } from ${JSON.stringify(import.meta.path)};\n${await Bun.file(path).text()}`,
        loader: "js",
      }));
    },
  });
  return await import("@langchain/langgraph-checkpoint-validation");
}
