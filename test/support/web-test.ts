import { afterAll, expect } from "bun:test";
import type { Page } from "playwright-core";
import { openBrowser, type PageOptions, type WebPage } from "./browser.ts";
import { testNeeding } from "./requires.ts";

type Open = (url: URL | string, options?: PageOptions) => Promise<WebPage>;
type Terms = { timeoutMs?: number; tolerates?: RegExp };

/** A machine that is busy with other tests makes the service ask for patience; the page then tries again by itself. */
const busy = /status of 503/;

/** What a browser says of a service that is away. */
export const away = /ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE|ERR_INTERNET|WebSocket connection/;

/**
 * Tests in one browser process, every page in a profile of its own. Each fails where its pages broke their policy, asked
 * anything of anybody else, threw, or wrote an error to the console. Close pages before their service.
 */
export function webTests() {
  let opened: ReturnType<typeof openBrowser> | undefined;
  const browser = () => {
    opened ??= openBrowser();
    return opened;
  };
  afterAll(async () => (await opened)?.[Symbol.asyncDispose]());

  return (name: string, body: (open: Open) => Promise<void>, { timeoutMs = 30_000, tolerates }: Terms = {}) =>
    testNeeding("chromium")(
      name,
      async () => {
        const complaints: string[][] = [];
        await body(async (url, options) => {
          const page = await (await browser()).page(url, options);
          complaints.push(page.complaints);
          return page;
        });
        expect(complaints.flat().filter((complaint) => !busy.test(complaint) && !tolerates?.test(complaint))).toEqual(
          [],
        );
      },
      timeoutMs,
    );
}

/** Says something as a person does: by the field and the Enter key. */
export async function write(page: Page, text: string) {
  await page.getByRole("textbox", { name: "Message" }).fill(text);
  await page.keyboard.press("Enter");
}

/** Waits until the conversation shows it. */
export const see = (page: Page, text: string | RegExp) => page.getByRole("log").getByText(text).first().waitFor();

/** Says something and waits for the end of its answer. */
export async function say(page: Page, text: string) {
  const answers = page.getByRole("log").getByRole("article");
  const before = await answers.count();
  await write(page, text);
  await answers.nth(before).locator(".answer[aria-busy=false]").waitFor();
}

/** A part of the project beside the chat. */
export async function showTab(page: Page, name: string) {
  await page.getByRole("tab", { name }).click();
  return page.getByRole("tabpanel", { name });
}
