import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { composer, type Hands, heard, keyboard, mouse, thread } from "../../src/testing/at-the-page.ts";
import { onStage } from "../../src/testing/on-stage.ts";

const { isMissing, stage } = await onStage();

describe.skipIf(isMissing).each([
  // Whoever asks twice about the same thing within a minute is told to wait: each asks for themselves.
  ["a mouse", mouse, "lena.fischer"],
  ["the keyboard alone", keyboard, "pavel.horak"],
] as const)("in Teams, with %s", (_with, handsOn, asker) => {
  /** A page of somebody's own, and their hands. Afterwards nothing has complained. */
  async function at(person: string, act: (page: Page, hands: Hands) => Promise<void>): Promise<void> {
    const page = await stage().visit({ at: `?on=teams&as=${person}` });
    await composer(page).waitFor();
    await act(page, handsOn(page));
    await page.context().close();
    expect(stage().complaints).toEqual([]);
  }

  test("the personal chat opens on an answer and three things to press", async () => {
    await at("lena.fischer", async (page, hands) => {
      await heard(page, "Team Payments owns payments-api");
      const prompts = page.getByRole("group", { name: "Try" }).getByRole("button");
      expect(await prompts.count()).toBe(3);

      await hands.use(prompts.first());

      await heard(page, /Closest to “paymnets-api”/);
    });
  });

  test("a command, its buttons and a choice are answered in the personal chat", async () => {
    await at("mia.chen", async (page, hands) => {
      await hands.say("whoowns payments-api");
      const answer = await heard(page, "Team Payments owns payments-api");
      await hands.use(answer.getByRole("button", { name: "Show details" }));
      await heard(page, "payments-api is a production service");
      await hands.pickFrom(answer.getByRole("button", { name: "More options" }), "Dependencies");
      await heard(page, "Before changing payments-api, tell 3 teams");
      await hands.say("whoowns tax");
      const choice = await heard(page, "matches for “tax”");

      await hands.use(choice.getByRole("button", { name: "tax-api" }));

      await heard(page, "Team Tax owns tax-api");
      await choice.waitFor({ state: "detached" });
    });
  });

  test("a question goes through a dialog, with what is wrong said in it, to the team's channel and back", async () => {
    const question = `Minor units, with ${_with}?`;
    await at(asker, async (page, hands) => {
      await hands.say("whoowns payments-api");
      const answer = await heard(page, "Team Payments owns payments-api");
      await hands.use(answer.getByRole("button", { name: "Ask the team" }));
      const form = page.getByRole("dialog", { name: "Ask Team Payments" });
      await hands.use(form.getByRole("button", { name: "Send" }));
      await form.getByText("This is needed.").waitFor();

      await hands.fill(form.getByRole("textbox"), question);
      await hands.use(form.getByRole("button", { name: "Send" }));

      await readAndClose(page, "Sent to Payments › help.");
      await hands.use(answer.getByRole("button", { name: "Ask the team" }));
      await hands.fill(form.getByRole("textbox"), "And another?");
      await hands.use(form.getByRole("button", { name: "Send" }));

      // What the bot finds wrong is said in the same dialog, which keeps what was typed.
      await form.getByText(/You asked about payments-api a moment ago/).waitFor();
      expect(await form.getByRole("textbox").inputValue()).toBe("And another?");
      await page.keyboard.press("Escape");
      await form.waitFor({ state: "detached" });
    });
    await at("mia.chen", async (page, hands) => {
      await hands.open("help");
      const asked = await heard(page, question);
      await hands.use(asked.getByRole("button", { name: "I'll take it" }));
      await asked.getByText("Taken by Mia Chen").waitFor();
    });
    await at(asker, async (page) => {
      await heard(page, "Mia Chen takes your question about payments-api.");
    });
  });

  test("a mention in a channel is answered in its thread, a slash command to its asker alone", async () => {
    await at("pavel.horak", async (page, hands) => {
      await hands.open("dev");
      await hands.say("@Callboard whoowns cart-api");
      const asked = await heard(page, "whoowns cart-api");
      await hands.use(asked.getByRole("link", { name: "1 reply" }).first());
      await thread(page).getByText("Team Checkout owns cart-api").waitFor();

      await hands.say("/deps cart-api");

      await heard(page, /Only visible to you.*(Before changing cart-api|Nothing in the catalog needs cart-api)/s);
    });
    await at("mia.chen", async (page, hands) => {
      await hands.open("dev");
      await heard(page, "whoowns cart-api");
      expect(await page.getByText(/Nothing in the catalog needs cart-api|Before changing cart-api/).count()).toBe(0);
    });
  });

  test("a command typed empty has a button to a picker that searches as one types", async () => {
    await at("mia.chen", async (page, hands) => {
      await hands.say("deps");
      const launch = await heard(page, "deps needs a name");
      await hands.use(launch.getByRole("button", { name: "Search" }));
      const form = page.getByRole("dialog", { name: "Who to tell" });
      await hands.fill(form.getByRole("combobox"), "paymnets-wroker");
      const found = page.getByRole("listbox").and(page.locator('[aria-busy="false"]'));
      await found
        .getByRole("option", { name: /payments-worker/ })
        .first()
        .waitFor();
      await page.keyboard.press("Enter");
      await hands.use(form.getByRole("button", { name: "Show" }));

      await readAndClose(page, /payments-worker/);
    });
  });

  test("the menu of a message reads the message", async () => {
    await at("aisha.bello", async (page, hands) => {
      await hands.open("dev");
      const said = await heard(page, "whoowns cart-api");

      await hands.pick(said, "Who owns this?");

      await readAndClose(page, "Team Checkout owns cart-api");
    });
  });

  test("the page turns from one platform to the other, and one stays who one is", async () => {
    await at("mia.chen", async (page, hands) => {
      await hands.turnTo("Slack");
      await expect.poll(() => page.getByLabel("You are").locator("option:checked").textContent()).toBe("Mia Chen");
      await page.getByRole("link", { name: "pay-help" }).waitFor();

      await hands.turnTo("Teams");

      await expect.poll(() => page.getByLabel("You are").locator("option:checked").textContent()).toBe("Mia Chen");
      await page.getByRole("link", { name: "help", exact: true }).waitFor();
    });
  });
});

/** What the app says in a dialog, and then the dialog is dismissed. */
async function readAndClose(page: Page, text: string | RegExp): Promise<void> {
  const dialog = page.getByRole("dialog");
  await dialog.getByText(text).first().waitFor();
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
}
