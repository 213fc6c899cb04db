import { expect } from "bun:test";
import type { Page } from "playwright-core";
import { scriptedAgent } from "./support/scripted-agent.ts";
import { startTestService } from "./support/service.ts";
import { say, showTab, webTests } from "./support/web-test.ts";

const webTest = webTests();
const longWord = "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz";

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

webTest("a word longer than the project is wide leaves every button in sight", async (open) => {
  await using service = await startTestService();
  const id = await service.session(longWord);
  const room = { type: "kitchen", name: longWord, requirements: [longWord.repeat(2)] };
  const { id: roomId } = await (await service.post(`/api/sessions/${id}/rooms`, room)).json();
  const item = { roomId, category: "flooring", description: longWord.repeat(2), estimateMinor: 80_000 };
  await service.post(`/api/sessions/${id}/checklist`, item);
  const task = { key: "floor", title: longWord.repeat(2), trade: "flooring", durationDays: 2, roomId };
  await service.post(`/api/sessions/${id}/plan/versions`, { tasks: [{ ...task, dependsOn: [], labourMinor: 10_000 }] });
  await using page = await open(new URL(`/#/sessions/${id}`, service.url));
  for (const width of [1280, 390]) {
    await page.setViewportSize({ width, height: 860 });
    if (width < 1280) await page.getByRole("button", { name: "Project" }).click();
    for (const tab of ["Overview", "Checklist", "Plan", "Products", "Pictures"]) {
      await showTab(page, tab);
      expect([tab, await cutOff(page, ".project :is(h3, h4, p, li, button, label)")]).toEqual([tab, []]);
    }
  }
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Open the list of renovations" }).click();
  await page.getByRole("button", { name: /^Delete / }).press("Enter");
  await page.getByRole("dialog", { name: "Delete this renovation?" }).waitFor();
  expect(await cutOff(page, ".modal.dialog :is(strong, button)")).toEqual([]);
});

webTest("a report whose name is one long word is no wider than a phone", async (open) => {
  await using service = await startTestService();
  const url = new URL(`/api/sessions/${await service.session(longWord.repeat(2))}/report?format=html`, service.url);
  await using page = await open(url, { width: 390 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
});

webTest("however long the conversation, only its own part of the page scrolls", async (open) => {
  await using service = await startTestService({ agent: scriptedAgent(["Word by word. ".repeat(400)]) });
  await using page = await open(service.url);
  await say(page, "hello");
  await say(page, "again");
  expect(await page.evaluate(() => document.documentElement.scrollHeight - innerHeight)).toBe(0);
});

webTest("without JavaScript the page says what it needs", async (open) => {
  await using service = await startTestService();
  await using page = await open(service.url, { hasJavaScript: false });
  const notice = await page.locator("noscript").boundingBox();
  expect(notice?.y).toBeLessThan(100);
});
