import { type Browser, chromium, type Page } from "playwright-core";

export type PageOptions = {
  width?: number;
  height?: number;
  colorScheme?: "light" | "dark";
  locale?: string;
  /** A finger instead of a mouse. */
  isTouch?: boolean;
  hasJavaScript?: boolean;
};

/** Debian's Chromium without a window. Close it with `await using`. */
export async function openBrowser() {
  const browser = await chromium.launch({
    executablePath: Bun.which("chromium") ?? "chromium",
    // Tests in a container run as root, where Chromium's sandbox cannot.
    args: ["--no-sandbox", "--disable-dev-shm-usage"],
  });
  return {
    page: (url: URL | string, options?: PageOptions) => openPage(browser, new URL(url), options),
    [Symbol.asyncDispose]: () => browser.close(),
  };
}
export type WebPage = Awaited<ReturnType<typeof openPage>>;

/** A page in a profile of its own, which notes everything that a finished client would not do. */
async function openPage(browser: Browser, url: URL, options: PageOptions = {}) {
  const { width = 1280, height = 860, colorScheme = "light", locale = "en-GB", isTouch = false } = options;
  const { hasJavaScript = true } = options;
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme,
    locale,
    hasTouch: isTouch,
    isMobile: isTouch,
    javaScriptEnabled: hasJavaScript,
  });
  // Below the tests' own limit, so that what was waited for is named.
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  const complaints: string[] = [];
  watch(page, url, complaints);
  await page.goto(url.href);
  return Object.assign(page, {
    /** Errors in the console, uncaught exceptions, blocked resources and requests to anywhere else. */
    complaints,
    /** Another tab of the same profile. */
    async tab(address = page.url()) {
      const other = await context.newPage();
      watch(other, url, complaints);
      await other.goto(address);
      return other;
    },
    [Symbol.asyncDispose]: () => context.close(),
  });
}

function watch(page: Page, { host }: URL, complaints: string[]) {
  page.on("console", (message) => {
    // A broken policy is reported here too, as an error.
    if (message.type() === "error" || message.type() === "warning") complaints.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => complaints.push(`exception: ${error.message}`));
  page.on("request", (request) => {
    const target = new URL(request.url());
    if (target.protocol.startsWith("http") && target.host !== host) complaints.push(`request to ${request.url()}`);
  });
}
