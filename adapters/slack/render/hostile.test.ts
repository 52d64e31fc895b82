import fc from "fast-check";
import { expect, test } from "vitest";
import { visible } from "../../../src/chat/visible.ts";
import { hostileForm, hostileMessage, hostileText } from "../../../src/testing/hostile-message.ts";
import { propertyRuns } from "../../../src/testing/property-runs.ts";
import { messageProblems, viewProblems } from "../../../src/testing/slack-soundness.ts";
import { renderMessage } from "./card.ts";
import { renderAnswerView, renderForm } from "./form.ts";
import { guard, inert } from "./inert.ts";

const look = { profileUrl: () => undefined };

test("no foreign text pings, links, formats or breaks a message", () => {
  fc.assert(
    fc.property(hostileMessage, (message) => {
      expect(messageProblems(message, renderMessage(message, look))).toEqual([]);
      expect(viewProblems(renderAnswerView({ text: message.text }, look), [message.text])).toEqual([]);
    }),
    propertyRuns(),
  );
});

test("no foreign text breaks a form", () => {
  fc.assert(
    fc.property(hostileForm, (form) => {
      const view = renderForm({ flow: "ask", state: "{}", form }, "origin");

      expect(viewProblems(view, [form.intro ?? "", form.note ?? ""])).toEqual([]);
    }),
    propertyRuns(),
  );
});

test("inert text is what was written, with guards that cannot be seen", () => {
  fc.assert(
    fc.property(hostileText, (text) => {
      const seen = visible(text.slice(0, 3000));
      const shown = inert(seen);

      expect(
        shown
          .replace(/\u200b/g, "")
          .replace(/&lt;/g, "<")
          .replace(/&gt;/g, ">")
          .replace(/&amp;/g, "&"),
      ).toBe(seen);
      expect(shown).not.toMatch(/[*~`](?!\u200b)|(?<!\u200b)[*~`]|[<>]|^[ \t]*&gt;|:[\w+'-]+:/m);
    }),
    propertyRuns(),
  );
  expect(guard).toBe("\u200b");
});
