// Draws the two icons of the Teams app from the page's: npx tsx scripts/teams-icons.ts. Sizes and colours are Teams':
// https://learn.microsoft.com/microsoftteams/platform/concepts/build-and-test/apps-package#app-icons
import { readFile, writeFile } from "node:fs/promises";
import { launchBrowser } from "../src/testing/browser.ts";

const mark = await readFile(new URL("../playground/page/public/icon.svg", import.meta.url), "utf8");
const board = /<rect [^>]*\/>/;
const browser = await launchBrowser();
// Teams rounds the corners itself.
await draw("color", 192, mark.replace(/ rx="\d+"/, ""));
// White lines on nothing, the board's edge among them.
const edge = '<rect x="1" y="1" width="14" height="14" rx="3" fill="none" stroke="#fff" stroke-width="1"/>';
await draw("outline", 32, mark.replace(board, edge).replace('stroke-width="1.6"', 'stroke-width="1"'));
await browser.close();

async function draw(name: string, size: number, svg: string): Promise<void> {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  await page.setContent(`<style>body{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${svg}`);
  const picture = await page.screenshot({ omitBackground: true });
  await writeFile(new URL(`../adapters/teams/manifest/${name}.png`, import.meta.url), picture);
  await page.close();
  console.log(`adapters/teams/manifest/${name}.png written`);
}
