/**
 * `npm run gallery -- <folder>`: a picture of every kind of message and form, at 375 and 1,000 px, light and dark, and a sheet of
 * all of them for each, to be looked at when what a message says or how the page draws it changes.
 * `npm run gallery -- --readme`: the pictures of README.md, in docs/images.
 */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser, Locator, Page } from "playwright-core";
import { createDesk } from "../playground/desk/desk.ts";
import { deskDoors } from "../playground/desk/doors.ts";
import { startPageServer } from "../playground/page-server/page-server.ts";
import { slackDesk } from "../playground/slack/desk/slack-desk.ts";
import { readManifest } from "../playground/slack/manifest.ts";
import type { SimulatedSlack } from "../playground/slack/simulated-slack.ts";
import type { SlackMessage } from "../playground/slack/world.ts";
import { launchBrowser } from "../src/testing/browser.ts";
import { type MessageKind, messageKinds } from "../src/testing/message-kinds.ts";
import { playgroundStage } from "../src/testing/playground-stage.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const looks = [375, 1000].flatMap((width) => (["light", "dark"] as const).map((theme) => ({ width, theme })));
type Look = (typeof looks)[number];

const [wanted] = process.argv.slice(2);
if (wanted === undefined) {
  console.error("Usage: npm run gallery -- <folder> | --readme");
  process.exitCode = 2;
} else if (wanted === "--readme") await readmePictures(join(root, "docs", "images"));
else await everyKind(resolve(wanted));

async function everyKind(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const { bot, collect } = await messageKinds();
  const desk = deskOver(bot.slack);
  const doors = deskDoors(desk);
  const server = await startPageServer({ folder: join(root, "dist", "page"), doors, port: 0 });
  const browser = await launchBrowser();
  try {
    const pages = await Promise.all(
      looks.map(async (look) => ({ name: `${look.width}-${look.theme}`, page: await pageOf(browser, look) })),
    );
    const names: string[] = [];
    await collect(async (kind) => {
      const file = kind.name.replace(/[^a-z]+/g, "-");
      names.push(file);
      for (const { name, page } of pages) {
        await picture(await shownAt(page, server.url, kind), join(folder, `${file}-${name}.png`));
      }
    });
    for (const look of looks) await sheets(browser, folder, names, look);
  } finally {
    await browser.close();
    desk.stop();
    await server.stop();
    await bot.stop();
  }
}

function deskOver(slack: SimulatedSlack) {
  const { commands, shortcuts } = readManifest(join(root, "manifest.json"));
  return createDesk(slackDesk(slack, { defaultViewer: "mia", about: new Map(), commands, shortcuts, prompts: [] }));
}

async function pageOf(browser: Browser, look: Look): Promise<Page> {
  const viewport = { width: look.width, height: 1000 };
  const context = await browser.newContext({ viewport, colorScheme: look.theme, reducedMotion: "reduce" });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  return page;
}

/** Where somebody sees it: as a form on top, else in its conversation or thread. */
async function shownAt(page: Page, url: string, { shown, viewer }: MessageKind): Promise<Locator> {
  const { width = 0 } = page.viewportSize() ?? {};
  await page.setViewportSize({ width, height: "ts" in shown ? 1000 : 560 });
  if (!("ts" in shown)) {
    await page.goto(`${url}/?as=${viewer}`);
    return page.getByRole("dialog").last();
  }
  const { channel, ts, thread_ts: thread } = shown as SlackMessage;
  const isInThread = thread !== undefined && thread !== ts;
  // Messages of a thread are beside their conversation.
  await page.goto(`${url}/?as=${viewer}#/${channel}${isInThread ? `?thread=${thread}` : ""}`);
  const side = isInThread ? page.getByRole("complementary", { name: "Thread" }) : page.getByRole("main");
  return side.locator(`article[data-ts="${ts}"]`).last();
}

/** Taken when nothing of it moves any more. */
async function picture(what: Locator, path: string): Promise<void> {
  await what.waitFor();
  // What holds the room of cards that are still to come.
  await what.locator('div[style*="block-size"]').waitFor({ state: "detached" });
  let before = "";
  for (let now = await looksOf(what); now !== before; now = await looksOf(what)) {
    before = now;
    await new Promise((done) => setTimeout(done, 100));
  }
  await what.page().mouse.move(0, 0);
  await what.screenshot({ path });
}

async function looksOf(what: Locator): Promise<string> {
  return `${JSON.stringify(await what.boundingBox())} ${await what.innerHTML()}`;
}

/** All kinds in columns, and pictures of as many columns as one sees at once. */
async function sheets(browser: Browser, folder: string, names: readonly string[], look: Look): Promise<void> {
  const name = `${look.width}-${look.theme}`;
  await writeFile(join(folder, `${name}.html`), sheet(names, name, look));
  const width = look.width === 375 ? 4 * 385 : 2 * 760;
  const page = await browser.newPage({ viewport: { width, height: 1520 } });
  await page.goto(`file://${join(folder, `${name}.html`)}`);
  const whole = await page.evaluate<number>("document.documentElement.scrollWidth");
  for (let x = 0; x < whole; x += width) {
    await page.evaluate(`scrollTo(${x}, 0)`);
    await page.screenshot({ path: join(folder, `${name}-${x / width + 1}.png`) });
  }
  console.log(`${name}: ${names.length} kinds, ${Math.ceil(whole / width)} sheets`);
}

function sheet(names: readonly string[], look: string, { width, theme }: Look): string {
  const figures = names.map(
    (name) => `<figure><figcaption>${name}</figcaption><img src="${name}-${look}.png"></figure>`,
  );
  const colors = theme === "light" ? "background:#fff;color:#222" : "background:#111;color:#ddd";
  const style = `body{margin:8px 0;${colors};font:12px sans-serif;height:1500px;column-fill:auto;column-gap:10px;columns:${width === 375 ? 375 : 750}px}
figure{margin:0 0 12px;break-inside:avoid}figcaption{padding:2px 4px;opacity:.7}img{max-width:100%}`;
  return `<!doctype html><meta charset="utf-8"><title>${look}</title><style>${style}</style>\n${figures.join("\n")}\n`;
}

async function readmePictures(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const stage = await playgroundStage();
  try {
    const first = await stage.visit({ height: 700 });
    await picture(first.locator("body"), join(folder, "playground.png"));
    const phone = await stage.visit({ width: 375, height: 720, theme: "dark" });
    await picture(phone.locator("body"), join(folder, "playground-phone.png"));
    await first.getByRole("button", { name: "What went over the wire" }).last().click();
    await first.getByText("chat.postMessage").click();
    await picture(first.locator("body"), join(folder, "playground-wire.png"));
  } finally {
    await stage.stop();
  }
  for (const name of ["playground", "playground-phone", "playground-wire"]) {
    const { length } = await readFile(join(folder, `${name}.png`));
    console.log(`docs/images/${name}.png ${Math.round(length / 1024)} KB`);
  }
}
