import fc from "fast-check";
import { expect, test } from "vitest";
import { systemClock } from "../clock.ts";
import { createLog } from "../log.ts";
import { toArgv } from "./argv.ts";
import { resolveMarkup } from "./chat-markup.ts";
import type { Argv } from "./command.ts";
import { inWords } from "./outcome.ts";
import { maxTextLength, phoneText } from "./phone-text.ts";
import { createRouter } from "./router.ts";

const logged: string[] = [];

function subject() {
  const router = createRouter({
    may: () => true,
    identify: (asker) => asker,
    audit: async () => {},
    log: createLog({ level: "error", secrets: [], write: (line) => logged.push(line) }),
    clock: systemClock(),
  });
  for (const name of ["whoowns", "find", "show", "deps", "deploys", "help"]) {
    router.command<Argv>({
      name,
      menu: 1,
      summary: "answers",
      usage: name,
      examples: [],
      ...(name === "whoowns" && { takesAnything: true, sentences: [/^who owns (.+)$/i, /^owner of (.+)$/i] }),
      parse: (argv) => argv,
      run: async (_, argv) => ({ status: "none", data: argv.words, message: { text: argv.rest } }),
    });
  }
  // Whoever runs the process may ask as fast as the test does.
  const user = { platform: "test", tenant: "T1", id: "U1", isOperator: true } as const;
  const address = { platform: "test", tenant: "T1", channel: "C1" };
  return async (text: string) => {
    const { signal } = new AbortController();
    return inWords(await router.dispatch({ type: "command", text, user, address, place: "channel" }, signal));
  };
}

const pieces = [
  ..."\"'“”‘’«»—–-:=<>@#!|&;.?… \u00a0\u200b\u202e\u0000\u001b\r\n",
  ...[
    "<@U1>",
    "<@U1|mia>",
    "<#C1|help>",
    "<!subteam^S1|@team>",
    "<!channel>",
    "<http://a.io|a.io>",
    "<mailto:a@b|a@b>",
  ],
  ...["<at>", "</at>", "<at id='1'>Mia</at>", "&lt;", "&amp;amp;", "👩‍💻", "🇩🇪", "e\u0301", "\ud800", "\udc00", "名前"],
  ...["whoowns", "Who owns ", "find ", "help", "--help", "public", "callboard ", "/", "__proto__", "constructor"],
];
const piece = fc.oneof(fc.constantFrom(...pieces), fc.string(), fc.string({ unit: "binary" }));
const text = fc.array(piece, { maxLength: 200 }).map((parts) => parts.join(""));
/** A third has up to 40 KB: one piece or a few, many times over. */
const longText = fc
  .tuple(fc.array(piece, { minLength: 1, maxLength: 3 }), fc.integer({ min: 1, max: 40_000 }))
  .map(([parts, length]) => parts.join("").padEnd(1, "x").repeat(length).slice(0, length));

test("20,000 texts: none crashes, none takes 2 seconds, none pollutes a prototype", { timeout: 600_000 }, async () => {
  const say = subject();
  let slowestMs = 0;

  await fc.assert(
    fc.asyncProperty(fc.oneof(text, text, longText), async (typed) => {
      const startedAt = performance.now();
      const outcome = await say(typed);
      slowestMs = Math.max(slowestMs, performance.now() - startedAt);

      expect(outcome.status === "error" ? outcome.error.code : "usage").toBe("usage");
    }),
    { numRuns: 20_000, verbose: 1 },
  );

  expect(logged).toEqual([]);
  expect(slowestMs).toBeLessThan(2000);
  expect(Object.keys(Object.prototype)).toEqual([]);
});

test("reading a text a second time changes nothing", () => {
  fc.assert(
    fc.property(text, (typed) => {
      const meant = phoneText(typed.replace(/[<>&@]/g, "").slice(0, maxTextLength));
      expect(phoneText(meant)).toBe(meant);
    }),
    { numRuns: 20_000, verbose: 1 },
  );
});

const probes = [
  ...pieces,
  ...[
    '"a ',
    "'a ",
    '"a',
    "<a|",
    "<<",
    "<at>",
    "<at ",
    "<@",
    ". ",
    ".a",
    " .",
    " ",
    "—",
    "a—",
    " —a",
    "&",
    "&amp",
    "who owns ",
    ':"',
    "=' ",
  ],
];

test.each(probes.map((probe) => [probe]))("%j many times over takes linear time", (probe) => {
  const short = probe.repeat(Math.ceil(40_000 / probe.length));
  const long = short.repeat(10);

  // Tenfold for linear time, a hundredfold for quadratic; what else the machine does may spoil one comparison, not five.
  const ratios: number[] = [];
  while (ratios.length < 5 && !ratios.some((ratio) => ratio <= 30)) {
    ratios.push(fastestMs(long) / Math.max(fastestMs(short), 0.2));
  }

  expect(Math.min(...ratios)).toBeLessThanOrEqual(30);
});

/** Each step alone, beyond the limit that `phoneText` has; the fastest of several runs, because others share the processor. */
function fastestMs(typed: string): number {
  const runs = Array.from({ length: 7 }, () => {
    const startedAt = performance.now();
    toArgv(resolveMarkup(typed));
    for (let start = 0; start < typed.length; start += maxTextLength) {
      phoneText(typed.slice(start, start + maxTextLength));
    }
    return performance.now() - startedAt;
  });
  return Math.min(...runs);
}
