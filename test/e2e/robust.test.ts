import type { Locator, Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { composer, conversations, heard, mouse } from "../../src/testing/at-the-page.ts";
import { onStage } from "../../src/testing/on-stage.ts";

const { isMissing, stage, visit, firstEvent } = await onStage();

/** Somebody else says something while the page is open. */
async function elsewhere(text: string): Promise<void> {
  const headers = { "content-type": "application/json" };
  const body = JSON.stringify({ do: "say", channel: "C0CHECKOUTDEV", text });
  const response = await fetch(`${stage().url}/slack/acts?as=aisha.bello`, { method: "POST", headers, body });
  expect(await response.json()).not.toHaveProperty("problem");
}

const strip = (page: Page): Locator => page.getByText("The playground does not answer. Trying again …");

describe.skipIf(isMissing)("the playground's page", () => {
  /** What the consoles said since the last look. */
  const complaints = (): readonly string[] => stage().complaints.splice(0);

  test.each(["#/%ZZ", "#/%"])("opens on its first conversation at %s", async (at) => {
    const page = await visit({ at: `?as=mia.chen${at}` });

    await page.getByRole("heading", { level: 1, name: "Callboard" }).waitFor();
    await page.evaluate("location.hash = '#/C0CHECKOUTDEV'");
    await page.getByRole("heading", { level: 1, name: "checkout-dev" }).waitFor();
    await page.evaluate("location.hash = '#/%ZZ'");
    await page.getByRole("heading", { level: 1, name: "Callboard" }).waitFor();

    expect(complaints()).toEqual([]);
  });

  test("that failed in one place works in the next, and its button leads to the first conversation", async () => {
    const breaks = (page: Page): Promise<unknown> =>
      page.addInitScript(`CSS.escape = () => { throw new Error("broken on purpose"); };`);
    const page = await visit({ at: "?as=mia.chen#/C0CHECKOUTDEV", before: breaks });
    const first = page.getByRole("log", { name: "Messages" }).getByRole("article").first();
    const failing = `#/C0CHECKOUTDEV/${await first.getAttribute("data-ts")}`;
    const failed = page.getByRole("alert").filter({ hasText: "This part of the page failed." });

    await page.evaluate(`location.hash = ${JSON.stringify(failing)}`);
    await failed.waitFor();
    await page.evaluate("location.hash = '#/C0GENERAL'");
    await page.getByRole("heading", { level: 1, name: "general" }).waitFor();
    await page.evaluate(`location.hash = ${JSON.stringify(failing)}`);
    await failed.getByRole("button").click();

    await page.getByRole("heading", { level: 1, name: "Callboard" }).waitFor();
    expect(new URL(page.url()).hash).toBe("#/");
    complaints();
  });

  test.each([
    [
      "closed",
      `for (const name of ["localStorage", "sessionStorage"])
        Object.defineProperty(window, name, { get() { throw new DOMException("denied", "SecurityError"); } });`,
    ],
    ["full", `Storage.prototype.setItem = () => { throw new DOMException("full", "QuotaExceededError"); };`],
    ["damaged", `Storage.prototype.getItem = () => '{"__proto__":';`],
  ])("works where the browser's storage is %s", async (_, script) => {
    const page = await visit({ at: "?as=mia.chen#/C0GENERAL", before: (one) => one.addInitScript(script) });

    await composer(page).fill("");
    await mouse(page).say("/whoowns payments-api");
    await heard(page, "Team Payments owns payments-api");
    await page.getByRole("button", { name: "Dark theme" }).click();
    await page.getByRole("button", { name: "Light theme" }).waitFor();
    await composer(page).fill("a draft");
    await mouse(page).open("checkout-dev");
    await page.getByRole("heading", { level: 1, name: "checkout-dev" }).waitFor();
    await mouse(page).open("general");
    await page.getByRole("heading", { level: 1, name: "general" }).waitFor();
    expect(await composer(page).inputValue()).toBe("a draft");
    await elsewhere("something new");

    await conversations(page).getByRole("link", { name: "checkout-dev", description: /./ }).waitFor();
    expect(complaints()).toEqual([]);
  });

  test("comes back by itself when its events are refused, and says so meanwhile", async () => {
    const whole = await firstEvent();
    const refused = { status: 503, body: "not now" };
    const brief = { contentType: "text/event-stream", body: `retry: 100\n\n${whole}\n\n` };
    const answers = [refused, brief, refused, { contentType: "text/html", body: "<h1>Another server</h1>" }];
    const page = await visit({
      at: "?as=mia.chen#/C0CHECKOUTDEV",
      before: (one) =>
        one.route("**/slack/live?*", (route) => {
          const answer = answers.shift();
          return answer === undefined ? route.continue() : route.fulfill(answer);
        }),
    });

    await strip(page).waitFor();
    await composer(page).waitFor();
    await strip(page).waitFor();
    await elsewhere("said while the events were refused");

    await heard(page, "said while the events were refused");
    await strip(page).waitFor({ state: "detached" });
    expect(answers).toEqual([]);
    await elsewhere("said afterwards");
    await heard(page, "said afterwards");
    complaints();
  });

  test("keeps long words of the app within its column, wherever they stand", async () => {
    const { messages, ...rest } = JSON.parse((await firstEvent()).slice("data: ".length));
    const word = "w".repeat(300);
    const [plain, marked] = [
      { type: "plain_text", text: word },
      { type: "mrkdwn", text: `*${word}* \`${word}\`` },
    ];
    const button = { type: "button", action_id: "a", text: plain };
    const menu = { type: "static_select", action_id: "b", placeholder: plain, options: [{ text: plain, value: "1" }] };
    const boxes = [{ text: plain, description: plain, value: "1" }];
    const blocks = [
      { type: "header", text: plain },
      { type: "section", text: marked, accessory: button },
      { type: "section", fields: [marked, plain] },
      { type: "section", text: plain, accessory: menu },
      { type: "context", elements: [marked, plain] },
      { type: "actions", elements: [button, { type: "checkboxes", action_id: "c", options: boxes }] },
    ];
    const long = {
      ...messages[0],
      channel: "C0CHECKOUTDEV",
      key: "C0CHECKOUTDEV/9.9",
      threadTs: undefined,
      body: blocks,
    };
    const event = `data: ${JSON.stringify({ ...rest, messages: [long] })}`;
    const answer = { contentType: "text/event-stream", body: `retry: 60000\n\n${event}\n\n` };
    const page = await visit({
      at: "?as=mia.chen#/C0CHECKOUTDEV",
      width: 360,
      height: 740,
      before: (one) => one.route("**/slack/live?*", (route) => route.fulfill(answer)),
    });
    await page.getByRole("heading", { level: 2, name: word }).waitFor();

    expect(await page.evaluate(tooWide)).toEqual([]);
    expect(complaints()).toEqual([]);
  });

  test("keeps what is very long within its column, and folds it", async () => {
    const page = await visit({ at: "?as=lena.fischer#/C0CHECKOUTDEV", width: 360, height: 740 });
    await composer(page).waitFor();
    await mouse(page).say(`top\n${"\n".repeat(1000)}bottom`);
    const long = await heard(page, "bottom");
    const more = long.getByRole("button", { name: "Show more" });

    expect(await more.getAttribute("aria-expanded")).toBe("false");
    expect((await long.boundingBox())?.height).toBeLessThan(700);
    await more.press("Enter");
    await expect.poll(async () => (await long.boundingBox())?.height).toBeGreaterThan(20_000);
    await expect.poll(async () => (await long.boundingBox())?.y).toBeGreaterThan(0);
    const less = long.getByRole("button", { name: "Show less" });
    expect(await less.getAttribute("aria-expanded")).toBe("true");
    await less.press("Enter");
    await expect.poll(async () => (await long.boundingBox())?.height).toBeLessThan(700);

    await mouse(page).say(`/callboard show ${"w".repeat(400)}`);
    await heard(page, /Only visible to you/);
    await mouse(page).say(`/nothing${"x".repeat(400)}`);
    await page.getByRole("alert").filter({ hasText: "is not a command" }).waitFor();
    expect(await page.evaluate(tooWide)).toEqual([]);
    expect(complaints()).toEqual([]);
  });
});

/** What in the conversation is wider than its place, and not cut with an ellipsis. */
const tooWide = `[...document.querySelectorAll("main *")]
  .filter((one) => one.clientWidth > 0 && one.scrollWidth > one.clientWidth + 1)
  .filter((one) => getComputedStyle(one).textOverflow !== "ellipsis")
  .map((one) => one.outerHTML.slice(0, 120))`;
