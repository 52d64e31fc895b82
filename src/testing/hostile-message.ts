import fc from "fast-check";
import type { Field, Form } from "../chat/form.ts";
import type { Action, Block, Message } from "../chat/message.ts";
import type { Span, Text } from "../chat/text.ts";

/** What somebody writes into a title, a description or a name to ping, to mislead or to break a message. */
const attacks = [
  "<!channel> <!here> <!everyone>",
  "<@U1> <@W1|ada> <#C1|general> <!subteam^S1|@payments>",
  "@here @channel @everyone #general @ada",
  "<http://evil.example|github.com> <https://evil.example>",
  "[click](javascript:alert(1)) [x](https://evil.example)",
  "https://evil.example/path?a=1&b=<2>",
  "<!date^0^{date}|x> <!date^1700000000^{time}^https://evil.example|now>",
  "*bold* _italic_ ~struck~ `code` ```block``` *_~all~_*",
  "**bold** __italic__ ~~struck~~ \\*not\\*",
  "> quote",
  ">>> the rest",
  "&gt; quote &lt;!here&gt; &amp;lt;@U1&amp;gt; &#60;!here&#62;",
  ":tada: :+1::skin-tone-3: :white_check_mark:",
  "*",
  "_",
  "~",
  "`",
  "```",
  ":",
  "|",
  "<",
  ">",
  "&",
  "\u200b*\u200bb\u200b*",
  "\u202eslack.com\u202c \u2066x\u2069 \u061c",
  "\ufeff\u200b\u200c\u200d\u2060\u00ad",
  "one\ntwo\r\n> three\r*four*\u2028`five`\u2029six\u0085seven",
  "\n\n\n",
  "",
  " ",
  "\u0000\u001b[31m\u0007",
  "\ud800 \udc00",
  "👨‍👩‍👧‍👦🏴󠁧󠁢󠁥󠁮󠁧󠁿",
  "Zoë Müller-Łukasz أحمد 山田",
  "payments_api __proto__ constructor",
  "x".repeat(40_000),
  "<&>*`".repeat(8_000),
  "🎉".repeat(5_000),
  "line\n".repeat(8_000),
];

const words = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...attacks) },
  { weight: 2, arbitrary: fc.string({ unit: fc.constantFrom(..."*_~`<>&|:@#!^ \n\u200bab"), maxLength: 12 }) },
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 30 }) },
);

/** Foreign text of any kind: attacks on their own, beside each other, and noise. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  words,
  fc.array(words, { minLength: 2, maxLength: 4 }).map((parts) => parts.map((part) => part.slice(0, 500)).join("")),
);

const hostileUrl = fc.oneof(
  fc.constantFrom(
    'https://example.com/a|b>c<d e"f',
    "https://example.com/?a=1&b=*2*",
    "http://localhost:3000/x",
    "slack://user?team=T1&id=U1",
    "http://example.com/",
    "javascript:alert(1)",
    "data:text/html,<script>",
    "https://github.com@evil.example/",
    "!channel",
    "@U1",
    "#C1",
    "//example.com",
    `https://example.com/${"a".repeat(5000)}`,
  ),
  hostileText,
);

const span: fc.Arbitrary<Span> = fc.oneof(
  hostileText.map((text): Span => ({ type: "text", text })),
  hostileText.map((text): Span => ({ type: "bold", text })),
  hostileText.map((text): Span => ({ type: "code", text })),
  fc.tuple(hostileText, hostileUrl).map(([text, url]): Span => ({ type: "link", text, url })),
  fc.tuple(hostileText, hostileUrl).map(([text, url]): Span => ({ type: "person", text, url, email: text })),
  fc.tuple(hostileText, fc.date({ noInvalidDate: false })).map(([text, at]): Span => ({ type: "time", text, at })),
);

const text: fc.Arbitrary<Text> = fc.oneof(hostileText, fc.array(span, { maxLength: 5 }));

const action: fc.Arbitrary<Action> = fc.oneof(
  fc.tuple(hostileText, hostileText).map(([label, command]): Action => ({ type: "command", label, command })),
  fc
    .tuple(hostileText, hostileText)
    .map(([label, command]): Action => ({ type: "command", label, command, replaces: true })),
  fc.tuple(hostileText, hostileUrl).map(([label, url]): Action => ({ type: "link", label, url })),
  fc.tuple(hostileText, hostileText).map(([label, state]): Action => ({ type: "form", label, flow: "ask", state })),
  fc.tuple(hostileText, hostileText).map(([label, value]): Action => ({ type: "press", label, press: "take", value })),
);

const actions = fc.array(action, { maxLength: 7 });
const row = fc
  .tuple(text, fc.option(text, { nil: undefined }), fc.option(action, { nil: undefined }))
  .map(([rowText, about, rowAction]) => ({
    text: rowText,
    ...(about && { about }),
    ...(rowAction && { action: rowAction }),
  }));

const block: fc.Arbitrary<Block> = fc.oneof(
  text.map((value): Block => ({ type: "text", text: value })),
  text.map((value): Block => ({ type: "note", text: value })),
  hostileText.map((value): Block => ({ type: "quote", text: value })),
  fc.array(row, { maxLength: 6 }).map((rows): Block => ({ type: "list", rows })),
  fc.array(row, { minLength: 60, maxLength: 120, size: "max" }).map((rows): Block => ({ type: "list", rows })),
  fc.tuple(actions, actions).map(([main, more]): Block => ({ type: "actions", main, more })),
);

/** A message with foreign text of the worst kind in every place that can hold one. */
export const hostileMessage: fc.Arbitrary<Message> = fc.oneof(
  text.map((value): Message => ({ text: value })),
  fc
    .tuple(text, text, fc.constantFrom("neutral", "good", "warning", "bad"), fc.array(block, { maxLength: 8 }))
    .map(([notification, title, tone, blocks]): Message => ({ text: notification, card: { title, tone, blocks } })),
);

const choice = fc
  .tuple(hostileText, hostileText, fc.option(hostileText, { nil: undefined }))
  .map(([label, value, about]) => ({ label, value, ...(about !== undefined && { about }) }));

const fieldBase = fc
  .tuple(hostileText, fc.option(hostileText, { nil: undefined }), fc.boolean())
  .map(([label, hint, isOptional]) => ({
    label,
    ...(hint !== undefined && { hint }),
    ...(isOptional && { isOptional: true as const }),
  }));

const field = (name: string): fc.Arbitrary<Field> =>
  fc.oneof(
    fc
      .tuple(fieldBase, fc.integer({ min: -1, max: 9000 }), hostileText)
      .map(([base, maxLength, initial]): Field => ({ ...base, name, type: "text", maxLength, initial, isLong: true })),
    fc
      .tuple(fieldBase, hostileText, choice)
      .map(([base, placeholder, initial]): Field => ({ ...base, name, type: "search", placeholder, initial })),
    fc
      .tuple(fieldBase, fc.array(choice, { maxLength: 8 }), choice)
      .map(([base, choices, initial]): Field => ({ ...base, name, type: "select", choices, initial })),
  );

/** A form whose every text is foreign. */
export const hostileForm: fc.Arbitrary<Form> = fc
  .tuple(hostileText, text, fc.tuple(field("one"), field("two"), field("three")), text, hostileText)
  .map(([title, intro, fields, note, submit]) => ({ title, intro, fields, note, submit }));
