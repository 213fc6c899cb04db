import { expect } from "bun:test";
import type { Page } from "playwright-core";
import { scriptedAgent } from "./support/scripted-agent.ts";
import { startTestService } from "./support/service.ts";
import { say, showTab, webTests } from "./support/web-test.ts";

const webTest = webTests();

/** What `parts` names and does not lie wholly between the sides of the window. */
const cutOff = (page: Page, parts: string) =>
  page.evaluate((parts) => {
    const isCut = ({ left, right }: DOMRect) => left < 0 || right > innerWidth;
    const found = [...document.querySelectorAll(parts)].filter((part) => isCut(part.getBoundingClientRect()));
    return found.map((part) => part.textContent);
  }, parts);

webTest("a window as wide as a phone shows every tab of the project, whichever is open", async (open) => {
  await using service = await startTestService();
  const url = new URL(`/#/sessions/${await service.session()}`, service.url);
  await using page = await open(url, { width: 390, height: 844 });
  await page.getByRole("button", { name: "Project" }).click();
  for (const width of [390, 320]) {
    await page.setViewportSize({ width, height: 844 });
    for (const tab of ["Overview", "Pictures"]) {
      await showTab(page, tab);
      expect(await cutOff(page, "[role=tab]")).toEqual([]);
    }
  }
});

webTest("however long the conversation, only its own part of the page scrolls", async (open) => {
  await using service = await startTestService({ agent: scriptedAgent(["Word by word. ".repeat(400)]) });
  await using page = await open(service.url);
  await say(page, "hello");
  await say(page, "again");
  expect(await page.evaluate(() => document.documentElement.scrollHeight - innerHeight)).toBe(0);
});
