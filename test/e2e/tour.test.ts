import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { composer, type Hands, heard, keyboard, mouse, thread } from "../../src/testing/at-the-page.ts";
import { onStage } from "../../src/testing/on-stage.ts";

const { isMissing, stage } = await onStage();

describe.skipIf(isMissing).each([
  // Whoever asks twice about the same thing within a minute is told to wait: each asks for themselves.
  ["a mouse", mouse, "lena.fischer"],
  ["the keyboard alone", keyboard, "pavel.horak"],
] as const)("with %s", (_with, handsOn, asker) => {
  /** A page of somebody's own, and their hands. Afterwards nothing has complained. */
  async function at(person: string, act: (page: Page, hands: Hands) => Promise<void>): Promise<void> {
    const page = await stage().visit({ at: `?as=${person}` });
    await composer(page).waitFor();
    await act(page, handsOn(page));
    await page.context().close();
    expect(stage().complaints).toEqual([]);
  }

  test("the page opens on an answer and three things to press", async () => {
    await at("lena.fischer", async (page, hands) => {
      await heard(page, "Team Payments owns payments-api");
      const prompts = page.getByRole("group", { name: "Try" }).getByRole("button");
      expect(await prompts.count()).toBe(3);

      await hands.use(prompts.first());
      await heard(page, /Only visible to you.*payments-api/s);
    });
  });

  test("a command, a typo and a choice are answered", async () => {
    await at("mia.chen", async (page, hands) => {
      await hands.say("/whoowns payments-api");
      await heard(page, /Only visible to you.*Team Payments owns payments-api/s);
      await hands.say("/whoowns checkuot-web");
      await heard(page, "Team Checkout owns checkout-web");
      await hands.say("/whoowns tax");
      const choice = await heard(page, "matches for “tax”");

      await hands.use(choice.getByRole("button", { name: "Choose" }).first());

      await heard(page, "Team Tax owns tax-api");
      await choice.waitFor({ state: "detached" });
    });
  });

  test("a card and the dependants are shown", async () => {
    await at("mia.chen", async (page, hands) => {
      await hands.say("/callboard show payments-api");
      const card = await heard(page, "payments-api is a production service");

      await hands.use(card.getByRole("button", { name: "Dependencies" }));

      await heard(page, "Before changing payments-api, tell 3 teams");
    });
  });

  test("a question goes through the form to the team, and whoever takes it is named to the asker", async () => {
    const question = `Minor units, with ${_with}?`;
    await at(asker, async (page, hands) => {
      await hands.open("checkout-dev");
      await hands.say("/whoowns payments-api");
      const answer = await heard(page, "Team Payments owns payments-api");
      await hands.use(answer.getByRole("button", { name: "Ask the team" }));
      const form = page.getByRole("dialog", { name: "Ask Team Payments" });
      await hands.use(form.getByRole("button", { name: "Send" }));
      await form.getByText("Please complete this required field.").waitFor();

      await hands.fill(form.getByRole("textbox"), question);
      await hands.use(form.getByRole("button", { name: "Send" }));

      await form.waitFor({ state: "detached" });
      await heard(page, "Sent to #pay-help.");
    });
    await at("mia.chen", async (page, hands) => {
      await hands.open("pay-help");
      const asked = await heard(page, question);
      await hands.use(asked.getByRole("button", { name: "I'll take it" }));
      await asked.getByText("Taken by Mia Chen").waitFor();
    });
    await at(asker, async (page) => {
      await heard(page, "Mia Chen takes your question about payments-api.");
    });
  });

  test("a mention is answered in its thread, and a reply there too", async () => {
    await at("pavel.horak", async (page, hands) => {
      await hands.open("checkout-dev");
      await hands.say(`@callboard whoowns cart-api`);
      const asked = await heard(page, "@callboard whoowns cart-api");
      await hands.use(asked.getByRole("link", { name: "1 reply" }));
      await thread(page).getByText("Team Checkout owns cart-api").waitFor();

      await hands.reply("@callboard deps cart-api");

      await thread(page)
        .getByText(/Before changing cart-api|Nothing in the catalog needs cart-api/)
        .waitFor();
    });
  });

  test("the menu of a message reads the message", async () => {
    await at("aisha.bello", async (page, hands) => {
      await hands.open("checkout-dev");
      const said = await heard(page, "I see timeouts from payments-api");

      await hands.pick(said, "Who owns this?");

      await heard(page, /Only visible to you.*Team Payments owns payments-api/s);
      await hands.pick(said, "Copy link");
      await said.getByText("Link copied").waitFor();
    });
  });

  test("the menu of a card, and another person, are chosen from", async () => {
    await at("mia.chen", async (page, hands) => {
      await hands.say("/whoowns payments-worker");
      const answer = await heard(page, "Team Payments owns payments-worker");
      await hands.pickFrom(answer.getByRole("button", { name: "More options" }), /dependencies/i);
      await heard(page, /payments-worker.*tell|tell.*payments-worker|needs payments-worker/);

      await hands.be("Ada Byron");

      await expect.poll(() => page.getByLabel("You are").locator("option:checked").textContent()).toBe("Ada Byron");
      await composer(page).waitFor();
      await hands.say("/callboard mine");
      await heard(page, "Your account matches nobody in the catalog");
    });
  });

  test("an empty command opens a picker that searches as one types", async () => {
    await at("mia.chen", async (page, hands) => {
      await hands.say("/whoowns");
      const form = page.getByRole("dialog");
      await hands.fill(form.getByRole("combobox"), "paymnets");
      // What is offered before anything was typed stays until the app has answered; nothing can be taken meanwhile.
      const found = page.getByRole("listbox").and(page.locator('[aria-busy="false"]'));
      await found
        .getByRole("option", { name: /payments-api/ })
        .first()
        .waitFor();
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Enter");

      await hands.use(form.getByRole("contentinfo").getByRole("button").last());

      await form.waitFor({ state: "detached" });
      await heard(page, /Team Payments owns payments/);
    });
  });
});
