import { afterEach, describe, expect, test } from "vitest";
import { composer, conversations, heard, keyboard, message, mouse, thread } from "../../src/testing/at-the-page.ts";
import { onStage } from "../../src/testing/on-stage.ts";
import { accessibilityFaults } from "../../src/testing/playground-stage.ts";

const { isMissing, stage, enter: visit } = await onStage();

describe.skipIf(isMissing)("the playground's page of Teams", () => {
  afterEach(() => expect(stage().complaints.splice(0)).toEqual([]));

  test.each(["light", "dark"] as const)("is for everybody: nothing serious is wrong with it, %s", async (theme) => {
    const page = await visit({ at: "?on=teams&as=mia.chen", theme });
    const hands = mouse(page);
    const found: string[] = [];
    const look = async (what: string): Promise<void> => {
      for (const fault of await accessibilityFaults(page)) found.push(`${what}: ${fault}`);
    };

    await hands.say("whoowns tax");
    await heard(page, "matches for “tax”");
    await look("a choice");
    await hands.say("whoowns payments-api");
    const answer = await heard(page, "Team Payments owns payments-api");
    await answer.getByRole("button", { name: "More options" }).click();
    await page.getByRole("menu", { name: "More options" }).waitFor();
    await look("an answer and its menu");
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Shortcuts" }).click();
    await page.getByRole("menuitem").first().click();
    await page.getByRole("dialog").getByRole("combobox").fill("payments");
    await page
      .getByRole("option", { name: /payments/ })
      .first()
      .waitFor();
    await look("a form and what is found");
    await page.keyboard.press("Escape");
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });

    expect(found).toEqual([]);
  });

  test("keeps who one is when the platform is switched, and where the focus was", async () => {
    const page = await visit({ at: "?as=jonas.weber" });

    await page.getByRole("group", { name: "Platform" }).getByRole("radio", { name: "Slack" }).press("ArrowRight");

    await conversations(page).getByRole("heading", { name: "Payments" }).waitFor();
    expect(await page.getByLabel("You are").locator("option:checked").textContent()).toBe("Jonas Weber");
    expect(await page.evaluate("document.activeElement.closest('label').textContent")).toBe("Teams");
    expect(new URL(page.url()).searchParams.get("on")).toBe("teams");
    await page.reload();
    await conversations(page).getByRole("heading", { name: "Payments" }).waitFor();
    await page.getByRole("radio", { name: "Slack" }).check();
    await conversations(page).getByRole("link", { name: "pay-dev" }).waitFor();
    expect(await page.getByLabel("You are").locator("option:checked").textContent()).toBe("Jonas Weber");
  });

  test("is used by keyboard alone: a form says what it misses, and is sent", async () => {
    const page = await visit({ at: "?on=teams&as=mia.chen" });
    const hands = keyboard(page);
    const dialog = page.getByRole("dialog", { name: "Find in catalog" });

    await hands.pickFrom(page.getByRole("button", { name: "Shortcuts" }), "Find in catalog");
    const name = dialog.getByRole("combobox", { name: "Name" });
    await expect.poll(() => name.evaluate((field) => field.ownerDocument.activeElement === field)).toBe(true);
    await hands.use(dialog.getByRole("button", { name: "Show" }));
    await dialog.getByText("Choose one.").waitFor();
    expect(await name.getAttribute("aria-invalid")).toBe("true");
    expect(await name.getAttribute("aria-describedby")).toBeTruthy();
    await hands.fill(name, "payments-api");
    await page
      .getByRole("option", { name: /payments-api/ })
      .first()
      .waitFor();
    await page.keyboard.press("Enter");
    await dialog.getByText("Choose one.").waitFor({ state: "detached" });
    await hands.use(dialog.getByRole("button", { name: "Show" }));

    await page.getByRole("dialog").getByText("is a production service").waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
  });

  test("a choice becomes its answer in place, the focus stays with it", async () => {
    const page = await visit({ at: "?on=teams&as=ana.silva" });
    const hands = keyboard(page);
    await hands.say("whoowns tax");
    const choice = await heard(page, "matches for “tax”");

    await hands.use(choice.getByRole("button", { name: "tax-api" }));

    const answer = await heard(page, "Team Tax owns tax-api");
    expect(await message(page, "matches for “tax”").count()).toBe(0);
    expect(await answer.evaluate((one) => one.contains(one.ownerDocument.activeElement))).toBe(true);
  });

  test("a mention is answered in its thread, a command to the asker alone", async () => {
    const page = await visit({ at: "?on=teams&as=mia.chen" });
    const hands = mouse(page);
    await conversations(page).getByRole("link", { name: "help", exact: true }).click();
    await page.getByRole("heading", { level: 1, name: "help" }).waitFor();

    await hands.say("/whoowns cart-api");
    await heard(page, /Only visible to you.*owns cart-api/s);
    await composer(page).fill("");
    await hands.say("@Callboard whoowns ios-app");
    await message(page, "whoowns ios-app").getByRole("link", { name: "1 reply" }).click();

    await thread(page).getByText("Team Mobile owns ios-app").waitFor();
    await page.getByRole("button", { name: "Close thread" }).click();
    await page.getByLabel("You are").selectOption({ label: "Jonas Weber" });
    const ofMia = page.getByText("Only visible to you");
    // What Jonas sees comes a moment later.
    await expect.poll(() => ofMia.count()).toBe(0);
    await heard(page, "whoowns ios-app");
    expect(await ofMia.count()).toBe(0);
  });
});
