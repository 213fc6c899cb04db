import { expect } from "bun:test";
import { scriptedAgent } from "./support/scripted-agent.ts";
import { startTestService } from "./support/service.ts";
import { say, webTests } from "./support/web-test.ts";

const webTest = webTests();

webTest("however long the conversation, only its own part of the page scrolls", async (open) => {
  await using service = await startTestService({ agent: scriptedAgent(["Word by word. ".repeat(400)]) });
  await using page = await open(service.url);
  await say(page, "hello");
  await say(page, "again");
  expect(await page.evaluate(() => document.documentElement.scrollHeight - innerHeight)).toBe(0);
});
