import { setImmediate } from "node:timers/promises";
import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import type { ChatAdapter, Responder } from "../chat/adapter.ts";
import type { Address, CommandEvent } from "../chat/event.ts";
import type { Block, Message } from "../chat/message.ts";
import { bold, code, link, person, rich, timeOfDay } from "../chat/text.ts";
import { sinkOf } from "./chat-sink.ts";

/** A fresh adapter and the two ends of its platform that a test needs. */
export interface ChatAdapterSubject {
  readonly adapter: ChatAdapter;
  /** Where messages can be sent. */
  readonly address: Address;
  /** A person types a text. */
  say(text: string): void | Promise<void>;
  /** All that people see now, as text. */
  seen(): string;
}

/** What every chat adapter keeps. `create` builds a subject that was not started. */
export function chatAdapterContract(
  name: string,
  create: () => ChatAdapterSubject | Promise<ChatAdapterSubject>,
): void {
  describe(`${name} keeps the contract of a chat adapter`, () => {
    /** A started subject with the events it handed over. */
    async function started(): Promise<
      ChatAdapterSubject & { readonly events: readonly CommandEvent[]; readonly responders: readonly Responder[] }
    > {
      const subject = await create();
      const events: CommandEvent[] = [];
      const responders: Responder[] = [];
      await subject.adapter.start(
        sinkOf(async (event, responder) => {
          events.push(event);
          responders.push(responder);
        }),
      );
      return { ...subject, events, responders };
    }

    test("what is typed is handed over in order, with who and where", async () => {
      const { adapter, say, events } = await started();
      const texts = Array.from({ length: 20 }, (_, index) => `whoowns api-${index}`);

      for (const text of texts) await say(text);
      await vi.waitFor(() => expect(events).toHaveLength(texts.length), { interval: 1 });

      expect(events.map((event) => event.text)).toEqual(texts);
      for (const event of events) {
        expect(event.type).toBe("command");
        expect(event.address.platform).toBe(adapter.platform);
        expect(event.user.platform).toBe(adapter.platform);
        expect(event.user.id).not.toBe("");
      }
      await adapter.stop();
    });

    test("an answer is shown to whoever asked, and so is a message to where the question came from", async () => {
      const { adapter, say, events, responders, seen } = await started();
      await say("whoowns payments-api");
      await vi.waitFor(() => expect(events).toHaveLength(1), { interval: 1 });

      await responders[0]?.answer({ text: "Team Payments owns payments-api", private: true });
      await adapter.send(events[0]?.address as Address, { text: "Team Tax owns tax-api" });

      expect(seen()).toContain("Team Payments owns payments-api");
      expect(seen()).toContain("Team Tax owns tax-api");
      await adapter.stop();
    });

    test("a second answer stands in the place of the first where the platform can", async () => {
      const { adapter, say, responders, seen } = await started();
      await say("whoowns payments-api");
      await vi.waitFor(() => expect(responders).toHaveLength(1), { interval: 1 });

      await responders[0]?.answer({ text: "Still working on it", private: true });
      await responders[0]?.answer({ text: "Team Payments owns payments-api", private: true });

      expect(seen()).toContain("Team Payments owns payments-api");
      expect(seen().includes("Still working on it")).toBe(!adapter.supports.update);
      await adapter.stop();
    });

    test("a channel and a person that nobody has are not found", async () => {
      const { adapter } = await started();

      expect(await adapter.find({ channel: "#no-such-channel" })).toBeUndefined();
      expect(await adapter.find({ person: { email: "nobody@acme.example" } })).toBeUndefined();
      await adapter.stop();
    });

    test("nothing hinders a started adapter, and nothing is wrong with its set-up", async () => {
      const { adapter } = await started();

      expect(adapter.readiness()).toBeUndefined();
      const findings = await adapter.check(new AbortController().signal);
      expect(findings.filter(({ level }) => level === "problem")).toEqual([]);
      await adapter.stop();
    });

    test("after stop, which may be called twice, nothing is handed over", async () => {
      const { adapter, say, events } = await started();

      await adapter.stop();
      await adapter.stop();
      await say("whoowns payments-api");
      for (let round = 0; round < 20; round += 1) await setImmediate();

      expect(events).toEqual([]);
    });

    test("stop without start is no error", async () => {
      const { adapter } = await create();

      await expect(adapter.stop()).resolves.toBeUndefined();
    });

    test("a message is shown, and its reference says where", async () => {
      const { adapter, address, seen } = await started();

      const ref = await adapter.send(address, { text: "Team Payments owns payments-api" });

      expect(seen()).toContain("Team Payments owns payments-api");
      expect(ref).toMatchObject({ platform: address.platform, tenant: address.tenant, channel: address.channel });
      expect(ref.id).not.toBe("");
      await adapter.stop();
    });

    test("references of messages that are sent at the same time differ", async () => {
      const { adapter, address } = await started();

      const refs = await Promise.all([1, 2].map(() => adapter.send(address, { text: "same" })));

      expect(refs[0]?.id).not.toBe(refs[1]?.id);
      await adapter.stop();
    });

    test("a private message is shown to the asker", async () => {
      const { adapter, address, seen } = await started();

      await adapter.send(address, { text: "For you alone", private: true });

      expect(seen()).toContain("For you alone");
      await adapter.stop();
    });

    test("an update shows the new text, in the place of the old one where the platform can", async () => {
      const { adapter, address, seen } = await started();
      const ref = await adapter.send(address, { text: "Still working on it" });

      await adapter.update(ref, { text: "Team Payments owns payments-api" });
      await adapter.update(ref, { text: "Team Tax owns tax-api" });

      expect(seen()).toContain("Team Tax owns tax-api");
      expect(seen().includes("Still working on it")).toBe(!adapter.supports.update);
      await adapter.stop();
    });

    test("an unknown reference is not found", async () => {
      const { adapter, address } = await started();

      const update = adapter.update({ ...address, id: "1700000000.000100" }, { text: "new" });

      await expect(update).rejects.toMatchObject({ name: "BotError", code: "not_found" });
      await adapter.stop();
    });

    test.each(["platform", "tenant", "channel"] as const)(
      "an address with an unknown %s is not found",
      async (part) => {
        const { adapter, address } = await started();

        const send = adapter.send({ ...address, [part]: "elsewhere" }, { text: "new" });

        await expect(send).rejects.toMatchObject({ name: "BotError", code: "not_found" });
        await adapter.stop();
      },
    );

    test.each(blocks)("a card with a block of type $type is shown", async (block) => {
      const { adapter, address, seen } = await started();
      const tones = ["neutral", "good", "warning", "bad"] as const;

      for (const tone of tones) {
        await adapter.send(address, { text: "fallback", card: { title: `Title ${tone}`, tone, blocks: [block] } });
      }

      for (const tone of tones) expect(seen()).toContain(`Title ${tone}`);
      expect(seen()).toContain("refund-service");
      await adapter.stop();
    });

    test("no text, however hostile, is refused", async () => {
      const { adapter, address } = await started();

      await fc.assert(
        fc.asyncProperty(hostile, hostile, async (text, other) => {
          const ref = await adapter.send(address, hostileMessage(text, other));
          await adapter.update(ref, { text });
        }),
        { numRuns: 100, verbose: 1 },
      );
      await adapter.stop();
    });
  });
}

const blocks: readonly Block[] = [
  {
    type: "text",
    text: rich`${bold("refund-service")} ${code("whoowns x")} ${link("runbook", "https://acme.test/r")}`,
  },
  { type: "text", text: rich`refund-service, ${person("Mia Chen", {})}, ${timeOfDay(new Date(0))}` },
  { type: "note", text: "Set in acme/refund-service" },
  {
    type: "list",
    rows: [
      { text: "refund-service" },
      { text: [bold("refund")], action: { type: "command", label: "Choose", command: "whoowns refund" } },
      { text: "docs", action: { type: "link", label: "Open", url: "https://acme.test/docs" } },
    ],
  },
  {
    type: "actions",
    main: [{ type: "command", label: "Show refund-service", command: "show refund-service" }],
    more: [
      { type: "link", label: "Runbook", url: "https://acme.test/runbook" },
      { type: "form", label: "Ask the team", flow: "ask", state: "component:default/refund-service" },
      { type: "press", label: "I'll take it", press: "take", value: "1" },
    ],
  },
];

const attacks = [
  ...["<!channel>", "<@U1>", "<!subteam^S1>", "<http://evil.test|github.com>", "<at>Mia</at>", "@here", "*_~`>"],
  ...["[x](javascript:alert(1))", "![](https://evil.test/p.png)", "<b>html</b>", "&lt;!channel&gt;", "{{x}}"],
  ...[
    "\u001b]8;;https://evil.test\u001b\\x\u001b]8;;\u001b\\",
    "\u001b[2J",
    "\u0007",
    "\r",
    "\u009b31m",
    "\u202e",
    "\ud800",
  ],
  ...[
    "",
    " ",
    "\n\n",
    "x".repeat(5000),
    "👩‍💻".repeat(500),
    "e\u0301".repeat(500),
    "javascript:alert(1)",
    "data:text/html,x",
  ],
];

const hostile = fc
  .array(fc.oneof(fc.constantFrom(...attacks), fc.string({ unit: "binary" })), { maxLength: 8 })
  .map((parts) => parts.join(""));

function hostileMessage(text: string, other: string): Message {
  const command = { type: "command", label: other, command: text } as const;
  const page = { type: "link", label: text, url: other } as const;
  const spans = [bold(text), code(other), link(text, other), { type: "text", text: other } as const];
  return {
    text,
    card: {
      title: spans,
      blocks: [
        { type: "text", text: spans },
        { type: "note", text },
        { type: "list", rows: [{ text: spans, action: command }, { text: other, action: page }, { text }] },
        { type: "actions", main: [command, page], more: [page, command] },
        { type: "list", rows: [] },
        { type: "actions", main: [], more: [] },
      ],
    },
  };
}
