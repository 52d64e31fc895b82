import fc from "fast-check";
import { expect, test } from "vitest";
import { hostileForm, hostileMessage } from "../../../src/testing/hostile-message.ts";
import { propertyRuns } from "../../../src/testing/property-runs.ts";
import { cardProblems, textsOf } from "../../../src/testing/teams-soundness.ts";
import { renderMessage } from "./card.ts";
import { renderAnswerDialog, renderForm } from "./form.ts";

const look = { profileUrl: () => undefined, channelName: () => undefined, timeZone: "Europe/Berlin" };

test("no foreign text formats, links or breaks a message, a dialog or a form, many times", () => {
  fc.assert(
    fc.property(hostileMessage, hostileForm, (message, form) => {
      const dialog = renderForm({ flow: "ask", state: "{}", form }, "origin");
      expect(cardProblems(renderMessage(message, look), textsOf(message))).toEqual([]);
      expect(cardProblems(renderAnswerDialog(message, look), textsOf(message))).toEqual([]);
      expect(cardProblems(dialog, [form.intro ?? "", form.note ?? ""])).toEqual([]);
    }),
    { ...propertyRuns(2_000), endOnFailure: true },
  );
});
