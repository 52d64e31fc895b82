/**
 * `npm run gallery -- <folder>`: a picture of every kind of message and form, at 375 and 1,000 px, light and dark, and a sheet of
 * all of them for each, to be looked at when what a message says or how the page draws it changes.
 * `npm run gallery -- --readme`: the pictures of README.md, in docs/images.
 */
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser } from "playwright-core";
import { launchBrowser } from "../src/testing/browser.ts";
import { type PlaygroundStage, playgroundStage } from "../src/testing/playground-stage.ts";
import { type Look, pageOf, picture, shownAt, wholePicture } from "./gallery-pictures.ts";
import { type Side, slackSide, teamsSide } from "./gallery-sides.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const looks = [375, 1000].flatMap((width) => (["light", "dark"] as const).map((theme) => ({ width, theme })));
const platforms = ["slack", "teams"] as const;

const [wanted, part = ""] = process.argv.slice(2);
if (wanted === undefined) {
  console.error("Usage: npm run gallery -- <folder> [teams.375.light] | --readme");
  process.exitCode = 2;
} else if (wanted === "--readme") await readmePictures(join(root, "docs", "images"));
else await everyKind(resolve(wanted));

/** `teams.375.light`: the end of a picture's name. */
function lookName(platform: Side["id"], { width, theme }: Look): string {
  return `${platform}.${width}.${theme}`;
}

async function everyKind(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const browser = await launchBrowser();
  try {
    const kinds = new Set<string>();
    for (const start of [slackSide, teamsSide]) {
      const side = await start(root);
      try {
        for (const name of await pictures(browser, side, folder)) kinds.add(name);
      } finally {
        await side.stop();
      }
    }
    for (const look of looks) await sheets(browser, folder, [...kinds], look);
  } finally {
    await browser.close();
  }
}

/** Takes those that are wanted, and returns the names of all kinds. */
async function pictures(browser: Browser, side: Side, folder: string): Promise<readonly string[]> {
  const seen = looks.filter((look) => lookName(side.id, look).includes(part));
  const pages = await Promise.all(seen.map(async (look) => ({ look, page: await pageOf(browser, look) })));
  const names: string[] = [];
  if (pages.length === 0) return names;
  await side.each(async (subject) => {
    const file = subject.name.replace(/[^a-z]+/g, "-");
    names.push(file);
    for (const { look, page } of pages) {
      await wholePicture(await shownAt(page, side, subject), join(folder, `${file}.${lookName(side.id, look)}.png`));
    }
  });
  await Promise.all(pages.map(({ page }) => page.context().close()));
  return names;
}

/** All kinds in columns, Slack beside Teams, and pictures of as many columns as one sees at once. */
async function sheets(browser: Browser, folder: string, names: readonly string[], look: Look): Promise<void> {
  const name = `${look.width}-${look.theme}`;
  if (!platforms.some((platform) => lookName(platform, look).includes(part))) return;
  await writeFile(join(folder, `${name}.html`), sheet(names, look));
  const width = 4 * 385;
  const page = await browser.newPage({ viewport: { width, height: 1520 } });
  await page.goto(`file://${join(folder, `${name}.html`)}`);
  const whole = await page.evaluate<number>("document.documentElement.scrollWidth");
  for (let x = 0; x < whole; x += width) {
    await page.evaluate(`scrollTo(${x}, 0)`);
    await page.screenshot({ path: join(folder, `${name}-${x / width + 1}.png`) });
  }
  console.log(`${name}: ${names.length} kinds, ${Math.ceil(whole / width)} sheets`);
}

function sheet(names: readonly string[], look: Look): string {
  const { theme } = look;
  const shown = platforms.filter((platform) => lookName(platform, look).includes(part));
  const figures = names.map((name) => {
    const images = shown.map((platform) => `<img src="${name}.${lookName(platform, look)}.png" alt="">`);
    return `<figure><figcaption>${name}</figcaption><div>${images.join("")}</div></figure>`;
  });
  const colors = theme === "light" ? "background:#fff;color:#222" : "background:#111;color:#ddd";
  const column = 375 * shown.length + 10 * (shown.length - 1);
  const style = `body{margin:8px 0;width:1530px;${colors};font:12px sans-serif;height:1500px;column-fill:auto;column-gap:10px;columns:${column}px}
figure{margin:0 0 12px;break-inside:avoid}figcaption{padding:2px 4px;opacity:.7}
div{display:flex;gap:10px;align-items:flex-start}img{width:375px}`;
  return `<!doctype html><meta charset="utf-8"><title>${theme}</title><style>${style}</style>\n${figures.join("\n")}\n`;
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
    await sideBySide(stage, join(folder, "slack-and-teams.png"));
  } finally {
    await stage.stop();
  }
  for (const name of ["playground", "playground-phone", "playground-wire", "slack-and-teams"]) {
    const { length } = await readFile(join(folder, `${name}.png`));
    console.log(`docs/images/${name}.png ${Math.round(length / 1024)} KB`);
  }
}

/** One question between somebody and Callboard, in Slack and in Teams. */
async function sideBySide(stage: PlaygroundStage, path: string): Promise<void> {
  const width = 640;
  const panes: string[] = [];
  for (const [platform, name] of Object.entries({ slack: "Slack", teams: "Microsoft Teams" })) {
    const page = await stage.visit({ at: `?on=${platform}&as=lena.fischer`, height: 700 });
    await page.getByRole("main").getByRole("textbox").click();
    await page.keyboard.insertText("whoowns paymnets api");
    await page.getByRole("main").getByRole("button", { name: "Send", exact: true }).click();
    await page.getByRole("main").getByText("Closest to").waitFor();
    await page.setViewportSize({ width, height: 506 });
    const shot = join(tmpdir(), `callboard-${process.pid}-${platform}.png`);
    await picture(page.locator("body"), shot);
    const image = (await readFile(shot)).toString("base64");
    await rm(shot);
    panes.push(`<figure><figcaption>${name}</figcaption><img src="data:image/png;base64,${image}" alt=""></figure>`);
  }
  const page = await stage.visit({ width: 2 * width + 20, height: 300 });
  const style = `body{margin:0;display:flex;gap:16px;font:600 15px system-ui,sans-serif;color:#57606a;background:#fff}
figure{margin:0}figcaption{padding:0 2px 8px}img{display:block;width:${width}px;border:1px solid #d8d3c8;border-radius:8px}`;
  // Without the rules of the playground's own page.
  await page.goto("about:blank");
  await page.setContent(`<!doctype html><style>${style}</style>${panes.join("")}`);
  await picture(page.locator("body"), path);
}
