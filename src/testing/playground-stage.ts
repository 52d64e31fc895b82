import axe from "axe-core";
import type { Browser, Page } from "playwright-core";
import { findBrowser, launchBrowser } from "./browser.ts";
import { type Installation, install, type RunningCommand } from "./installation.ts";

/** `callboard start` without a configuration, and a browser before its page. */
export interface PlaygroundStage {
  readonly url: string;
  /** What the process wrote to standard error so far, besides its greeting: whatever went wrong. */
  readonly logged: () => string;
  /** A page of its own: 1,000 by 800 unless told. Its errors are collected in `complaints`. */
  readonly visit: (options?: VisitOptions) => Promise<Page>;
  /** Errors and warnings of all consoles, failed requests and uncaught exceptions, as sentences. */
  readonly complaints: string[];
  readonly stop: () => Promise<void>;
}

/** How somebody looks at the page. */
export interface VisitOptions {
  /** What follows the address: `?as=U0MIA#/C0PAYHELP`. */
  readonly at?: string;
  readonly width?: number;
  readonly height?: number;
  readonly theme?: "light" | "dark";
  /** What is done to the page before it is loaded. */
  readonly before?: (page: Page) => Promise<unknown>;
}

/** The address, the port where the usual one is taken, and what this is. */
const greeting = /^The playground: .*\n(?:Port .*\n)?The sample organisation .*\n/;

/** Why there can be no stage here; undefined where there can. */
export async function missingBrowser(): Promise<string | undefined> {
  const found = await findBrowser(process.env);
  return "missing" in found ? found.missing : undefined;
}

/** Installs what is built, starts it in an empty folder and opens a browser. */
export async function playgroundStage(): Promise<PlaygroundStage> {
  const installed = await install();
  const command = installed.start(["start"], { cwd: installed.path });
  let said = "";
  command.process.stderr?.on("data", (chunk: Buffer) => {
    said += chunk.toString();
  });
  const complaints: string[] = [];
  try {
    const [url, browser] = await Promise.all([addressOf(command, () => said), launchBrowser()]);
    return {
      url,
      logged: () => said.replace(greeting, ""),
      complaints,
      visit: (options = {}) => visit(browser, url, options, complaints),
      stop: async () => {
        await browser.close();
        await end(command, installed);
      },
    };
  } catch (error) {
    await end(command, installed);
    throw error;
  }
}

async function end(command: RunningCommand, installed: Installation): Promise<void> {
  command.process.kill("SIGTERM");
  await command.ended;
  await installed.remove();
}

function addressOf(command: RunningCommand, said: () => string): Promise<string> {
  return new Promise((resolve, reject) => {
    const look = (): void => {
      const url = /http:\/\/127\.0\.0\.1:\d+/.exec(said())?.[0];
      if (url !== undefined) resolve(url);
    };
    command.process.stderr?.on("data", look);
    command.ended.then(() => reject(new Error(`callboard start ended: ${said()}`)), reject);
  });
}

async function visit(browser: Browser, url: string, options: VisitOptions, complaints: string[]): Promise<Page> {
  const { at = "", width = 1000, height = 800, theme = "light" } = options;
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: theme,
    reducedMotion: "reduce",
    permissions: ["clipboard-read", "clipboard-write"],
  });
  const page = await context.newPage();
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) complaints.push(`console ${message.type()}: ${message.text()}`);
  });
  page.on("pageerror", (error) => complaints.push(`uncaught: ${error.message}`));
  page.on("requestfailed", (request) => {
    // A page that is left ends its stream of events.
    if (!request.url().includes("/live")) complaints.push(`request failed: ${request.url()}`);
  });
  page.setDefaultTimeout(10_000);
  await options.before?.(page);
  await page.goto(`${url}/${at}`);
  return page;
}

/** What axe finds wrong on the page that is serious or worse, as sentences. */
export async function accessibilityFaults(page: Page): Promise<readonly string[]> {
  // A megabyte: once a page.
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(axe.source);
  const found = await page.evaluate(async () => {
    // biome-ignore lint/suspicious/noExplicitAny: axe puts itself on the window.
    const { violations } = await (globalThis as any).axe.run({ resultTypes: ["violations"] });
    return violations as { id: string; impact: string; help: string; nodes: { html: string }[] }[];
  });
  return found
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html.slice(0, 120)).join(" | ")}`);
}
