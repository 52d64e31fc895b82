import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { composer, heard, message, mouse } from "../../src/testing/at-the-page.ts";
import { onStage } from "../../src/testing/on-stage.ts";

const { isMissing, stage } = await onStage();

describe.skipIf(isMissing)("with the pages of GitHub", () => {
  /** A page of somebody's own in a platform. Afterwards nothing has complained. */
  async function at(platform: "slack" | "teams", person: string, act: (page: Page) => Promise<void>): Promise<void> {
    const page = await stage().visit({ at: platform === "slack" ? `?as=${person}` : `?on=teams&as=${person}` });
    await composer(page).waitFor();
    await act(page);
    await page.context().close();
    expect(stage().complaints).toEqual([]);
  }

  /** Changes a catalog file at GitHub, as Lena Fischer. */
  async function commit(page: Page, change: (text: string) => string): Promise<void> {
    const github = await page.context().newPage();
    await github.goto(await githubUrl(page));
    await github
      .getByRole("link", { name: /(^|\/)shop$/ })
      .first()
      .click();
    await github.getByRole("link", { name: "catalog-info.yaml", exact: true }).first().click();
    await github.getByRole("link", { name: /^Edit/ }).click();
    const editor = github.getByRole("textbox", { name: /catalog-info\.yaml|^Text|^Content/ }).first();
    await editor.fill(change(await editor.inputValue()));
    await github.getByRole("button", { name: "Commit changes" }).click();
    await github.getByText(/Committed [0-9a-f]{7}/).waitFor();
    await github.close();
  }

  async function githubUrl(page: Page): Promise<string> {
    const href = await page.getByRole("link", { name: "GitHub", exact: true }).getAttribute("href");
    if (href === null) throw new Error("The switch leads to GitHub.");
    return href;
  }

  /** Asks until the answer is right, as somebody in a hurry would. */
  async function ask(page: Page, text: string, wanted: string): Promise<void> {
    for (let tries = 0; tries < 5; tries += 1) {
      await mouse(page).say(text);
      const isRight = await message(page, wanted)
        .waitFor({ timeout: 2000 })
        .then(
          () => true,
          () => false,
        );
      if (isRight) return;
    }
    await heard(page, wanted);
  }

  test("a catalog file that is edited there is known in Slack and in Teams", async () => {
    await at("slack", "aisha.bello", async (page) => {
      await mouse(page).say("/whoowns wishlist");
      await heard(page, "Team Storefront owns wishlist");

      await commit(page, (text) => text.replace("owner: team-storefront", "owner: team-tax"));

      await ask(page, "/whoowns wishlist", "Team Tax owns wishlist");
    });
    await at("teams", "aisha.bello", async (page) => {
      await commit(page, (text) => text.replace("owner: team-tax", "owner: team-mobile"));

      await ask(page, "whoowns wishlist", "Team Mobile owns wishlist");
    });
  });

  test("whoever breaks one is told what to mend, and what was there before still answers", async () => {
    await at("slack", "lena.fischer", async (page) => {
      await mouse(page).say("/whoowns wishlist");
      const owner = /Team \w+ owns wishlist/.exec(await (await heard(page, /owns wishlist/)).innerText())?.[0];

      await commit(page, (text) => `${text}  lifecycle: [\n`);

      const told = await heard(page, "catalog-info.yaml in acme/shop has a problem");
      expect(await told.innerText()).toMatch(/Line \d+: /);
      await mouse(page).say("/whoowns wishlist");
      const after = await heard(page, /owns wishlist.*last good version/s);
      expect(await after.innerText()).toContain(owner);
      await commit(page, (text) => text.replace("  lifecycle: [\n", ""));
    });
  });

  test("a file's address there is answered with the rule that names its owner", async () => {
    await at("slack", "mia.chen", async (page) => {
      const address = new URL("/acme/shop/blob/main/src/billing/tax.ts", await githubUrl(page)).href;
      await mouse(page).say(`/whoowns ${address}`);
      const answer = await heard(page, "Team Tax owns src/billing/tax.ts");

      expect(await answer.innerText()).toContain("CODEOWNERS line 14: /src/billing/");
      expect(await answer.innerText()).toContain("The rest of acme/shop: Team Storefront");
      const line = answer.getByRole("link", { name: "Open line 14" });
      const rule = await page.context().newPage();
      await rule.goto((await line.getAttribute("href")) ?? "");
      await rule.getByText("@acme/tax").first().waitFor();
      await rule.close();
    });
  });
});
