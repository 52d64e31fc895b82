import { vi } from "vitest";
import type { ChatEvent } from "../chat/event.ts";
import type { SlackBench } from "./slack-bench.ts";

/** A parsed body as Slack sends it. */
export type Payload = Readonly<Record<string, unknown>>;

/**
 * Delivers a payload as Slack does and says what came of it: `command "x" by U1 in T1/C1`, `form ask by U1 in T1/C1`,
 * `too old`, `nothing`. What is only heard later counts for the delivery after, so that it is seen all the same.
 */
export async function understood(bench: SlackBench, payload: Payload, expected: string): Promise<string> {
  const { slack, events, submissions, queries } = bench;
  const before = { events: events.length, submissions: submissions.length, queries: queries.length };
  const calls = slack.calls.length;
  const { status, body } = await slack.deliver(bodyOf(payload));
  if (status !== 200) return `status ${status}`;
  const look = (): string => {
    const said = [
      ...events.slice(before.events).map(lineOf),
      ...submissions.slice(before.submissions).map((form) => `form ${form.flow} ${fields(form.values)} ${at(form)}`),
      ...queries.slice(before.queries).map(({ flow, query, ...asked }) => `search ${flow} "${query}" ${at(asked)}`),
      ...(JSON.stringify([body, slack.calls.slice(calls)]).includes("from an older version") ? ["too old"] : []),
      ...(typeof body === "object" && body !== null && "challenge" in body ? ["challenge"] : []),
    ];
    return said.join(", ") || "nothing";
  };
  // Who asks is looked up after the acknowledgement.
  await vi.waitUntil(() => look() === expected, { timeout: 1_500, interval: 2 }).catch(() => undefined);
  return look();
}

function lineOf(event: ChatEvent): string {
  switch (event.type) {
    case "command":
      return `${event.isInTheOpen ? "mention" : event.place === "direct" ? "direct" : "command"} "${event.text}" ${at(event)}`;
    case "press":
      return `press ${event.press} "${event.value}" ${at(event)}`;
    case "open":
      return `open ${event.flow} "${event.state}" ${at(event)}`;
    case "shortcut":
      return `shortcut ${event.shortcut} ${event.texts[0] === undefined ? "" : `"${event.texts[0]}" `}${at(event)}`;
  }
}

function fields(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}=${value}`)
    .join(" ");
}

function at({ user, address }: Pick<ChatEvent, "user" | "address">): string {
  const thread = address.thread === undefined ? "" : `/${address.thread}`;
  return `by ${user.tenant}/${user.id} in ${address.tenant}/${address.channel}${thread}`;
}

/** Slack sends events as JSON, interactions as a form with a payload, and slash commands as a form. */
function bodyOf(payload: Payload): string {
  const { type } = payload;
  if (type === "event_callback" || type === "url_verification") return JSON.stringify(payload);
  if ("command" in payload && type === undefined)
    return new URLSearchParams(
      Object.entries(payload).map(([key, field]): [string, string] => [key, String(field)]),
    ).toString();
  return new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
}
