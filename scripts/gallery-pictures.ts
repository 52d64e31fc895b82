import type { Browser, Locator, Page } from "playwright-core";
import type { Side, Subject } from "./gallery-sides.ts";

/** How the page is looked at. */
export interface Look {
  readonly width: number;
  readonly theme: "light" | "dark";
}

/** A page that is looked at so. */
export async function pageOf(browser: Browser, { width, theme }: Look): Promise<Page> {
  const viewport = { width, height: 1000 };
  const context = await browser.newContext({ viewport, colorScheme: theme, reducedMotion: "reduce" });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  return page;
}

/** Where somebody sees it: as a form on top, else in its conversation or thread. */
export async function shownAt(page: Page, { id, url }: Side, { name, viewer, at }: Subject): Promise<Locator> {
  const { width = 0 } = page.viewportSize() ?? {};
  await page.setViewportSize({ width, height: 560 });
  if (at === undefined) {
    await page.goto(`${url}/?on=${id}&as=${viewer}`);
    const form = page.getByRole("dialog").last();
    // Teams itself says then what is missing.
    if (name.endsWith("left empty")) await form.getByRole("button").last().click();
    return form;
  }
  const { channel, ts, thread } = at;
  const isInThread = thread !== undefined && thread !== ts;
  // Messages of a thread are beside their conversation.
  const place = `#/${encodeURIComponent(channel)}${isInThread ? `?thread=${thread}` : ""}`;
  await page.goto(`${url}/?on=${id}&as=${viewer}${place}`);
  const side = isInThread ? page.getByRole("complementary", { name: "Thread" }) : page.getByRole("main");
  return side.locator(`article[data-ts="${ts}"]`).last();
}

/** Taken when nothing of it moves any more. */
export async function picture(what: Locator, path: string): Promise<void> {
  await still(what);
  await what.page().mouse.move(0, 0);
  await what.screenshot({ path });
}

/** The same of all of it: the page is made higher where it would hide or cover some. */
export async function wholePicture(what: Locator, path: string): Promise<void> {
  await still(what);
  const { width = 0, height = 0 } = what.page().viewportSize() ?? {};
  const hidden = await what.locator(":scope > form > div").evaluateAll(hiddenHeight);
  const box = await what.boundingBox();
  // Headers stand above it, and where one writes below.
  const needed = Math.ceil(box?.height ?? 0) + (hidden ?? 320);
  await what.page().setViewportSize({ width, height: Math.max(height, needed) });
  await picture(what, path);
}

interface Part {
  readonly scrollHeight: number;
  readonly clientHeight: number;
}

/** How much of a form is scrolled away; undefined without one. */
function hiddenHeight(all: unknown): number | undefined {
  const parts = all as readonly Part[];
  return parts.length === 0 ? undefined : Math.max(...parts.map((part) => part.scrollHeight - part.clientHeight));
}

async function still(what: Locator): Promise<void> {
  await what.waitFor();
  // What holds the room of cards that are still to come.
  await what.locator('div[style*="block-size"]').first().waitFor({ state: "detached" });
  let before = "";
  for (let now = await looksOf(what); now !== before; now = await looksOf(what)) {
    before = now;
    await new Promise((done) => setTimeout(done, 100));
  }
}

async function looksOf(what: Locator): Promise<string> {
  return `${JSON.stringify(await what.boundingBox())} ${await what.innerHTML()}`;
}
