import type { Locator, Page } from "playwright-core";
import { expect } from "vitest";

/** How a person does the same things at the playground's page: with a mouse, or by keyboard alone. */
export interface Hands {
  /** Opens a conversation of the list at the left. */
  readonly open: (conversation: string) => Promise<void>;
  /** Writes into the composer, and sends it. */
  readonly say: (text: string) => Promise<void>;
  readonly reply: (text: string) => Promise<void>;
  /** Uses a button, link or entry of a menu. */
  readonly use: (what: Locator) => Promise<void>;
  /** Uses an entry of the menu of a message. */
  readonly pick: (message: Locator, entry: string) => Promise<void>;
  /** Opens a menu by its button, and uses an entry. */
  readonly pickFrom: (button: Locator, entry: string | RegExp) => Promise<void>;
  /** Becomes somebody else. */
  readonly be: (person: string) => Promise<void>;
  /** Goes to the other platform. */
  readonly turnTo: (platform: "Slack" | "Teams") => Promise<void>;
  /** Fills in a field of the open form. */
  readonly fill: (field: Locator, text: string) => Promise<void>;
}

/** Somebody with a mouse, or a finger. */
export function mouse(page: Page): Hands {
  const pickFrom: Hands["pickFrom"] = async (button, entry) => {
    await button.click();
    await page.getByRole("menuitem", { name: entry }).click();
  };
  return {
    open: (conversation) => conversations(page).getByRole("link", { name: conversation, exact: true }).click(),
    say: async (text) => {
      await composer(page).click();
      await page.keyboard.insertText(text);
      await page.getByRole("main").getByRole("button", { name: "Send", exact: true }).click();
    },
    reply: async (text) => {
      await replyBox(page).click();
      await page.keyboard.insertText(text);
      await thread(page).getByRole("button", { name: "Send", exact: true }).click();
    },
    use: (what) => what.click(),
    pick: async (message, entry) => {
      await message.hover();
      await pickFrom(message.getByRole("button", { name: "More actions" }), entry);
    },
    pickFrom,
    be: async (person) => {
      await page.getByLabel("You are").selectOption({ label: person });
    },
    turnTo: (platform) => page.getByText(platform, { exact: true }).first().click(),
    fill: async (field, text) => {
      await field.click();
      await page.keyboard.insertText(text);
    },
  };
}

/** Somebody who only types: everything is reached with Tab, arrows, Enter and Escape. */
export function keyboard(page: Page): Hands {
  const press = async (what: Locator): Promise<void> => {
    await reach(page, what);
    await page.keyboard.press("Enter");
  };
  const pickFrom: Hands["pickFrom"] = async (button, entry) => {
    await press(button);
    const wanted = page.getByRole("menuitem", { name: entry });
    await wanted.waitFor();
    for (let steps = 0; steps < 10 && !(await hasFocus(wanted)); steps += 1) await page.keyboard.press("ArrowDown");
    expect(await hasFocus(wanted)).toBe(true);
    await page.keyboard.press("Enter");
  };
  return {
    open: (conversation) => press(conversations(page).getByRole("link", { name: conversation, exact: true })),
    say: async (text) => {
      await reach(page, composer(page));
      await page.keyboard.type(text);
      await page.keyboard.press("Escape");
      await page.keyboard.press("Enter");
    },
    reply: async (text) => {
      await reach(page, replyBox(page));
      await page.keyboard.type(text);
      await page.keyboard.press("Escape");
      await page.keyboard.press("Enter");
    },
    use: press,
    pick: (message, entry) => pickFrom(message.getByRole("button", { name: "More actions" }), entry),
    pickFrom,
    be: async (person) => {
      const you = page.getByLabel("You are");
      await reach(page, you);
      const people = await you.locator("option").allTextContents();
      const chosen = (): Promise<string | null> => you.locator("option:checked").textContent();
      // Not by typing the name: what is typed slower than the browser expects begins anew and chooses somebody else.
      for (let at = people.indexOf((await chosen()) ?? ""), to = people.indexOf(person); at !== to; ) {
        await page.keyboard.press(at < to ? "ArrowDown" : "ArrowUp");
        at += at < to ? 1 : -1;
        await expect.poll(chosen).toBe(people[at]);
      }
    },
    turnTo: async (platform) => {
      // Of radio buttons Tab leads to the one that is chosen, and the arrows to the others.
      await reach(page, page.getByRole("radio", { checked: true }));
      await page.keyboard.press(platform === "Teams" ? "ArrowRight" : "ArrowLeft");
    },
    fill: async (field, text) => {
      await reach(page, field);
      await page.keyboard.type(text);
    },
  };
}

/** Tab, or Shift and Tab where that is nearer, until it has the focus: what cannot be reached so is not there for everybody. */
async function reach(page: Page, what: Locator): Promise<void> {
  await what.waitFor();
  const isAhead = await what.evaluate((element) => {
    const { activeElement } = element.ownerDocument;
    const ahead = 4; // Node.DOCUMENT_POSITION_FOLLOWING
    return activeElement === null || (activeElement.compareDocumentPosition(element) & ahead) !== 0;
  });
  for (let steps = 0; steps < 300; steps += 1) {
    if (await hasFocus(what)) return;
    await page.keyboard.press(isAhead ? "Tab" : "Shift+Tab");
  }
  throw new Error(`no way with Tab to ${String(what)}`);
}

function hasFocus(what: Locator): Promise<boolean> {
  return what.evaluate((element) => element.ownerDocument.activeElement === element);
}

/** The list at the left. */
export function conversations(page: Page): Locator {
  return page.getByRole("navigation", { name: "Conversations" });
}

/** Where one writes. */
export function composer(page: Page): Locator {
  return page.getByLabel(/^Message /);
}

/** The open thread. */
export function thread(page: Page): Locator {
  return page.getByRole("complementary", { name: "Thread" });
}

function replyBox(page: Page): Locator {
  return thread(page).getByLabel("Reply in thread", { exact: true });
}

/** The newest message in the conversation that says this. */
export function message(page: Page, text: string | RegExp): Locator {
  return page.getByRole("log", { name: "Messages" }).getByRole("article").filter({ hasText: text }).last();
}

/** Waits for a message that says this, and gives it. */
export async function heard(page: Page, text: string | RegExp): Promise<Locator> {
  const found = message(page, text);
  await found.waitFor();
  return found;
}
