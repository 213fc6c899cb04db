import { expect, test } from "bun:test";
import { createLog } from "../src/log.ts";
import { Problem } from "../src/problem.ts";

test("a secret in force never appears in a line, whatever carries it", () => {
  const lines: string[] = [];
  const secret = 'pa"ss\\word-1234';
  const log = createLog({ level: "debug", secrets: [secret], write: (line) => lines.push(line) });
  log.error({ error: new Error(`connect with ${secret}`), nested: { deep: [secret] } }, `failed: ${secret}`);
  log.info({ request: { authorization: "Bearer abc" } }, "request");
  expect(lines).toHaveLength(2);
  expect(lines.join()).not.toContain("word-1234");
  expect(lines.join()).not.toContain("Bearer abc");
});

test("a person at a terminal reads a short line", () => {
  const lines: string[] = [];
  const log = createLog({ level: "info", format: "pretty", write: (line) => lines.push(line) });
  log.info({ url: "http://127.0.0.1:8080/" }, "ready");
  expect(lines[0]).toMatch(/^\d\d:\d\d:\d\d\.\d{3} INFO {2}ready {2}url=http:\/\/127\.0\.0\.1:8080\/\n$/);
});

test("what a caller wrote neither begins a line nor moves the cursor of a terminal", () => {
  const lines: string[] = [];
  createLog({ level: "info", format: "pretty", write: (line) => lines.push(line) }).info(
    { id: "a\n\u001b[2Jb\u009b" },
    "request",
  );
  expect(lines.join("")).toEndWith("request  id=a%0A%1B[2Jb%C2%9B\n");
});

test("an error is logged with its stack and its causes", () => {
  const lines: string[] = [];
  const log = createLog({ level: "info", write: (line) => lines.push(line) });
  log.error({ error: new Error("outer", { cause: new Error("inner") }) }, "failed");
  expect(JSON.parse(lines[0] ?? "")).toMatchObject({
    level: "error",
    msg: "failed",
    error: { message: "outer", cause: { message: "inner" }, stack: expect.stringContaining("log.test") },
  });
});

test("of a cause is said what it and those behind it say", () => {
  const lines: string[] = [];
  const log = createLog({ level: "info", write: (line) => lines.push(line) });
  const cause = new Problem("database-unavailable", "It cannot be reached", { cause: new Error("too many clients") });
  log.error({ cause }, "failed");
  expect(JSON.parse(lines[0] ?? "")).toMatchObject({ cause: "It cannot be reached: too many clients" });
});
