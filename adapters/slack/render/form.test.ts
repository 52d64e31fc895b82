import { expect, test } from "vitest";
import { wholeWords } from "../../../src/chat/cut.ts";
import type { Form, OpenForm } from "../../../src/chat/form.ts";
import { bold, rich } from "../../../src/chat/text.ts";
import { BotError } from "../../../src/errors.ts";
import { renderAnswerView, renderForm } from "./form.ts";
import { optionsOf } from "./form-fields.ts";

const look = { profileUrl: () => undefined };
const opened = (form: Partial<Form>): OpenForm => ({
  flow: "ask",
  state: "component:default/payments-api",
  form: { title: "Ask", fields: [], submit: "Send", ...form },
});

test("asking a team is one modal with one field", () => {
  const form: Form = {
    title: "Ask Team Payments",
    intro: rich`About ${bold("payments-api")}`,
    fields: [
      { type: "text", name: "question", label: "Question", isLong: true, maxLength: 2000, hint: "One is enough" },
    ],
    note: "Goes to #pay-help with your name.",
    submit: "Send",
  };

  expect(renderForm(opened(form), '{"channel":"C1"}')).toMatchInlineSnapshot(`
    {
      "blocks": [
        {
          "block_id": "form-intro",
          "text": {
            "text": "About *payments-api*",
            "type": "mrkdwn",
            "verbatim": true,
          },
          "type": "section",
        },
        {
          "block_id": "question",
          "element": {
            "action_id": "question",
            "max_length": 2000,
            "multiline": true,
            "type": "plain_text_input",
          },
          "hint": {
            "emoji": false,
            "text": "One is enough",
            "type": "plain_text",
          },
          "label": {
            "emoji": false,
            "text": "Question",
            "type": "plain_text",
          },
          "optional": false,
          "type": "input",
        },
        {
          "block_id": "form-note",
          "elements": [
            {
              "text": "Goes to #pay-help with your name.",
              "type": "mrkdwn",
              "verbatim": true,
            },
          ],
          "type": "context",
        },
      ],
      "callback_id": "cb:form",
      "close": {
        "emoji": false,
        "text": "Cancel",
        "type": "plain_text",
      },
      "private_metadata": "{"flow":"ask","state":"component:default/payments-api","origin":"{\\"channel\\":\\"C1\\"}"}",
      "submit": {
        "emoji": false,
        "text": "Send",
        "type": "plain_text",
      },
      "title": {
        "emoji": false,
        "text": "Ask Team Payments",
        "type": "plain_text",
      },
      "type": "modal",
    }
  `);
});

test("a search asks for its choices before anything is typed, a selection brings them", () => {
  const choices = [
    { label: "Only me", value: "me" },
    { label: "#pay-dev", value: "channel", about: "its team's channel" },
  ];
  const view = renderForm(
    opened({
      fields: [
        { type: "search", name: "thing", label: "Service", placeholder: "Search", isOptional: true },
        {
          type: "select",
          name: "to",
          label: "Post to",
          choices,
          initial: { label: "as it was once", value: "channel" },
        },
        { type: "select", name: "none", label: "Nothing", choices: [] },
      ],
    }),
    "",
  );

  expect(view.blocks).toMatchInlineSnapshot(`
    [
      {
        "block_id": "thing",
        "element": {
          "action_id": "thing",
          "min_query_length": 0,
          "placeholder": {
            "emoji": false,
            "text": "Search",
            "type": "plain_text",
          },
          "type": "external_select",
        },
        "label": {
          "emoji": false,
          "text": "Service",
          "type": "plain_text",
        },
        "optional": true,
        "type": "input",
      },
      {
        "block_id": "to",
        "element": {
          "action_id": "to",
          "initial_option": {
            "description": {
              "emoji": false,
              "text": "its team's channel",
              "type": "plain_text",
            },
            "text": {
              "emoji": false,
              "text": "#pay-dev",
              "type": "plain_text",
            },
            "value": "channel",
          },
          "options": [
            {
              "text": {
                "emoji": false,
                "text": "Only me",
                "type": "plain_text",
              },
              "value": "me",
            },
            {
              "description": {
                "emoji": false,
                "text": "its team's channel",
                "type": "plain_text",
              },
              "text": {
                "emoji": false,
                "text": "#pay-dev",
                "type": "plain_text",
              },
              "value": "channel",
            },
          ],
          "type": "static_select",
        },
        "label": {
          "emoji": false,
          "text": "Post to",
          "type": "plain_text",
        },
        "optional": false,
        "type": "input",
      },
      {
        "block_id": "none",
        "text": {
          "emoji": false,
          "text": "Nothing: nothing to choose from",
          "type": "plain_text",
        },
        "type": "section",
      },
    ]
  `);
});

test("an initial choice that is not among the choices is left out", () => {
  const view = renderForm(
    opened({
      fields: [
        {
          type: "select",
          name: "to",
          label: "To",
          choices: [{ label: "A", value: "a" }],
          initial: { label: "B", value: "b" },
        },
      ],
    }),
    "",
  );

  expect(JSON.stringify(view.blocks)).not.toContain("initial_option");
});

test("choices are at most 100, in Slack's lengths, and a value that would have to be cut is left out", () => {
  const many = Array.from({ length: 150 }, (_, index) => ({
    label: "x".repeat(200),
    value: `${index}`,
    about: "y".repeat(200),
  }));
  const options = optionsOf([
    { label: "Too long", value: "v".repeat(76) },
    { label: "None", value: "" },
    ...many,
    ...many,
  ]);

  expect(options).toHaveLength(100);
  expect(options[0]?.value).toBe("0");
  expect(options[0]?.text.text).toBe(`${"x".repeat(74)}…`);
  expect(options[0]?.description?.text).toBe(`${"y".repeat(74)}…`);
});

test("a title is cut after a word", () => {
  expect(wholeWords("Ask Team Payments and Checkout", 24)).toBe("Ask Team Payments and");
  expect(wholeWords("Ask  Team\nPayments", 24)).toBe("Ask Team Payments");
  expect(renderForm(opened({ title: "Donaudampfschifffahrtsgesellschaft" }), "").title.text).toBe(
    "Donaudampfschifffahrtsg…",
  );
  expect(renderForm(opened({ title: "" }), "").title.text).toBe("Callboard");
});

test("what is more than Slack keeps is refused before it is lost", () => {
  expect(() => renderForm(opened({}), "x".repeat(3000))).toThrow(BotError);
  expect(renderForm({ ...opened({}), state: "s".repeat(2000) }, "o".repeat(900)).private_metadata).toHaveLength(2937);
});

test("an answer in a modal has its buttons and can only be closed", () => {
  const view = renderAnswerView(
    {
      text: "Sent to #pay-help.",
      card: {
        title: "Sent to #pay-help.",
        blocks: [{ type: "actions", main: [{ type: "command", label: "Details", command: "show x" }], more: [] }],
      },
    },
    look,
  );

  expect(view.submit).toBeUndefined();
  expect(view.close?.text).toBe("Close");
  expect(view.blocks.map(({ type }) => type)).toEqual(["section", "actions"]);
});
