import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, onTestFinished } from "vitest";
import { composer } from "./at-the-page.ts";
import { firstEventText } from "./first-event.ts";
import { missingBrowser, type PlaygroundStage, playgroundStage, type VisitOptions } from "./playground-stage.ts";

/** A playground for all tests of a file. */
export interface OnStage {
  /** Whether there is no browser; why was printed. */
  readonly isMissing: boolean;
  /** Once the tests run. */
  readonly stage: () => PlaygroundStage;
  /** A page that is left with the test. */
  readonly visit: (options?: VisitOptions) => Promise<Page>;
  /** The same, when one can write in it. */
  readonly enter: (options?: VisitOptions) => Promise<Page>;
  /** The first live event of somebody who comes, as it is sent. */
  readonly firstEvent: () => Promise<string>;
}

/** Starts it before the file's tests and ends it after them; whatever happened, its log is silent then. */
export async function onStage(): Promise<OnStage> {
  const missing = await missingBrowser();
  if (missing !== undefined) process.stderr.write(`The playground is not tried in a browser: ${missing}\n`);
  let stage: PlaygroundStage | undefined;
  const started = (): PlaygroundStage => {
    if (stage === undefined) throw new Error("the playground is there for tests alone");
    return stage;
  };
  beforeAll(async () => {
    if (missing === undefined) stage = await playgroundStage();
  }, 60_000);
  afterAll(async () => {
    await stage?.stop();
    expect(stage?.logged() ?? "").toBe("");
  });

  const visit: OnStage["visit"] = async (options) => {
    const page = await started().visit(options);
    onTestFinished(() => page.context().close());
    return page;
  };
  return {
    isMissing: missing !== undefined,
    stage: started,
    visit,
    enter: async (options) => {
      const page = await visit(options);
      await composer(page).waitFor();
      return page;
    },
    firstEvent: () => firstEventText(`${started().url}/slack/live?as=mia.chen`),
  };
}
