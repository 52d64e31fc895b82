import { gzipSync } from "node:zlib";
import type { Locator, Page } from "playwright-core";
import { afterEach, describe, expect, test } from "vitest";
import { composer, conversations, heard, message, mouse, thread } from "../../src/testing/at-the-page.ts";
import { onStage } from "../../src/testing/on-stage.ts";
import { accessibilityFaults } from "../../src/testing/playground-stage.ts";

const { isMissing, stage, enter: visit } = await onStage();

describe.skipIf(isMissing)("the playground's page", () => {
  afterEach(() => expect(stage().complaints.splice(0)).toEqual([]));

  test.each(["light", "dark"] as const)("is for everybody: nothing serious is wrong with it, %s", async (theme) => {
    const page = await visit({ at: "?as=mia.chen#/C0CHECKOUTDEV", theme });
    const hands = mouse(page);
    const found: string[] = [];
    const look = async (what: string): Promise<void> => {
      for (const fault of await accessibilityFaults(page)) found.push(`${what}: ${fault}`);
    };

    await hands.say("/whoowns tax");
    await heard(page, "matches for “tax”");
    await look("a choice");
    await hands.say("/whoowns payments-api");
    const answer = await heard(page, "Team Payments owns payments-api");
    await look("an answer");
    await hands.use(answer.getByRole("button", { name: "Ask the team" }));
    await page.getByRole("dialog").waitFor();
    await look("a form");
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await hands.say("/whoowns");
    await page.getByRole("dialog").getByRole("combobox").fill("payments");
    await page
      .getByRole("option", { name: /payments/ })
      .first()
      .waitFor();
    await look("a picker");
    await page.keyboard.press("Escape");
    await page
      .getByRole("option", { name: /payments/ })
      .first()
      .waitFor({ state: "detached" });
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await composer(page).fill("/");
    await page.getByRole("listbox", { name: "Suggestions" }).waitFor();
    await look("completion");
    await composer(page).fill("");
    await page.getByRole("link", { name: "1 reply" }).first().click();
    await thread(page).waitFor();
    await look("a thread");
    await page.getByRole("button", { name: "Wire", exact: true }).click();
    await page.getByRole("complementary", { name: "Wire" }).getByRole("listitem").first().waitFor();
    await look("the wire");
    await page.getByRole("button", { name: "Faults" }).click();
    await page.getByRole("dialog", { name: "Faults" }).waitFor();
    await look("the faults");

    expect(found).toEqual([]);
  });

  test("is used with a thumb: at 360 pixels nothing lies beside the screen", async () => {
    const page = await visit({ at: "?as=mia.chen#/C0CHECKOUTDEV", width: 360, height: 740 });
    const hands = mouse(page);
    const wide: string[] = [];
    const look = async (what: string): Promise<void> => {
      for (const name of await besideTheScreen(page)) wide.push(`${what}: ${name}`);
    };

    await look("a conversation");
    await page.getByRole("button", { name: /conversations|menu/i }).click();
    await conversations(page).getByRole("link", { name: "Callboard", exact: true }).click();
    await page.getByRole("heading", { level: 1, name: "Callboard" }).waitFor();
    await hands.say("/whoowns tax");
    await heard(page, "matches for “tax”");
    await look("a choice");
    await hands.say("/callboard gaps");
    await heard(page, /have an owner/);
    await look("a list");
    await hands.say("/whoowns payments-api");
    const answer = await heard(page, "Team Payments owns payments-api");
    await answer.getByRole("button", { name: "Ask the team" }).click();
    await page.getByRole("dialog").waitFor();
    await look("a form");
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await page.getByRole("button", { name: "Wire", exact: true }).click();
    await page.getByRole("complementary", { name: "Wire" }).locator("summary").first().click();
    await look("the wire");

    expect(wide).toEqual([]);
  });

  test("a copied link leads to its message, far up in the conversation too", async () => {
    const page = await visit({ at: "?as=aisha.bello#/C0CHECKOUTDEV" });
    const first = message(page, "The new cart page is on staging");
    await first.hover();
    await first.getByRole("button", { name: "More actions" }).click();
    await page.getByRole("menuitem", { name: "Copy link" }).click();
    const link = String(await page.evaluate("navigator.clipboard.readText()"));
    for (let count = 0; count < 20; count += 1) await mouse(page).say(`Line ${count}\nof a long talk`);
    await heard(page, "Line 19");
    expect(await isInSight(message(page, "The new cart page is on staging"))).toBe(false);

    const other = await visit({ at: new URL(link).search + new URL(link).hash });

    await expect.poll(() => isInSight(message(other, "The new cart page is on staging"))).toBe(true);
  });

  test("what is said to one person alone is seen by nobody else, whoever the page is", async () => {
    const page = await visit({ at: "?as=mia.chen#/C0GENERAL" });
    await mouse(page).say("/callboard mine");
    await heard(page, /Only visible to you/);

    await page.getByLabel("You are").selectOption({ label: "Jonas Weber" });

    await expect.poll(() => page.url()).toMatch(/as=\w+/);
    await composer(page).waitFor();
    await mouse(page).say("hello from Jonas");
    await heard(page, /Jonas Weber.*hello from Jonas/s);
    expect(await page.getByText("Only visible to you").count()).toBe(0);
    await page.reload();
    await heard(page, "hello from Jonas");
    expect(await page.getByLabel("You are").locator("option:checked").textContent()).toBe("Jonas Weber");
  });

  test("leads to the pages of GitHub, and they lead back, as the same person", async () => {
    const page = await visit({ at: "?as=mia.chen#/C0GENERAL" });
    await page.getByRole("link", { name: "GitHub", exact: true }).click();
    await page.getByRole("link", { name: "shop", exact: true }).click();
    await page.getByRole("heading", { level: 1, name: "acme / shop" }).waitFor();
    await page.locator("summary", { hasText: "Mia Chen" }).waitFor();

    await page.getByRole("link", { name: "Teams", exact: true }).click();

    await expect.poll(() => page.getByRole("radio", { name: "Teams" }).isChecked()).toBe(true);
    expect(await page.getByLabel("You are").locator("option:checked").textContent()).toBe("Mia Chen");
  });

  test("the theme is as the system's until one is chosen, and then stays", async () => {
    const page = await visit({ theme: "dark" });
    await page.getByRole("button", { name: "Light theme" }).click();

    await page.reload();

    await page.getByRole("button", { name: "Dark theme" }).waitFor();
  });

  test("behind an answer stand the bytes that made it", async () => {
    const page = await visit({ at: "?as=mia.chen#/C0GENERAL" });
    await mouse(page).say("/whoowns payments-api");
    const answer = await heard(page, "Team Payments owns payments-api");
    await answer.hover();
    await answer.getByRole("button", { name: "What went over the wire" }).click();
    const wire = page.getByRole("complementary", { name: "Wire" });
    const rows = wire.getByRole("listitem");

    await rows.nth(1).waitFor();
    for (const row of await rows.all()) await row.locator("summary").click();

    await expect.poll(() => rows.first().textContent()).toMatch(/whoowns.*to the app over Socket Mode.*payments-api/s);
    await expect
      .poll(() => rows.last().textContent())
      .toMatch(/response_url.*from the app over HTTP.*POST.*Team Payments.*HTTP 200/s);
  });

  test.each([
    ["is refused with 429, Retry-After 3 s", "owns tax-api"],
    ["is answered after 2 s", "owns cart-api"],
    ["is refused with 500", "owns ios-app"],
  ])("an answer comes also when the call that brings it %s", async (mishap, answer) => {
    const page = await visit({ at: "?as=mia.chen#/C0GENERAL" });
    await page.getByRole("button", { name: "Faults" }).click();
    const dialog = page.getByRole("dialog", { name: "Faults" });
    await dialog.getByLabel("What happens to it").selectOption(mishap);
    await dialog.getByRole("button", { name: "Plan it" }).click();
    await page.getByRole("button", { name: "Faults, 1 at work" }).waitFor({ state: "attached" });
    await page.keyboard.press("Escape");

    await mouse(page).say(`/whoowns ${answer.replace("owns ", "")}`);

    await heard(page, answer);
    await page.getByRole("button", { name: "Faults", exact: true }).waitFor();
  });

  test("a socket that is cut is connected anew, and the next question is answered", async () => {
    const page = await visit({ at: "?as=jonas.weber#/C0GENERAL" });
    await page.getByRole("button", { name: "Faults" }).click();
    const dialog = page.getByRole("dialog", { name: "Faults" });
    await dialog.getByRole("button", { name: "Cut the socket" }).click();
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Wire", exact: true }).click();
    const hellos = page.getByRole("complementary", { name: "Wire" }).getByRole("listitem").filter({ hasText: "hello" });
    await expect.poll(() => hellos.count(), { timeout: 25_000 }).toBeGreaterThan(1);

    await mouse(page).say("/whoowns payments-worker");

    await heard(page, "Team Payments owns payments-worker");
  });

  test.each(["Slack", "Teams"])(
    "the first view of %s is light, everything comes from here, and the cards' part with the first card",
    async (on) => {
      const sizes = new Map<string, number>();
      const page = await visit({ at: `?on=${on.toLowerCase()}` });
      page.on("response", async (response) => {
        const body = await response.body().catch(() => undefined);
        if (body !== undefined) sizes.set(new URL(response.url()).href, gzipSync(body).length);
      });
      await page.reload();
      await heard(page, "Team Payments owns payments-api");
      await message(page, "Team Payments").getByRole("button", { name: "Ask the team" }).waitFor();
      await page.waitForTimeout(500);
      const html = await (await fetch(`${stage().url}/`)).text();

      const named = [...html.matchAll(/(?:src|href)="(\.?\/[^"]+)"/g)].map(
        ([, path]) => new URL(path ?? "", `${stage().url}/`).href,
      );
      const first = named.reduce((sum, url) => sum + (sizes.get(url) ?? 0), gzipSync(html).length);
      const all = [...sizes.values()].reduce((sum, size) => sum + size, 0);
      process.stderr.write(`${on}: first view ${first} bytes, with the first card ${all} bytes, gzipped\n`);
      expect(first).toBeGreaterThan(50_000);
      expect(first).toBeLessThan(150_000);
      expect(all).toBeGreaterThan(first);
      expect(all).toBeLessThan(260_000);
      expect([...sizes.keys()].filter((url) => !url.startsWith(stage().url))).toEqual([]);
    },
  );
});

/** What can be seen and reaches beyond the right edge, but for what scrolls sideways by itself. */
async function besideTheScreen(page: Page): Promise<readonly string[]> {
  const script = `[...document.querySelectorAll("body *")]
    .filter((element) => element.checkVisibility() && element.getBoundingClientRect().right > innerWidth + 1)
    .filter((element) => {
      for (let above = element.parentElement; above; above = above.parentElement)
        if (/auto|scroll/.test(getComputedStyle(above).overflowX)) return above.getBoundingClientRect().right > innerWidth + 1;
      return true;
    })
    .map((element) => element.outerHTML.slice(0, 80))`;
  return (await page.evaluate(script)) as string[];
}

/** Whether all of it lies within the window. */
async function isInSight(what: Locator): Promise<boolean> {
  if ((await what.count()) === 0) return false;
  const box = await what.boundingBox();
  const height = what.page().viewportSize()?.height ?? 0;
  return box !== null && box.y >= 0 && box.y + box.height <= height;
}
