import { openBrowser } from "./browser.ts";
import { startOfflineService } from "./offline-service.ts";
import { showTab } from "./web-test.ts";

/** Draws README's picture of the page: `bun test/support/screenshot-driver.ts out.png [light|dark]`. */
const [path = "chat.png", colorScheme = "light"] = Bun.argv.slice(2);

await using service = await startOfflineService();
await using browser = await openBrowser();
await using page = await browser.page(service.url, {
  height: 900,
  colorScheme: colorScheme === "dark" ? "dark" : "light",
});
const steps = page.getByRole("list", { name: "Suggestions" });
await page.getByRole("button", { name: /^Redo my kitchen/ }).click();
await steps.getByRole("button", { name: "Go on" }).click();
await steps.getByRole("button", { name: "Write the plan" }).click();
await steps.getByRole("button", { name: "Approve the plan" }).click();
const picture = page.getByRole("region", { name: "Do you like this picture?" }).getByRole("img");
await picture.waitFor();
await picture.evaluate((image: HTMLImageElement) => image.decode());
await page.getByRole("tabpanel", { name: "Pictures" }).waitFor();
const plan = await showTab(page, "Plan");
await plan.getByText("Approved").waitFor();
await page.getByRole("textbox", { name: "Message" }).focus();
await page.screenshot({ path, animations: "disabled" });
