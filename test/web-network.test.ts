import { expect } from "bun:test";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startServiceProcess } from "./support/process.ts";
import { scriptedAgent } from "./support/scripted-agent.ts";
import { startTestService } from "./support/service.ts";
import { away, see, webTests, write } from "./support/web-test.ts";

const webTest = webTests();

webTest("over a slow line nothing is lost, doubled or out of order", async (open) => {
  const words = Array.from({ length: 60 }, (_, i) => `word${i} `);
  const agent = scriptedAgent(words, () => Bun.sleep(5));
  await using service = await startTestService({ agent });
  await using page = await open(service.url);
  const network = await page.context().newCDPSession(page);
  await network.send("Network.enable");
  await network.send("Network.emulateNetworkConditions", {
    offline: false,
    latency: 300,
    downloadThroughput: 20_000,
    uploadThroughput: 10_000,
  });
  await write(page, "first");
  await see(page, "word0");
  await write(page, "second");
  await page.getByRole("article").nth(1).getByText("word59").waitFor();
  const answers = await page.locator(".markdown").allInnerTexts();
  expect(answers.map((text) => text.trim())).toEqual(Array(2).fill(words.join("").trim()));
});

webTest(
  "a service that is killed in mid-answer and started again finishes the answer in place",
  async (open) => {
    const dataDir = await mkdtemp(join(tmpdir(), "renovation-agent-web-"));
    try {
      const env = { DATA_DIR: dataDir, NODE_ENV: "development" };
      await using first = await startServiceProcess({ env });
      await using page = await open(first.url);
      await write(page, "I want to redo my kitchen, 3 by 4 metres, about 20k euros, something Scandinavian");
      await see(page, /offline planner/);
      first.signal("SIGKILL");
      await first.exited;
      await page.getByText("Reconnecting.").waitFor();
      await write(page, "and nothing else");
      await see(page, "Kept here until there is a connection");
      await using _second = await startServiceProcess({ env: { ...env, PORT: first.url.port } });
      const answers = page.getByRole("log").getByRole("article");
      await answers.nth(1).locator(".answer[aria-busy=false]").waitFor({ timeout: 20_000 });
      expect(await answers.count()).toBe(2);
      await see(page, "Scandinavian");
    } finally {
      await rm(dataDir, { recursive: true, force: true });
    }
  },
  { tolerates: away, timeoutMs: 60_000 },
);
