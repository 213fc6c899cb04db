import { expect } from "bun:test";
import axe from "axe-core";
import type { Page } from "playwright-core";
import { startOfflineService } from "./support/offline-service.ts";
import { say, showTab, webTests } from "./support/web-test.ts";

const webTest = webTests();

/** Everything that axe calls serious or critical, with where it is. */
async function violations(page: Page, rules: string[] = []): Promise<string[]> {
  // What fades in is judged when it is there; what turns for ever is not waited for.
  await page.evaluate(() => {
    const ending = document.getAnimations().filter(({ effect }) => effect?.getTiming().iterations === 1);
    return Promise.allSettled(ending.map(({ finished }) => finished));
  });
  // By the debugger, because the page's policy allows no script but its own.
  await page.evaluate(axe.source);
  return page.evaluate(async (rules) => {
    const options = rules.length > 0 ? { runOnly: rules } : {};
    const { violations, passes } = await (globalThis as unknown as { axe: typeof axe }).axe.run(document, options);
    if (!passes.some(({ id }) => id === "color-contrast")) throw new Error("axe did not look at the contrast");
    return violations
      .filter(({ impact }) => impact === "serious" || impact === "critical")
      .flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${target} ${failureSummary}`));
  }, rules);
}

webTest(
  "axe finds nothing serious: every part, light and dark, phone and wide, dialogs included",
  async (open) => {
    await using service = await startOfflineService();
    await using first = await open(service.url);
    const found: Record<string, string[]> = { welcome: await violations(first) };
    await say(first, "my kitchen, 3 by 4 metres, 20000 euros, scandinavian, nothing to keep");
    for (let i = 0; i < 4 && (await first.locator(".approval.pending").count()) === 0; i++) await say(first, "go on");
    await first.locator(".tool summary").first().click();
    found["tools"] = await violations(first);
    const url = first.url();
    for (const colorScheme of ["light", "dark"] as const) {
      // In the dark only the colours are others.
      const rules = colorScheme === "dark" ? ["color-contrast"] : [];
      const check = async (name: string, page: Page) => {
        found[`${colorScheme} ${name}`] = await violations(page, rules);
      };
      await using page = await open(url, { colorScheme });
      await page.locator(".approval.pending").waitFor();
      for (const tab of ["Overview", "Checklist", "Plan", "Products", "Pictures"]) {
        await showTab(page, tab);
        await check(tab, page);
      }
      await showTab(page, "Plan");
      await page.getByRole("button", { name: "Table" }).click();
      await check("table", page);
      await page.getByRole("button", { name: "Not yet" }).click();
      await page.getByText("Offline planner", { exact: true }).click();
      await showTab(page, "Overview");
      await page.getByRole("button", { name: "Edit Kitchen" }).click();
      await check("forms", page);
      await showTab(page, "Products");
      await page.getByRole("button", { name: "Find a product" }).click();
      await page.getByRole("button", { name: /^Pick/ }).first().waitFor();
      await check("search", page);
      await page.keyboard.press("Escape");
      await page
        .getByRole("button", { name: /^Delete / })
        .first()
        .press("Enter");
      await check("deletion", page);

      if (colorScheme === "dark") continue;
      await using phone = await open(url, { colorScheme, width: 390, height: 844, isTouch: true });
      await phone.locator(".approval.pending").waitFor();
      await check("phone", phone);
      await phone.getByRole("button", { name: "Project" }).click();
      await showTab(phone, "Pictures");
      await check("phone, project", phone);
      await phone.getByRole("button", { name: "Close" }).click();
      await phone.getByRole("button", { name: "Open the list of renovations" }).click();
      await check("phone, list", phone);
    }
    expect(Object.entries(found).filter(([, problems]) => problems.length > 0)).toEqual([]);
  },
  { timeoutMs: 90_000 },
);

webTest(
  "the keyboard gets everywhere: past the list to the message, through the tabs, into the project",
  async (open) => {
    await using service = await startOfflineService();
    await using page = await open(service.url);
    await say(page, "my kitchen, 3 by 4 metres");
    const focused = () => page.evaluate(() => document.activeElement?.textContent?.trim());
    // Where the list has no room the message does not take the focus by itself.
    await using narrow = await open(page.url(), { width: 700 });
    await narrow.getByRole("textbox", { name: "Message" }).waitFor();
    await narrow.keyboard.press("Tab");
    expect(await narrow.evaluate(() => document.activeElement?.textContent?.trim())).toBe("Skip to the message");
    await narrow.keyboard.press("Enter");
    expect(await narrow.evaluate(() => document.activeElement?.id)).toBe("message");
    await page.getByRole("tab", { name: "Overview" }).focus();
    await page.keyboard.press("ArrowRight");
    await page.getByRole("tabpanel", { name: "Checklist" }).waitFor();
    await page.keyboard.press("End");
    await page.getByRole("tabpanel", { name: "Pictures" }).waitFor();
    expect(await focused()).toBe("Pictures");
  },
);

webTest("an answer is announced once when it begins and once when it is there", async (open) => {
  await using service = await startOfflineService();
  await using page = await open(service.url);
  await page.evaluate(() => {
    const heard: string[] = [];
    Object.assign(globalThis, { heard });
    new MutationObserver((changes) => {
      for (const { target } of changes) {
        const live = (target instanceof Element ? target : target.parentElement)?.closest("[role=status], [aria-live]");
        if (live?.textContent && live.getAttribute("aria-live") !== "off") heard.push(live.textContent);
      }
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
  });
  await say(page, "my kitchen, 3 by 4 metres");
  const heard = await page.evaluate(() => (globalThis as unknown as { heard: string[] }).heard);
  expect(heard.filter((text, i) => text !== heard[i - 1]).length).toBeLessThanOrEqual(3);
});

webTest("who wants no motion sees none", async (open) => {
  await using service = await startOfflineService();
  await using page = await open(service.url);
  await page.emulateMedia({ reducedMotion: "reduce" });
  await page.getByRole("button", { name: /^Redo my kitchen/ }).click();
  await page.getByRole("tab", { name: "Overview" }).waitFor();
  const moving = await page.evaluate(() => document.getAnimations().length);
  expect(moving).toBe(0);
});
