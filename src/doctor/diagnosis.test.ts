import { describe, expect, test } from "vitest";
import { BotError } from "../errors.ts";
import type { Check, Finding } from "../finding.ts";
import { createDiagnosis } from "./diagnosis.ts";

const check = (area: string, ...levels: readonly Finding["level"][]): Check => ({
  area,
  run: async () => levels.map((level) => ({ level, area, found: level })),
});
const hanging: Check = { area: "Slack", run: () => new Promise(() => {}) };
const never = new AbortController().signal;

describe("a diagnosis", () => {
  test("has problems first, then warnings, each in the order of the checks", async () => {
    const diagnose = createDiagnosis([check("A", "ok", "warning"), check("B", "problem"), check("C", "problem", "ok")]);

    expect((await diagnose(never)).map(({ level, area }) => `${level} ${area}`)).toEqual([
      "problem B",
      "problem C",
      "warning A",
      "ok A",
      "ok C",
    ]);
  });

  test("of nothing is empty", async () => {
    expect(await createDiagnosis([])(never)).toEqual([]);
  });

  test("runs all checks at once", async () => {
    let isSecondRunning = () => {};
    const second = new Promise<void>((resolve) => {
      isSecondRunning = resolve;
    });
    const first: Check = { area: "A", run: () => second.then(() => []) };
    const other: Check = {
      area: "B",
      async run() {
        isSecondRunning();
        return [];
      },
    };

    expect(await createDiagnosis([first, other])(never)).toEqual([]);
  });

  test("makes a problem of a check that fails, and says why only where that is made for people", async () => {
    const failing = (area: string, thrown: unknown): Check => ({ area, run: () => Promise.reject(thrown) });
    const diagnose = createDiagnosis([
      failing("Slack", new BotError("unavailable", "Slack does not answer.")),
      failing("Store", new TypeError("xoxb-secret is undefined")),
      {
        area: "Clock",
        run: () => {
          throw "broken";
        },
      },
      check("Well", "ok"),
    ]);

    expect(await diagnose(never)).toEqual([
      { level: "problem", area: "Slack", found: "Slack does not answer." },
      { level: "problem", area: "Store", found: "The check broke off: TypeError." },
      { level: "problem", area: "Clock", found: "The check broke off: unknown error." },
      { level: "ok", area: "Well", found: "ok" },
    ]);
  });

  test("does not wait for a check that takes too long, and tells it to end", async () => {
    const signals: AbortSignal[] = [];
    const slow: Check = {
      area: "Slack",
      run: (signal) => {
        signals.push(signal);
        return hanging.run(signal);
      },
    };

    const findings = await createDiagnosis([slow, check("Well", "ok")], { limitMs: 20 })(never);

    expect(findings).toEqual([
      { level: "problem", area: "Slack", found: "No answer within 0.02 s." },
      { level: "ok", area: "Well", found: "ok" },
    ]);
    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
  });

  test("ends when it is told to", async () => {
    const stopping = new AbortController();
    const running = createDiagnosis([hanging])(stopping.signal);

    stopping.abort();

    expect(await running).toEqual([
      { level: "problem", area: "Slack", found: "Not looked at: the diagnosis was stopped." },
    ]);
    expect(await createDiagnosis([hanging])(AbortSignal.abort())).toHaveLength(1);
  });
});
