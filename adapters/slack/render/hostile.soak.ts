import fc from "fast-check";
import { expect, test } from "vitest";
import { hostileForm, hostileMessage } from "../../../src/testing/hostile-message.ts";
import { propertyRuns } from "../../../src/testing/property-runs.ts";
import { messageProblems, viewProblems } from "../../../src/testing/slack-soundness.ts";
import { renderMessage } from "./card.ts";
import { renderForm } from "./form.ts";

test("no foreign text pings, links, formats or breaks a message or a form, many times", () => {
  fc.assert(
    fc.property(hostileMessage, hostileForm, (message, form) => {
      const view = renderForm({ flow: "ask", state: "{}", form }, "origin");

      expect(messageProblems(message, renderMessage(message, { profileUrl: () => undefined }))).toEqual([]);
      expect(viewProblems(view, [form.intro ?? "", form.note ?? ""])).toEqual([]);
    }),
    propertyRuns(2_000),
  );
});
