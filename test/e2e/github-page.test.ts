import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type SimulatedGitHub, startGitHub } from "../../playground/github/simulated-github.ts";
import { launchBrowser } from "../../src/testing/browser.ts";
import { accessibilityFaults, missingBrowser } from "../../src/testing/playground-stage.ts";

const missing = await missingBrowser();
if (missing !== undefined) process.stderr.write(`The pages of GitHub are not tried in a browser: ${missing}\n`);

describe.skipIf(missing !== undefined)("the pages of the simulated GitHub", () => {
  let hub: SimulatedGitHub;
  let browser: Browser;

  beforeAll(async () => {
    browser = await launchBrowser();
    hub = await startGitHub({
      people: [
        { login: "lena", name: "Lena Fischer" },
        { login: "mia", name: "Mia Chen" },
      ],
      organisations: [{ login: "acme", admins: ["lena"], teams: [{ slug: "payments", members: ["mia"] }] }],
      playgroundUrl: "http://127.0.0.1:4400",
    });
    const lines = Array.from({ length: 90 }, (_, index) => `/src/${index}/${"long/".repeat(20)} @acme/payments\n`);
    const files = { ".github/CODEOWNERS": lines.join(""), "README.md": `# Shop\n${"word".repeat(100)}\n` };
    hub.createRepository({ owner: "acme", name: "shop-of-a-rather-long-name", files, by: "lena" });
    hub.hooks.addOrganisationHook("acme", { url: "http://127.0.0.1:9/hook" });
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    await hub.stop();
  });

  async function visit(
    theme: "light" | "dark",
  ): Promise<{ page: Page; complaints: string[]; look: () => Promise<void> }> {
    const context = await browser.newContext({ viewport: { width: 375, height: 740 }, colorScheme: theme });
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on("console", (message) => complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(error.message));
    const look = async () => {
      // Without its style a page is as wide as it likes.
      await page.waitForLoadState("load");
      const beyond = await page.evaluate("document.documentElement.scrollWidth - innerWidth");
      if (Number(beyond) > 0) complaints.push(`${page.url()} is ${beyond} pixels too wide`);
      complaints.push(...(await accessibilityFaults(page)).map((fault) => `${page.url()}: ${fault}`));
    };
    return { page, complaints, look };
  }

  test.each(["light", "dark"] as const)("are for everybody and fit a phone, %s", async (theme) => {
    const { page, complaints, look } = await visit(theme);
    const at = `${hub.webUrl}/acme/shop-of-a-rather-long-name`;
    const commits = () => hub.world.repositories.values().next().value?.git.branch("main") ?? "";
    const places = ["", "/edit/main/.github/CODEOWNERS", "/new/main", "/delete/main/README.md", "/commits/main"];
    const others = [`/commit/${commits()}`, "/settings", "/none"];

    for (const url of [hub.webUrl, `${hub.webUrl}/acme`, ...[...places, ...others].map((path) => at + path)]) {
      await page.goto(url);
      await look();
    }
    await page.locator(".person summary").click();
    await look();

    // What is not there answers 404, which the console tells.
    expect(complaints.filter((complaint) => !/status of 404/.test(complaint))).toEqual([]);
    await page.context().close();
  });

  test("lines of an address are marked, and a file is changed and committed by keyboard", async () => {
    const { page, complaints, look } = await visit("light");
    await page.goto(`${hub.webUrl}/acme/shop-of-a-rather-long-name/blob/main/.github/CODEOWNERS#L40-L42`);
    const marked = page.locator(".marked");
    await expect.poll(() => marked.count()).toBe(3);
    const top = (await marked.first().boundingBox())?.y ?? Number.NaN;
    expect(top).toBeGreaterThan(0);
    expect(top).toBeLessThan(740);
    await look();

    await page.getByRole("link", { name: "Edit" }).press("Enter");
    await page.getByLabel("Content").fill("* @acme/payments\n");
    await page.getByRole("button", { name: "Commit changes" }).press("Enter");

    await page.getByRole("status").getByText("delivered to 1 webhook: failed to connect to host").waitFor();
    expect(await page.locator(".code").innerText()).toContain("* @acme/payments");
    await page.getByRole("link", { name: "Webhooks" }).press("Enter");
    await page.locator("li summary").first().press("Enter");
    await page.getByText('"ref": "refs/heads/main"').waitFor();
    await look();
    await page.locator(".person summary").press("Enter");
    await page.getByRole("button", { name: "Mia Chen" }).press("Enter");
    await page.getByText("You are Mia Chen").waitFor();
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});
