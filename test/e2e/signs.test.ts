import { afterEach, describe, expect, test } from "vitest";
import { composer, heard, message, mouse } from "../../src/testing/at-the-page.ts";
import { onStage } from "../../src/testing/on-stage.ts";
import type { VisitOptions } from "../../src/testing/playground-stage.ts";

const { isMissing, stage, enter, firstEvent } = await onStage();
const visit = (options: VisitOptions = {}) => enter({ at: "?as=mia.chen#/C0GENERAL", ...options });

describe.skipIf(isMissing)("the playground's page", () => {
  afterEach(() => expect(stage().complaints.splice(0)).toEqual([]));

  test("says so while the bot is not connected; there is something to heal only then", async () => {
    const page = await visit();
    await page.getByRole("button", { name: "Faults" }).click();
    const dialog = page.getByRole("dialog", { name: "Faults" });
    const heal = dialog.getByRole("button", { name: "Heal everything" });
    const away = page.getByRole("main").getByText("The port of the simulated Slack is closed by a fault.");
    expect(await heal.isDisabled()).toBe(true);
    expect(await away.count()).toBe(0);

    await dialog.getByRole("button", { name: "Close the port for 10 s" }).click();
    await page.getByRole("button", { name: "Faults, 1 at work" }).waitFor({ state: "attached" });
    await away.waitFor();
    await heal.click();

    await away.waitFor({ state: "detached", timeout: 25_000 });
    expect(await heal.isDisabled()).toBe(true);
  });

  test("keeps a text that is too long, and says how long it may be", async () => {
    const page = await visit();
    const tooLong = page.getByRole("alert").filter({ hasText: "Messages are 12,000 characters at most." });
    const send = page.getByRole("main").getByRole("button", { name: "Send", exact: true });

    await composer(page).fill("x".repeat(45_000));
    await tooLong.waitFor();
    await composer(page).press("Enter");
    expect(await composer(page).inputValue()).toHaveLength(45_000);
    expect(await send.isDisabled()).toBe(true);
    await composer(page).fill("x".repeat(12_000));

    await tooLong.waitFor({ state: "detached" });
    expect(await send.isEnabled()).toBe(true);
    await composer(page).fill("");
  });

  test("forgets that nothing answered once something does again", async () => {
    const brief = { contentType: "text/event-stream", body: `retry: 3000\n\n${await firstEvent()}\n\n` };
    let isRefused = true;
    const page = await visit({
      before: async (one) => {
        await one.route("**/slack/live?*", (route) => (isRefused ? route.fulfill(brief) : route.continue()));
        await one.route("**/slack/acts?*", (route) => (isRefused ? route.abort() : route.continue()));
      },
    });
    const problem = page.getByRole("alert").filter({ hasText: "The playground does not answer." });

    await mouse(page).say("hello?");
    await problem.waitFor();
    isRefused = false;

    await problem.waitFor({ state: "detached" });
    expect(await composer(page).inputValue()).toBe("hello?");
    stage().complaints.length = 0;
  });

  test("loads again when a newer one is served", async () => {
    const page = await visit();
    const newer = (await firstEvent()).replace(/"script":"[^"]*"/, '"script":"/assets/index-newer.js"');
    const body = `retry: 60000\n\n${newer}\n\n`;
    let isServed = false;
    // Not once by itself: while requests cease to be looked at, the browser forgets the one that loads the page again.
    await page.route("**/slack/live?*", (route) => {
      if (isServed) return route.continue();
      isServed = true;
      return route.fulfill({ contentType: "text/event-stream", body });
    });
    await page.evaluate("window.isOld = true");

    await page.getByLabel("You are").selectOption({ label: "Grace Obi" });

    await expect.poll(() => page.evaluate("window.isOld").catch(() => true)).toBeUndefined();
    await composer(page).waitFor();
  });

  test.each([
    [360, "", 56],
    [1000, "", 56],
    [1000, "all", 56],
    [1400, "", 56],
  ])("has three things to try in one low row at %i pixels, beside “%s”", async (width, wire, height) => {
    const page = await visit({ at: `?as=mia.chen#/${wire && `?wire=${wire}`}`, width });
    const prompts = page.getByRole("group", { name: "Try" });

    expect((await prompts.boundingBox())?.height).toBeLessThanOrEqual(height);
    const tops = await prompts
      .getByRole("button")
      .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().top));
    expect(new Set(tops).size).toBe(1);
    await prompts.getByRole("button").last().focus();
    await expect.poll(async () => (await prompts.getByRole("button").last().boundingBox())?.x).toBeLessThan(width);
  });

  test("marks one line of a list, whether a key or the pointer went there", async () => {
    const page = await visit();
    await mouse(page).say("/whoowns");
    await page.getByRole("dialog").getByRole("combobox").fill("pay");
    const lines = page.getByRole("listbox", { name: "Choices" }).getByRole("option");
    await lines.nth(3).waitFor();
    const marked = () => lines.evaluateAll((all) => all.map((one) => one.matches("[data-is-active]")).indexOf(true));

    await page.keyboard.press("ArrowDown");
    expect(await marked()).toBe(1);
    await lines.nth(3).hover();
    await expect.poll(marked).toBe(3);
    await page.keyboard.press("ArrowUp");
    await expect.poll(marked).toBe(2);

    await page.keyboard.press("Escape");
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await composer(page).fill("/");
    const offered = page.getByRole("listbox", { name: "Suggestions" }).getByRole("option");
    await offered.nth(1).hover();
    await expect.poll(() => offered.nth(1).getAttribute("aria-selected")).toBe("true");
    await composer(page).fill("");
  });

  test("shows the tools of one message at a time", async () => {
    const page = await visit({ at: "?as=mia.chen#/C0CHECKOUTDEV" });
    const [first, last] = [await heard(page, "The new cart page"), message(page, "Before we change")];
    const shown = () =>
      page
        .getByRole("article")
        .getByRole("button", { name: "More actions" })
        .evaluateAll(
          (all) =>
            all.filter(
              (one) => one.ownerDocument.defaultView?.getComputedStyle(one.parentElement ?? one).opacity === "1",
            ).length,
        );

    await first.hover();
    await first.getByRole("button", { name: "More actions" }).click();
    await page.getByRole("menu").waitFor();
    await last.hover();
    await expect.poll(shown).toBe(1);
    await page.keyboard.press("Escape");
    await last.hover({ position: { x: 90, y: 10 } });

    await expect.poll(shown).toBe(1);
  });
});
