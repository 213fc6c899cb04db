import { expect } from "bun:test";
import type { Agent } from "../src/agent/agent.ts";
import { holdAt, scriptedAgent } from "./support/scripted-agent.ts";
import { startTestService } from "./support/service.ts";
import { away, see, webTests, write } from "./support/web-test.ts";

const webTest = webTests();

webTest("a reload in mid-answer keeps everything, and the answer goes on", async (open) => {
  const hold = holdAt(1);
  await using service = await startTestService({ agent: scriptedAgent(["First words, ", "last words."], hold.gate) });
  await using page = await open(service.url);
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
});

webTest(
  "two tabs agree, and messages wait in sight, in their order, until they are withdrawn or answered",
  async (open) => {
    const hold = holdAt(1);
    await using service = await startTestService({ agent: scriptedAgent(["One, ", "two."], hold.gate) });
    await using page = await open(service.url);
    await write(page, "from the first tab");
    await see(page, "One,");
    const other = await page.tab();
    await see(other, "One,");
    await write(other, "from the second tab");
    await see(page, "from the second tab");
    await see(page, "Waiting for the answer before it");
    await write(page, "never mind");
    await see(other, "Waiting, number 2 in line");
    await other.getByRole("article").nth(2).getByRole("button", { name: "Withdraw" }).click();
    await see(page, "You withdrew this message.");
    hold.open();
    for (const tab of [page, other]) {
      await tab.getByRole("article").nth(1).getByText("One, two.").waitFor();
      expect(await tab.getByRole("article").count()).toBe(3);
    }
  },
);

webTest("stopping keeps what was written, and the keyboard goes on at the message", async (open) => {
  const hold = holdAt(1);
  await using service = await startTestService({ agent: scriptedAgent(["Only this.", " Never this."], hold.gate) });
  await using page = await open(service.url);
  await write(page, "hello");
  await see(page, "Only this.");
  await page.getByRole("button", { name: "Stop the answer" }).press("Enter");
  await see(page, "You stopped this answer.");
  await see(page, "Only this.");
  expect(await page.evaluate(() => document.activeElement?.id)).toBe("message");
});

webTest("an answer that failed is tried again for the same message, also after a reload", async (open) => {
  let failures = 2;
  const agent: Agent = async function* () {
    if (failures-- > 0) throw new Error("broken");
    yield { type: "text", text: "Now it works." };
  };
  await using service = await startTestService({ agent });
  await using page = await open(service.url);
  await write(page, "hello");
  await page.getByRole("button", { name: "Try again" }).click();
  await page.getByRole("alert").getByText("The turn failed").waitFor();
  await using another = await open(page.url());
  await another.getByRole("button", { name: "Try again" }).last().click();
  await see(page, "Now it works.");
  await see(another, "Now it works.");
  expect(await page.getByRole("log").getByText("hello", { exact: true }).count()).toBe(1);
  expect(await page.getByRole("button", { name: "Try again" }).count()).toBe(0);
});

webTest(
  "what is written while the service is away is answered when it is back",
  async (open) => {
    const first = await startTestService({ agent: scriptedAgent(["Still here."]) });
    await using page = await open(first.url);
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
  },
  { tolerates: away },
);

webTest(
  "an answer that a restart of the service interrupts is continued in place",
  async (open) => {
    const hold = holdAt(1);
    const first = await startTestService({ agent: scriptedAgent(["First words, ", "never."], hold.gate) });
    await using page = await open(first.url);
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
  },
  { tolerates: away },
);

webTest("markup in an answer stays text", async (open) => {
  const answer = `<img src=x onerror="document.title='taken over'"> [no](javascript:alert(1))`;
  await using service = await startTestService({ agent: scriptedAgent([answer]) });
  await using page = await open(service.url);
  await write(page, "hello");
  await see(page, "onerror");
  expect(await page.locator("img, .markdown a").count()).toBe(0);
});

// What was asked just before the deletion may be answered just after it.
webTest(
  "a renovation is renamed and deleted by keyboard alone, and only after asking",
  async (open) => {
    await using service = await startTestService();
    const id = await service.session("Bathroom");
    await service.session("Attic");
    await using page = await open(new URL(`/#/sessions/${id}`, service.url));
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
  },
  { tolerates: /status of 404/ },
);

webTest(
  "a renovation that another tab deleted says so, and leads on",
  async (open) => {
    await using service = await startTestService();
    const id = await service.session("Bathroom");
    await using page = await open(new URL(`/#/sessions/${id}`, service.url));
    await page.getByRole("heading", { name: "Bathroom", level: 1 }).waitFor();
    await service.send("DELETE", `/api/sessions/${id}`);
    await page.getByRole("heading", { name: "This renovation is not here" }).waitFor();
    await page.getByRole("navigation").getByText("Your renovations will be listed here.").waitFor();
    await page.getByRole("link", { name: "Begin a new one" }).click();
    await page.getByRole("heading", { name: "What would you like to renovate?" }).waitFor();
  },
  // Browsers report what is not found themselves.
  { tolerates: /status of 404/ },
);

webTest("a list of renovations that arrives late does not undo what was done meanwhile", async (open) => {
  await using service = await startTestService();
  const id = await service.session("Bathroom");
  await using page = await open(service.url);
  const { promise: renamed, resolve: release } = Promise.withResolvers<void>();
  await page.route("**/api/sessions?*", async (route) => {
    const response = await route.fetch();
    await renamed;
    await route.fulfill({ response });
  });
  await page.goto(new URL(`/#/sessions/${id}`, service.url).href);
  await page.reload();
  await page.getByRole("button", { name: "Rename Bathroom" }).press("Enter");
  await page.keyboard.type("Guest bathroom");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Guest bathroom", level: 1 }).waitFor();
  const list = page.waitForResponse("**/api/sessions?*");
  release();
  await (await list).finished();
  await page.getByRole("button", { name: "Delete Guest bathroom" }).waitFor({ state: "attached" });
  expect(await page.getByRole("button", { name: "Delete Bathroom" }).count()).toBe(0);
});

webTest("a renovation that was opened before its page of the list came is listed once", async (open) => {
  await using service = await startTestService();
  const id = await service.session("The oldest");
  await Promise.all(Array.from({ length: 30 }, () => service.session("Newer")));
  await using page = await open(new URL(`/#/sessions/${id}`, service.url));
  const listed = page.getByRole("navigation").getByRole("link");
  await listed.filter({ hasText: "The oldest" }).waitFor();
  await page.getByRole("button", { name: "Show more" }).click();
  await page.getByRole("button", { name: "Show more" }).waitFor({ state: "detached" });
  expect(await listed.count()).toBe(31);
});
