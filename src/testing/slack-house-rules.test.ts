import { expect, test } from "vitest";
import { houseRuleBreaks } from "./slack-house-rules.ts";

const breaks = (text: string) => houseRuleBreaks({ text, blocks: [] });

test("every word that no message may have is found, not the first alone", () => {
  expect(breaks("I did it. Please wait! Oops")).toEqual([
    "the word Please",
    "the word !",
    "the word Oops",
    "the word I",
  ]);
  expect(breaks("This is no entity")).toEqual(["the word entity"]);
});

test.each(["I'll take it", "What I own", "i18n-api has no owner", "! Catalog: 2 problems"])(
  "%s is as messages are",
  (text) => {
    expect(breaks(text)).toEqual([]);
  },
);

test("nobody speaks for the bot, also with a contraction", () => {
  expect(breaks("I'll look it up")).toEqual(["the word I"]);
});
