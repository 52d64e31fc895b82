import { onTestFinished } from "vitest";
import { createDesk } from "../../desk/desk.ts";
import { deskDoors } from "../../desk/doors.ts";
import { faultDoors } from "../../desk/fault-doors.ts";
import type { LiveEvent, ShownMessage } from "../../desk/protocol.ts";
import { type PageServer, startPageServer } from "../../page-server/page-server.ts";
import type { Act, ActResult } from "../desk/act.ts";
import type { ShownView } from "../desk/protocol.ts";
import type { DeskParts } from "../desk/shown.ts";
import { breakableSlack, slackDesk } from "../desk/slack-desk.ts";
import type { SimulatedSlack } from "../simulated-slack.ts";

const parts: DeskParts = {
  defaultViewer: "ada",
  about: new Map([["U1", "Team Search"]]),
  commands: [
    { command: "/owner", description: "Who owns it", usageHint: "<anything>" },
    { command: "/deps", description: "What it needs", usageHint: "" },
  ],
  shortcuts: [
    { callbackId: "new", name: "New", description: "Opens a form", type: "global" },
    { callbackId: "who", name: "Who?", description: "Says who", type: "message" },
  ],
  prompts: [{ label: "Ask", channel: "app", text: "/owner web" }],
};

/** Somebody's open page: the events that came, and what is known after them. */
export interface OpenPage {
  readonly events: LiveEvent[];
  readonly messages: () => readonly ShownMessage[];
  readonly views: () => readonly ShownView[];
  readonly last: <Key extends "workspace" | "status">(key: Key) => NonNullable<LiveEvent[Key]>;
}

/** The page's server over a simulated Slack; it stops with the test. */
export async function pageOf(slack: SimulatedSlack) {
  const desk = createDesk(slackDesk(slack, parts));
  const faults = faultDoors(breakableSlack(slack));
  const doors = { ...deskDoors(desk), ...faults.doors };
  const server: PageServer = await startPageServer({ folder: "/nonexistent", doors, port: 0 });
  onTestFinished(async () => {
    faults.stop();
    desk.stop();
    await server.stop();
  });

  const ask = async (method: string, path: string, body?: unknown) => {
    const headers = { "content-type": "application/json" };
    const text = typeof body === "string" ? body : JSON.stringify(body ?? {});
    const response = await fetch(server.url + path, { method, headers, ...(method === "POST" ? { body: text } : {}) });
    return { status: response.status, body: (await response.json()) as ActResult & Record<string, unknown> };
  };
  return {
    server,
    desk,
    ask,
    act: (as: string, act: Act | Record<string, unknown>) => ask("POST", `/slack/acts?as=${as}`, act),
    open: (as = "") => openPage(server, as),
  };
}

async function openPage(server: PageServer, as: string): Promise<OpenPage> {
  const events: LiveEvent[] = [];
  const closing = new AbortController();
  onTestFinished(() => closing.abort());
  const response = await fetch(`${server.url}/slack/live?as=${as}`, { signal: closing.signal });
  const { body } = response;
  if (!response.ok || body === null) throw new Error(`HTTP ${response.status}`);
  let first: () => void = () => undefined;
  const isOpen = new Promise<void>((resolve) => {
    first = resolve;
  });
  read(body, (event) => {
    events.push(event);
    first();
  }).catch(() => undefined);
  await isOpen;
  return {
    events,
    messages: () => [...events.reduce(merged, new Map()).values()],
    views: () => (events.findLast(({ overlays }) => overlays !== undefined)?.overlays ?? []) as readonly ShownView[],
    last: (key) => {
      const found = events.findLast((event) => event[key] !== undefined)?.[key];
      if (found === undefined) throw new Error(`No ${key} came.`);
      return found;
    },
  };
}

async function read(body: ReadableStream<Uint8Array>, take: (event: LiveEvent) => void): Promise<void> {
  let text = "";
  for await (const chunk of body.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    const blocks = text.split("\n\n");
    text = blocks.pop() ?? "";
    for (const block of blocks) if (block.startsWith("data: ")) take(JSON.parse(block.slice(6)) as LiveEvent);
  }
}

function merged(known: Map<string, ShownMessage>, event: LiveEvent): Map<string, ShownMessage> {
  const all = event.isWhole ? new Map<string, ShownMessage>() : known;
  for (const key of event.gone) all.delete(key);
  for (const message of event.messages) all.set(message.key, message);
  return all;
}
