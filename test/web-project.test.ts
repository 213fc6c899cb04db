import { expect } from "bun:test";
import type { Locator, Page } from "playwright-core";
import { picture } from "./support/files.ts";
import { startTestService, type TestService } from "./support/service.ts";
import { see, showTab, webTests, write } from "./support/web-test.ts";

const webTest = webTests();

async function kitchen(service: TestService, budgetMinor = 2_000_000) {
  const id = await service.session("Kitchen");
  await service.send("PATCH", `/api/sessions/${id}`, { budgetMinor, currency: "EUR", styleSlug: "scandinavian" });
  const room = { type: "kitchen", name: "Kitchen", widthCm: 300, lengthCm: 400 };
  const { id: roomId } = await (await service.post(`/api/sessions/${id}/rooms`, room)).json();
  const item = { roomId, category: "flooring", description: "Oak floor", estimateMinor: 80_000 };
  const { id: itemId } = await (await service.post(`/api/sessions/${id}/checklist`, item)).json();
  return { id, roomId, itemId, url: new URL(`/#/sessions/${id}`, service.url) };
}

/** Drops a picture, `window.png`, as from the desktop. */
async function drop(page: Page, target: Locator) {
  const dataTransfer = await page.evaluateHandle(
    (data) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([new Uint8Array(data)], "window.png", { type: "image/png" }));
      return transfer;
    },
    [...(await picture("png"))],
  );
  await target.dispatchEvent("drop", { dataTransfer });
}

webTest("a room is changed in its place, and another tab sees it without asking", async (open) => {
  await using service = await startTestService();
  const { id, url } = await kitchen(service);
  await using page = await open(url);
  const other = await page.tab();
  await page.getByRole("button", { name: "Edit Kitchen" }).press("Enter");
  await page.getByRole("textbox", { name: "Name" }).fill("Eat-in kitchen");
  await page.getByLabel("Length").fill("4,25");
  await page.keyboard.press("Enter");
  for (const tab of [page, other]) {
    await tab.getByRole("heading", { name: "Eat-in kitchen" }).waitFor();
    await tab.getByText("3 × 4.25 m").waitFor();
  }
  const { items } = await (await service.get(`/api/sessions/${id}/rooms`)).json();
  expect(items).toMatchObject([{ name: "Eat-in kitchen", widthCm: 300, lengthCm: 425, areaM2: 12.75 }]);
  // The keyboard goes on where it was.
  expect(await page.evaluate(() => document.activeElement?.getAttribute("aria-label"))).toBe("Edit Eat-in kitchen");
});

webTest("the checklist is ticked, added to, reworded and shortened, live in both tabs", async (open) => {
  await using service = await startTestService();
  const { url } = await kitchen(service);
  await using page = await open(url);
  const other = await page.tab();
  const list = await showTab(page, "Checklist");
  const otherList = await showTab(other, "Checklist");
  await list.getByRole("checkbox", { name: "Oak floor" }).check();
  await otherList.getByText("1 of 1 done").waitFor();
  await list.getByRole("button", { name: "Add an item to Kitchen" }).click();
  await list.getByLabel("What is needed").fill("Pendant lamp");
  await list.getByLabel("Estimate").fill("1.250");
  await list.getByLabel("How important").selectOption("nice");
  await list.getByRole("button", { name: "Add", exact: true }).click();
  await otherList.getByRole("checkbox", { name: "Pendant lamp" }).waitFor();
  await otherList.getByText("€1,250").waitFor();
  await other.getByRole("region", { name: "Budget" }).getByText("€2,050", { exact: true }).first().waitFor();
  await otherList.getByRole("button", { name: "Edit Oak floor" }).press("Enter");
  await otherList.getByRole("button", { name: "Remove" }).click();
  await list.getByRole("checkbox", { name: "Oak floor" }).waitFor({ state: "detached" });
});

webTest("an edit that somebody else was faster than is not lost and overwrites nothing unseen", async (open) => {
  await using service = await startTestService();
  const { id, itemId, url } = await kitchen(service);
  await using page = await open(url);
  const list = await showTab(page, "Checklist");
  await list.getByRole("button", { name: "Edit Oak floor" }).press("Enter");
  await list.getByLabel("What is needed").fill("Oak floor, oiled");
  await service.send("PATCH", `/api/sessions/${id}/checklist/${itemId}`, { priority: "optional" });
  await page.keyboard.press("Enter");
  await list.getByRole("alert").getByText("It has changed meanwhile").waitFor();
  expect(await list.getByLabel("What is needed").inputValue()).toBe("Oak floor, oiled");
  await list.getByRole("button", { name: "Save" }).click();
  await list.getByRole("checkbox", { name: "Oak floor, oiled" }).waitFor();
});

webTest("a product is found in the catalogue, picked and taken back; going over the budget shows", async (open) => {
  await using service = await startTestService();
  const { id, url } = await kitchen(service, 100_000);
  await using page = await open(url);
  const products = await showTab(page, "Products");
  await products.getByRole("button", { name: "Find a product" }).click();
  const dialog = page.getByRole("dialog", { name: "Find a product" });
  await dialog.getByRole("searchbox").fill("natural oak plank");
  await dialog.getByRole("button", { name: "Pick Natural oak plank" }).click();
  await dialog.getByRole("button", { name: "Pick again Natural oak plank" }).waitFor();
  await page.keyboard.press("Escape");
  await products.getByText("13.2 m² × €54.90").waitFor();
  await page.getByRole("region", { name: "Budget" }).getByText("over budget").waitFor();
  await products.getByRole("button", { name: "Remove Natural oak plank" }).click();
  await products.getByText("Nothing is picked yet.").waitFor();
  expect((await (await service.get(`/api/sessions/${id}/picks`)).json()).items).toEqual([]);
});

webTest("a part that is opened before the renovation is known stays open", async (open) => {
  await using service = await startTestService();
  const { url } = await kitchen(service);
  await using page = await open(url);
  const opened = Promise.withResolvers<void>();
  await page.route("**/api/**", (route) => opened.promise.then(() => route.continue()));
  await page.routeWebSocket(/socket/, (socket) => {
    socket.connectToServer().onMessage((frame) => void opened.promise.then(() => socket.send(frame)));
  });
  await page.reload();
  const products = await showTab(page, "Products");
  opened.resolve();
  await write(page, "hello");
  await see(page, "Hello there");
  await products.getByRole("button", { name: "Find a product" }).waitFor();
});

webTest("budget and style are set by hand, and the style's colours show", async (open) => {
  await using service = await startTestService();
  const id = await service.session("Hallway");
  await using page = await open(new URL(`/#/sessions/${id}`, service.url));
  await page.getByRole("button", { name: "Set the budget" }).click();
  await page.getByLabel("Amount").fill("12 500");
  await page.getByLabel("Currency").fill("chf");
  await page.keyboard.press("Enter");
  await page.getByRole("tabpanel").getByText("CHF 12,500").waitFor();
  await page.getByRole("button", { name: "Choose the style" }).click();
  await page
    .getByRole("dialog")
    .getByRole("button", { name: /^Japandi/ })
    .click();
  await page.getByRole("list", { name: "Colours of Japandi" }).waitFor();
  expect(await (await service.get(`/api/sessions/${id}`)).json()).toMatchObject({
    budgetMinor: 1_250_000,
    currency: "CHF",
    styleSlug: "japandi",
  });
});

webTest("a photo is dropped, described and deleted", async (open) => {
  await using service = await startTestService();
  const { url } = await kitchen(service);
  await using page = await open(url);
  const pictures = await showTab(page, "Pictures");
  await drop(page, pictures.getByText("Drop photos"));
  await pictures.getByRole("button", { name: "Describe window.png" }).click();
  await pictures.getByLabel("What it shows").fill("The window over the sink");
  await pictures.getByLabel("Room").selectOption("Kitchen");
  await page.keyboard.press("Enter");
  const photo = pictures.getByRole("img", { name: "The window over the sink" });
  await photo.waitFor();
  expect(await photo.evaluate((image: HTMLImageElement) => image.decode().then(() => image.naturalWidth))).toBe(64);
  await pictures.getByRole("button", { name: "Delete The window over the sink" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await photo.waitFor({ state: "detached" });
});

webTest(
  "a file that is not what it says is refused in words, and the rest goes on",
  async (open) => {
    await using service = await startTestService();
    const { url } = await kitchen(service);
    await using page = await open(url);
    const pictures = await showTab(page, "Pictures");
    const lie = { name: "lie.jpg", mimeType: "image/jpeg", buffer: Buffer.from("this is no picture") };
    const good = { name: "good.png", mimeType: "image/png", buffer: await picture("png") };
    await pictures.getByLabel("Files to upload").setInputFiles([lie, good]);
    await pictures.getByRole("alert").getByText("lie.jpg").waitFor();
    await pictures.getByRole("img", { name: "good.png" }).waitFor();
    await pictures.getByRole("button", { name: "Dismiss" }).click();
    expect(await pictures.getByRole("alert").count()).toBe(0);
  },
  // Browsers report the refusal itself.
  { tolerates: /status of 4/ },
);

webTest("photos go along with a message and stay with it", async (open) => {
  await using service = await startTestService();
  const { url } = await kitchen(service);
  await using page = await open(url);
  const jpeg = { name: "corner.jpg", mimeType: "image/jpeg", buffer: await picture("jpeg") };
  await page.getByLabel("Files to attach").setInputFiles([jpeg, { ...jpeg, name: "ceiling.jpg" }]);
  await page.getByRole("button", { name: "Leave this file out" }).nth(1).click();
  await page.getByRole("button", { name: "Leave this file out" }).nth(1).waitFor({ state: "detached" });
  await write(page, "This is the corner");
  await see(page, "Hello there");
  await page.getByRole("log").getByRole("img", { name: "corner.jpg" }).waitFor();
  await using later = await open(url);
  await later.getByRole("log").getByRole("img", { name: "corner.jpg" }).waitFor();
  expect(await later.getByRole("log").getByRole("img").count()).toBe(1);
});

webTest("a photo that is dropped anywhere on the conversation goes along with the next message", async (open) => {
  await using service = await startTestService();
  const { url } = await kitchen(service);
  await using page = await open(url);
  await drop(page, page.getByRole("log"));
  await page.getByRole("button", { name: "Leave this file out" }).waitFor();
});

webTest(
  "of more files than a message carries those left out are named, and a refused one takes no place",
  async (open) => {
    await using service = await startTestService();
    const { url } = await kitchen(service);
    await using page = await open(url);
    const files = page.getByLabel("Files to attach");
    const jpeg = { mimeType: "image/jpeg", buffer: await picture("jpeg") };
    const lie = { name: "lie.jpg", mimeType: "image/jpeg", buffer: Buffer.from("this is no picture") };
    await files.setInputFiles([lie]);
    await page.getByRole("alert").getByText("lie.jpg").waitFor();
    await files.setInputFiles(["1", "2", "3", "4", "5", "6"].map((name) => ({ ...jpeg, name: `${name}.jpg` })));
    await page.getByRole("alert").getByText("Left out: 6.jpg").waitFor();
    await page.getByRole("button", { name: "Leave this file out" }).nth(4).waitFor();
    await write(page, "These are the corners");
    await page.getByRole("alert").getByText("Left out").waitFor({ state: "detached" });
    await page.getByRole("log").getByRole("img", { name: "5.jpg" }).waitFor();
  },
  // Browsers report the refusal itself.
  { tolerates: /status of 4/ },
);
