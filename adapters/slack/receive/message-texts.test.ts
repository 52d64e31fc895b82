import { expect, test } from "vitest";
import { messageTexts } from "./message-texts.ts";

test("names and addresses are found in blocks of every kind, quotes and lists", () => {
  const message = {
    text: "see <https://a.example|a>",
    blocks: [
      {
        type: "section",
        text: { type: "mrkdwn", text: "*payments-api*" },
        fields: [{ type: "mrkdwn", text: "tier 1" }],
        accessory: { type: "button", text: { type: "plain_text", text: "Open" }, url: "https://b.example" },
      },
      { type: "context", elements: [{ type: "mrkdwn", text: "from tax-api" }] },
      {
        type: "image",
        image_url: "https://c.example/p.png",
        alt_text: "graph",
        title: { type: "plain_text", text: "p99" },
      },
      {
        type: "rich_text",
        elements: [
          {
            type: "rich_text_list",
            elements: [
              {
                type: "rich_text_section",
                elements: [
                  { type: "text", text: "src/" },
                  { type: "text", text: "tax.ts" },
                  { type: "link", url: "https://d.example" },
                ],
              },
            ],
          },
          { type: "rich_text_quote", elements: [{ type: "text", text: "quoted" }] },
        ],
      },
      { type: "table", rows: [[{ type: "raw_text", text: "cell" }]] },
    ],
    attachments: [
      {
        pretext: "pre",
        title: "Alert",
        title_link: "https://e.example",
        from_url: "https://f.example",
        text: "slow",
        footer: "mon",
        fields: [{ title: "Service", value: "auth" }],
        message_blocks: [{ message: { blocks: [{ type: "section", text: { type: "mrkdwn", text: "shared" } }] } }],
      },
    ],
  };

  const found = messageTexts(message);

  const wanted = [
    "*payments-api*",
    "tier 1",
    "https://b.example",
    "from tax-api",
    "https://c.example/p.png",
    "p99",
    "src/",
    "tax.ts",
    "https://d.example",
  ];
  for (const text of [
    ...wanted,
    "quoted",
    "cell",
    "pre",
    "Alert",
    "https://e.example",
    "https://f.example",
    "slow",
    "mon",
    "Service",
    "auth",
    "shared",
  ])
    expect(found).toContain(text);
});

test("a novel is cut, a maze is left, and nothing else is read", () => {
  const maze: unknown = Array.from({ length: 10_000 }).reduce<unknown>((inner) => ({ blocks: [inner] }), {
    text: "deep",
  });

  expect(messageTexts({ text: "x".repeat(100_000) }).join("")).toHaveLength(40_000);
  expect(messageTexts(maze)).toEqual([]);
  expect(messageTexts(undefined)).toEqual([]);
  expect(messageTexts({ files: [{ url_private: "https://files.slack.com/secret" }], user: "U1", ts: "1.2" })).toEqual(
    [],
  );
});
