import { PassThrough } from "node:stream";
import { describe, expect, test, vi } from "vitest";
import type { CommandEvent } from "../../src/chat/event.ts";
import type { Message } from "../../src/chat/message.ts";
import { chatAdapterContract } from "../../src/testing/chat-adapter-contract.ts";
import { sinkOf } from "../../src/testing/chat-sink.ts";
import { type ConsoleOptions, consoleAddress, createConsoleAdapter } from "./index.ts";

const user = { platform: "console", tenant: "local", id: "operator", isOperator: true } as const;

/** An adapter between two streams; `seen` is what came out. */
function subject(options: Partial<ConsoleOptions> = {}) {
  const input = new PassThrough();
  const output = new PassThrough();
  let out = "";
  output.setEncoding("utf8").on("data", (chunk: string) => {
    out += chunk;
  });
  const adapter = createConsoleAdapter({
    input,
    output,
    isTerminal: false,
    columns: 80,
    colors: false,
    user,
    ...options,
  });
  return {
    adapter,
    address: consoleAddress,
    input,
    output,
    say: (text: string) => void input.write(`${text}\n`),
    seen: () => out,
  };
}

/** A started adapter that answers each text by it. */
async function echoing(options: Partial<ConsoleOptions> = {}) {
  const it = subject(options);
  const events: CommandEvent[] = [];
  await it.adapter.start(
    sinkOf(async (event, responder) => {
      events.push(event);
      await responder.answer({ text: `heard ${event.text}` });
    }),
  );
  return { ...it, events };
}

const choice: Message = {
  text: "2 matches",
  card: {
    title: "2 matches",
    blocks: [
      {
        type: "list",
        rows: [
          { text: "payments-api", action: { type: "command", label: "Choose", command: "whoowns payments-api" } },
          { text: "payments", action: { type: "command", label: "Choose", command: "whoowns system:payments" } },
        ],
      },
      { type: "actions", main: [{ type: "command", label: "All", command: "find payments" }], more: [] },
    ],
  },
};

chatAdapterContract("the console, piped", () => subject());
chatAdapterContract("the console, as a terminal", () => subject({ isTerminal: true, colors: false }));

describe("piped", () => {
  test("each line has its answer, in order, without prompt or colour, and then it ends", async () => {
    const { adapter, input, seen } = await echoing();

    input.end("whoowns a\n\nwhoowns b");
    await adapter.ended;

    expect(seen()).toBe("heard whoowns a\n\nheard whoowns b\n");
  });

  test("a line waits for the answer to the line before it", async () => {
    const { adapter, input } = subject();
    const order: string[] = [];
    await adapter.start(
      sinkOf(async ({ text }) => {
        order.push(`asked ${text}`);
        await new Promise((resolve) => setImmediate(resolve));
        order.push(`answered ${text}`);
      }),
    );

    input.end("a\nb\n");
    await adapter.ended;

    expect(order).toEqual(["asked a", "answered a", "asked b", "answered b"]);
  });

  test.each(["exit", "QUIT"])("%s ends it", async (word) => {
    const { adapter, input, events } = await echoing();

    input.write(`a\n${word}\nb\n`);
    await adapter.ended;

    expect(events.map((event) => event.text)).toEqual(["a"]);
  });

  test("an answer that fails is told to whoever waits for the end", async () => {
    const { adapter, say } = subject();
    await adapter.start(
      sinkOf(async () => {
        throw new Error("broken");
      }),
    );

    say("a");

    await expect(adapter.ended).rejects.toThrow("broken");
  });
});

describe("in a terminal", () => {
  test("there is a greeting, a prompt, and the answer below what was typed", async () => {
    const { adapter, say, seen } = await echoing({ isTerminal: true });

    say("a");
    await vi.waitFor(() => expect(seen()).toContain("heard a\n\n"), { interval: 1 });
    say("exit");
    await adapter.ended;

    expect(seen()).toMatch(/^Callboard\. Ask `whoowns payments-api`, or `help`\. `exit` leaves\.\n\n.*callboard> /);
  });

  test("the number of a button presses it", async () => {
    const { adapter, say, seen } = subject({ isTerminal: true });
    const texts: string[] = [];
    await adapter.start(
      sinkOf(async (event, responder) => {
        texts.push(event.text);
        await responder.answer(texts.length === 1 ? choice : { text: "done" });
      }),
    );

    for (const line of ["payments", "2", "3", "4", "0"]) say(line);
    await vi.waitFor(() => expect(texts).toHaveLength(5), { interval: 1 });
    await adapter.stop();

    expect(seen()).toContain("[1] payments-api\n[2] payments\n[3] All\n");
    expect(texts).toEqual(["payments", "whoowns system:payments", "find payments", "4", "0"]);
  });

  test("a line that was typed ahead is shown again after its prompt", async () => {
    const { adapter, say, seen } = await echoing({ isTerminal: true });

    say("a\nb");
    await vi.waitFor(() => expect(seen()).toContain("heard b"), { interval: 1 });
    await adapter.stop();

    expect(seen().split("heard a\n\n")[1]).toMatch(/callboard> [^ ]*b\nheard b\n\n/);
  });

  test("a line can be completed", async () => {
    const { adapter, input, events } = await echoing({ isTerminal: true, commands: () => [{ name: "whoowns" }] });

    for (const key of ["w", "h", "\t", "x", "\r"]) {
      input.write(key);
      await new Promise((resolve) => setImmediate(resolve));
    }
    await vi.waitFor(() => expect(events).toHaveLength(1), { interval: 1 });
    await adapter.stop();

    expect(events[0]?.text).toBe("whoowns x");
  });

  test.each([
    ["Ctrl-C", "\u0003"],
    ["Ctrl-D", "\u0004"],
  ])("%s ends it on a fresh line", async (_, key) => {
    const { adapter, input, seen } = await echoing({ isTerminal: true });

    input.write(key);
    await adapter.ended;

    expect(seen()).toMatch(/\n$/);
  });

  test("what is said meanwhile appears above what is being typed, and leaves it as it is", async () => {
    const { adapter, input, say, events, seen } = await echoing({ isTerminal: true });
    input.write("whoowns pay");
    await vi.waitFor(() => expect(seen()).toContain("whoowns pay"), { interval: 1 });

    await adapter.send(consoleAddress, { text: "The catalog is synced" });
    say("ments");
    await vi.waitFor(() => expect(events).toHaveLength(1), { interval: 1 });
    await adapter.stop();

    expect(events[0]?.text).toBe("whoowns payments");
    expect(seen().split("The catalog is synced")[1]).toContain("callboard> whoowns pay");
  });
});

test("without a conversation a message is printed, with what to type next", async () => {
  const { adapter, seen } = subject({ isTerminal: true });

  await adapter.send(consoleAddress, choice);

  expect(seen()).toBe("2 matches\n  payments-api\n  payments\nNext: find payments\n");
});

test("an output that nobody reads any more is told, and ends the conversation", async () => {
  const { adapter, output } = await echoing();
  output.destroy(new Error("EPIPE"));

  await expect(adapter.send(consoleAddress, { text: "x" })).rejects.toMatchObject({ code: "unavailable" });
  await adapter.ended;
});
