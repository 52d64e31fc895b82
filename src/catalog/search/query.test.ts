import { describe, expect, test } from "vitest";
import { readChatLine, readQuery } from "./query.ts";

describe("a line of chat", () => {
  test.each([
    "who owns the payments api?",
    "Who owns payments-api",
    "whoowns payments api",
    "/whoowns payments-api",
    "@bot payments api",
    "<@U123> payments api",
    "hey, who is on payments-api",
    "who do I ask about payments api",
    "who do we talk to about payments api?",
    "who's responsible for payments api",
    "who maintains payments api",
    "owner of payments_api",
    "the payments api please",
    "payments api !!",
    "where is payments api?",
  ])("%j is about payments api", (line) => {
    expect(readChatLine(line)?.words).toEqual(["payments", "api"]);
  });

  test.each(["payments-api", "find-root", "who", "please"])("%j has no talk around it", (line) => {
    expect(readChatLine(line)).toBeUndefined();
  });
});

describe("a query", () => {
  test.each(["", "   ", "!?", "🙂", "\ud800"])("%j is blank", (text) => {
    expect(readQuery(text)).toBeUndefined();
  });

  test("has at most ten words and 64 characters", () => {
    const query = readQuery("word ".repeat(5000));

    expect(query?.words).toHaveLength(10);
    expect(query?.joined).toHaveLength(64);
  });

  test("knows its text as typed, lower case", () => {
    expect(readQuery("  Payments-API ")).toEqual({
      text: "payments-api",
      words: ["payments", "api"],
      joined: "paymentsapi",
    });
  });
});
