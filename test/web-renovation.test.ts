import { expect } from "bun:test";
import type { Page } from "playwright-core";
import { picture } from "./support/files.ts";
import { startOfflineService } from "./support/offline-service.ts";
import { say, see, showTab, webTests } from "./support/web-test.ts";

const webTest = webTests();
const card = (page: Page, question: RegExp) => page.getByRole("region", { name: question });
const phase = (page: Page, name: string) =>
  page
    .getByRole("list", { name: "Progress of the renovation" })
    .locator("[aria-current=step]")
    .getByText(name)
    .waitFor();

webTest(
  "a kitchen is renovated by clicking and typing, from the first words to picture, report and shopping list",
  async (open) => {
    await using service = await startOfflineService();
    await using page = await open(service.url);
    await page.getByRole("button", { name: /^Redo my kitchen/ }).click();
    await see(page, /offline planner/);
    await see(page, "Noted what you said");
    await page.getByRole("navigation").getByText("Redo my kitchen").waitFor();
    const overview = page.getByRole("tabpanel", { name: "Overview" });
    await overview.getByText("3 × 4 m").waitFor();
    await overview.getByText("€20,000").waitFor();
    await overview.getByRole("list", { name: "Colours of Scandinavian" }).waitFor();

    // The suggestions lead on to the plan.
    const steps = page.getByRole("list", { name: "Suggestions" });
    await steps.getByRole("button", { name: "Go on" }).click();
    await page.getByRole("tabpanel", { name: "Checklist" }).getByRole("checkbox").first().waitFor();
    await phase(page, "Checklist");
    await steps.getByRole("button", { name: "Write the plan" }).click();
    await card(page, /Is this your plan/).waitFor();
    const plan = page.getByRole("tabpanel", { name: "Plan" });
    await plan.getByText("Draft").waitFor();
    expect(await plan.getByRole("listitem").count()).toBeGreaterThan(5);
    await plan.getByRole("button", { name: "Table" }).click();
    await plan.getByRole("columnheader", { name: "Cost" }).waitFor();

    await card(page, /Is this your plan/)
      .getByRole("button", { name: "Approve the plan" })
      .click();
    await see(page, "You approved this.");
    await phase(page, "Visuals");
    const pictures = page.getByRole("tabpanel", { name: "Pictures" });
    await card(page, /Do you like this picture/)
      .getByRole("img")
      .waitFor();
    await pictures.getByRole("img", { name: "Kitchen, version 1" }).waitFor();

    // Another one, by words and from a photo.
    const jpeg = { name: "north wall.jpg", mimeType: "image/jpeg", buffer: await picture("jpeg") };
    await pictures.getByLabel("They show").selectOption("Kitchen");
    await pictures.getByLabel("Files to upload").setInputFiles(jpeg);
    await pictures.getByRole("img", { name: "north wall.jpg" }).waitFor();
    await pictures.getByRole("button", { name: "Another picture of Kitchen" }).click();
    await pictures.getByRole("textbox").fill("Darker worktop");
    await pictures.getByRole("button", { name: "Make the picture" }).click();
    await pictures.getByRole("slider", { name: "How much of the photo is shown" }).press("ArrowRight");
    await pictures.getByText("Darker worktop").waitFor();
    await see(page, "Overtaken: something it stood on has changed.");
    await pictures.getByRole("button", { name: "Approve" }).click();
    await phase(page, "Complete");
    await (await showTab(page, "Pictures")).getByText("Approved").waitFor();

    const done = await showTab(page, "Overview");
    const follow = async (name: RegExp) => {
      const href = await done.getByRole("link", { name }).getAttribute("href");
      return fetch(new URL(href ?? "", service.url));
    };
    expect(await (await follow(/^Report/)).text()).toContain("<html");
    expect((await (await follow(/^PDF/)).text()).slice(0, 5)).toBe("%PDF-");
    expect(await (await follow(/^Shopping list/)).text()).toContain("Solid oak worktop");

    // The report for somebody else, until it is revoked.
    await done.getByRole("button", { name: "Share the report" }).click();
    await done.getByLabel("For whom").fill("Contractor");
    await done.getByRole("button", { name: "Make a link" }).click();
    const address = await done.getByLabel("Copy it now").inputValue();
    const shared = await fetch(address);
    expect([shared.status, await shared.text()]).toEqual([200, expect.stringContaining("Kitchen")]);
    await done.getByRole("button", { name: "Revoke Contractor" }).click();
    await done.getByRole("button", { name: "Revoke Contractor" }).waitFor({ state: "detached" });
    expect((await fetch(address)).status).toBeGreaterThanOrEqual(400);
  },
  { timeoutMs: 60_000 },
);

webTest("a plan over the budget is decided in another tab, with a reason, and both tabs show it", async (open) => {
  await using service = await startOfflineService();
  await using page = await open(service.url);
  await say(page, "My bathroom, 2 by 2.5 metres, about 5000 euros, Scandinavian");
  const other = await page.tab();
  for (let i = 0; i < 4 && (await page.locator(".approval.pending").count()) === 0; i++) await say(page, "go on");
  const question = page.locator(".approval.pending");
  const title = (await question.getByRole("heading").textContent()) ?? "";
  const inOther = other.locator(".approval.pending");
  await inOther.getByRole("button", { name: /Not yet|Find savings/ }).click();
  await inOther.getByRole("textbox").fill("Later, please");
  await inOther.getByRole("button", { name: /Not yet|Find savings/ }).click();
  for (const tab of [page, other]) {
    await tab.getByText("You did not approve this.").waitFor();
    await see(tab, "Later, please");
    await tab.locator(".approval.rejected").getByRole("heading", { name: title }).waitFor();
  }
  // The record outlives the tab.
  await using later = await open(page.url());
  await later.getByText("You did not approve this.").waitFor();
});
