import { afterAll, expect } from "bun:test";
import type { Page } from "playwright-core";
import type { Agent } from "../src/agent/agent.ts";
import { openBrowser } from "./support/browser.ts";
import { testNeeding } from "./support/requires.ts";
import { holdAt, scriptedAgent } from "./support/scripted-agent.ts";
import { startTestService } from "./support/service.ts";

let opened: ReturnType<typeof openBrowser> | undefined;
/** One process for all tests: every page has a profile of its own. */
const browser = () => (opened ??= openBrowser());
afterAll(async () => (await opened)?.[Symbol.asyncDispose]());

const browserTest = (name: string, body: () => Promise<void>) => testNeeding("chromium")(name, body, 30_000);
const write = async (page: Page, text: string) => {
  await page.getByRole("textbox", { name: "Message" }).fill(text);
  await page.keyboard.press("Enter");
};
const see = (page: Page, text: string | RegExp) => page.getByRole("log").getByText(text).first().waitFor();

browserTest("a new user types what they want, is answered, and sees what was understood", async () => {
  await using service = await startTestService({ realAgent: true });
  await using page = await (await browser()).page(service.url);
  await write(page, "I want to redo my kitchen, 3 by 4 metres, about 20k euros, something Scandinavian");
  await see(page, /offline/i);
  const project = page.getByRole("complementary", { name: "What is known so far" });
  await project.getByText("3 × 4 m").waitFor();
  await project.getByText("€20,000").waitFor();
  await project.getByText("Scandinavian").waitFor();
  await see(page, "Noted what you said");
  await page.getByRole("navigation").getByText("I want to redo my kitchen").waitFor();
  expect(page.complaints).toEqual([]);
});

browserTest("a reload in mid-answer keeps everything, and the answer goes on", async () => {
  const hold = holdAt(1);
  await using service = await startTestService({ agent: scriptedAgent(["First words, ", "last words."], hold.gate) });
  await using page = await (await browser()).page(service.url);
  await write(page, "hello");
  await see(page, "First words,");
  await page.getByRole("textbox", { name: "Message" }).fill("half a thought");
  await page.reload();
  await see(page, "hello");
  await see(page, "First words,");
  expect(await page.getByRole("textbox", { name: "Message" }).inputValue()).toBe("half a thought");
  hold.open();
  await see(page, "First words, last words.");
  expect(await page.getByRole("article").count()).toBe(1);
  expect(page.complaints).toEqual([]);
});

browserTest("two tabs agree, and a message waits in sight for the answer before it", async () => {
  const hold = holdAt(1);
  await using service = await startTestService({ agent: scriptedAgent(["One, ", "two."], hold.gate) });
  await using page = await (await browser()).page(service.url);
  await write(page, "from the first tab");
  await see(page, "One,");
  const other = await page.tab();
  await see(other, "One,");
  await write(other, "from the second tab");
  await see(page, "from the second tab");
  await see(page, "Waiting for the answer before it");
  hold.open();
  for (const tab of [page, other]) {
    await tab.getByRole("article").nth(1).getByText("One, two.").waitFor();
    expect(await tab.getByRole("article").count()).toBe(2);
  }
  expect(page.complaints).toEqual([]);
});

browserTest("stopping keeps what was written", async () => {
  const hold = holdAt(1);
  await using service = await startTestService({ agent: scriptedAgent(["Only this.", " Never this."], hold.gate) });
  await using page = await (await browser()).page(service.url);
  await write(page, "hello");
  await see(page, "Only this.");
  await page.getByRole("button", { name: "Stop the answer" }).click();
  await see(page, "You stopped this answer.");
  await see(page, "Only this.");
});

browserTest("what is written while the service is away is answered when it is back", async () => {
  const first = await startTestService({ agent: scriptedAgent(["Still here."]) });
  await using page = await (await browser()).page(first.url);
  await write(page, "before");
  await see(page, "Still here.");
  const { databaseUrl, url } = first;
  await first.stop();
  await write(page, "while it was away");
  await see(page, "Kept here until there is a connection");
  await page.getByText("Reconnecting.").waitFor();
  const env = { PORT: url.port };
  await using _second = await startTestService({ agent: scriptedAgent(["Back again."]), databaseUrl, env });
  await see(page, "Back again.");
  expect(await page.getByText("while it was away").count()).toBe(1);
  await first[Symbol.asyncDispose]();
});

browserTest("an answer that a restart of the service interrupts is continued in place", async () => {
  const hold = holdAt(1);
  const first = await startTestService({ agent: scriptedAgent(["First words, ", "never."], hold.gate) });
  await using page = await (await browser()).page(first.url);
  await write(page, "hello");
  await see(page, "First words,");
  const { databaseUrl, url } = first;
  await first.stop();
  await see(page, "First words,");
  const agent: Agent = async function* () {
    yield { type: "replace", text: "First words, and the rest." };
  };
  await using _second = await startTestService({ agent, databaseUrl, env: { PORT: url.port } });
  await see(page, "First words, and the rest.");
  expect(await page.getByRole("article").count()).toBe(1);
  await first[Symbol.asyncDispose]();
});

browserTest("markup in an answer stays text", async () => {
  const answer = `<img src=x onerror="document.title='taken over'"> [no](javascript:alert(1))`;
  await using service = await startTestService({ agent: scriptedAgent([answer]) });
  await using page = await (await browser()).page(service.url);
  await write(page, "hello");
  await see(page, "onerror");
  expect(await page.locator("img, .markdown a").count()).toBe(0);
  expect(page.complaints).toEqual([]);
});

browserTest("a renovation is renamed and deleted by keyboard alone, and only after asking", async () => {
  await using service = await startTestService();
  const id = await service.session("Bathroom");
  await service.session("Attic");
  await using page = await (await browser()).page(new URL(`/#/sessions/${id}`, service.url));
  await page.getByRole("button", { name: "Rename Bathroom" }).press("Enter");
  await page.keyboard.type("Guest bathroom");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Guest bathroom", level: 1 }).waitFor();
  await page.getByRole("button", { name: "Delete Guest bathroom" }).press("Enter");
  await page.getByRole("dialog").waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  expect((await service.get(`/api/sessions/${id}`)).status).toBe(200);
  await page.getByRole("button", { name: "Delete Guest bathroom" }).press("Enter");
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).press("Enter");
  await page.getByRole("heading", { name: "What would you like to renovate?" }).waitFor();
  expect((await service.get(`/api/sessions/${id}`)).status).toBe(404);
  expect(await page.getByRole("navigation").getByRole("link").allInnerTexts()).toHaveLength(1);
  expect(page.complaints).toEqual([]);
});
