import fc from "fast-check";
import { cutAt, mutatedBody } from "./mutated-body.ts";

/** A request to Slack's address: signed unless `isBare`, but nothing that Slack would send. */
export interface HostileRequest {
  readonly body: string | Buffer;
  readonly contentType: string | undefined;
  readonly isBare: boolean;
}

const real: readonly Readonly<Record<string, unknown>>[] = [
  {
    type: "event_callback",
    team_id: "T0WORKSPACE",
    api_app_id: "A1",
    event_id: "Ev1",
    authorizations: [{ team_id: "T0WORKSPACE", enterprise_id: null }],
    event: { type: "app_mention", user: "U0MIA", channel: "C0CHECKOUT", ts: "1.2", text: "<@U0APP> help" },
  },
  {
    type: "event_callback",
    team_id: "T0WORKSPACE",
    event_id: "Ev2",
    event: { type: "message", channel_type: "im", user: "U0MIA", channel: "D1", ts: "1.2", text: "help" },
  },
  {
    type: "block_actions",
    team: { id: "T0WORKSPACE" },
    user: { id: "U0MIA" },
    trigger_id: "1.2.3",
    channel: { id: "C0CHECKOUT", name: "checkout-dev" },
    container: { type: "message", message_ts: "1.2" },
    actions: [{ type: "button", action_id: "cb:0", value: "do help", action_ts: "1.2" }],
  },
  {
    type: "view_submission",
    team: { id: "T0WORKSPACE" },
    user: { id: "U0MIA" },
    view: {
      id: "V1",
      hash: "1.x",
      callback_id: "cb:form",
      private_metadata: '{"flow":"ask","state":"","origin":""}',
      state: { values: {} },
      blocks: [],
    },
  },
  {
    type: "block_suggestion",
    team: { id: "T0WORKSPACE" },
    user: { id: "U0MIA" },
    action_id: "a",
    block_id: "b",
    value: "x",
    view: { id: "V1" },
  },
  {
    type: "message_action",
    team: { id: "T0WORKSPACE" },
    user: { id: "U0MIA" },
    callback_id: "x",
    trigger_id: "1.2",
    channel: { id: "C0CHECKOUT" },
    message: { ts: "1.2", text: "hi" },
  },
  {
    team_id: "T0WORKSPACE",
    channel_id: "C0CHECKOUT",
    user_id: "U0MIA",
    command: "/whoowns",
    text: "x",
    trigger_id: "1.2.4",
  },
];

const mutated = mutatedBody(real);

const forms = ["application/json", "application/x-www-form-urlencoded"] as const;
const asForm = (value: unknown): string => new URLSearchParams({ payload: JSON.stringify(value) }).toString();

const text = fc.oneof(
  {
    weight: 5,
    arbitrary: mutated.chain((value) => fc.constantFrom(JSON.stringify(value), asForm(value), flat(value))),
  },
  { weight: 1, arbitrary: fc.tuple(mutated, fc.nat()).map(([value, cut]) => cutAt(JSON.stringify(value), cut)) },
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 200 }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      "[".repeat(10_000),
      `{"type":${"[".repeat(5000)}${"]".repeat(5000)}}`,
      "payload=",
      "&&&===",
      "{}",
      "null",
      "payload=null",
      "\ufeff{}",
    ),
  },
);

function flat(value: Record<string, unknown>): string {
  const pairs = Object.entries(value).map(([key, part]): [string, string] => [
    key,
    typeof part === "string" ? part : JSON.stringify(part),
  ]);
  return new URLSearchParams(pairs).toString();
}

/** Requests that are random, cut off, of wrong types, too deep, not UTF-8, or nearly right. */
export const hostileRequest: fc.Arbitrary<HostileRequest> = fc.record({
  body: fc.oneof(
    { weight: 9, arbitrary: text },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)) },
  ),
  contentType: fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom(...forms, `${forms[1]}; charset=utf-8`) },
    { weight: 1, arbitrary: fc.constantFrom(undefined, "", "text/plain", "multipart/form-data") },
  ),
  isBare: fc.nat(9).map((roll) => roll === 0),
});
