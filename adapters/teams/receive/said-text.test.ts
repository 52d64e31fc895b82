import fc from "fast-check";
import { expect, test } from "vitest";
import { propertyRuns } from "../../../src/testing/property-runs.ts";
import { parseActivity } from "./activity.ts";
import { isMentioned, saidText } from "./said-text.ts";

const bot = { id: "28:bot", name: "Callboard" };
const mia = { id: "29:mia", name: "Mia Chen" };
const mention = (who: { id: string; name: string }, text = `<at>${who.name}</at>`) => ({
  type: "mention",
  mentioned: who,
  text,
});

function said(text: string, entities: readonly object[] = []) {
  const activity = parseActivity({
    ...{ type: "message", id: "1", channelId: "msteams", serviceUrl: "https://smba.trafficmanager.net/" },
    ...{ from: mia, recipient: bot, conversation: { id: "c" }, text, entities },
  });
  if (activity === undefined) throw new Error("no activity");
  return activity;
}

test.each([
  ["<at>Callboard</at> whoowns payments-api", "whoowns payments-api"],
  ["<at>Callboard</at>&nbsp;&nbsp;help", "help"],
  ["<at>Callboard</at>, help", "help"],
  ["<at>Callboard</at>: help\n", "help"],
  ["hello <at>Callboard</at> mine", "mine"],
  ["mine <at>Callboard</at>", "mine"],
  ["<at>Callboard</at>", ""],
  ["<at>Callboard</at> find a &lt;b&gt; &amp; &quot;c&quot; it&#39;s", 'find a <b> & "c" it\'s'],
  ["<at>Callboard</at> &amp;lt;", "&lt;"],
])("%j is said as %j", (text, meant) => {
  expect(saidText(said(text, [mention(bot)]))).toBe(meant);
});

test("the second mention of the bot is no text either", () => {
  expect(saidText(said("<at>Callboard</at> help <at>Callboard</at>", [mention(bot), mention(bot)]))).toBe("help");
});

test("people who are mentioned are called by their names", () => {
  const text = "<at>Callboard</at> owned <at>Mia Chen</at>";

  expect(saidText(said(text, [mention(bot), mention(mia)]))).toBe("owned Mia Chen");
});

test("a mention that somebody typed is none", () => {
  const activity = said("<at>Callboard</at> help", [mention({ id: "29:fake", name: "Callboard" })]);

  expect(isMentioned(activity)).toBe(false);
  expect(saidText(activity)).toBe("Callboard help");
});

test("no text of a mention is looked for as a pattern, and none takes long", () => {
  const parts = fc.constantFrom(
    "<at>",
    "</at>",
    "<at ",
    "$&",
    "$1",
    "(",
    "\\",
    "&nbsp;",
    "&",
    "Callboard",
    "\u0000",
    " ",
    "x",
  );
  const text = fc.array(parts, { maxLength: 400 }).map((all) => all.join(""));
  const property = fc.property(text, fc.array(text, { maxLength: 20 }), (whole, mentions) => {
    const began = performance.now();
    const result = saidText(
      said(
        whole,
        mentions.map((one) => mention(bot, one)),
      ),
    );

    expect(result).toBe(result.trim());
    expect(performance.now() - began).toBeLessThan(500);
  });
  fc.assert(property, propertyRuns());
});
