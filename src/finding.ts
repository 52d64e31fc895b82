/** One line of `doctor`: what was checked, what was found, what to do and where to click. */
export interface Finding {
  readonly level: "problem" | "warning" | "ok";
  /** What it is about, as people say it: `Slack`, `Store`, `Git source org`. */
  readonly area: string;
  /** One sentence or phrase: what is so. */
  readonly found: string;
  /** One sentence: what to do. */
  readonly fix?: string;
  /** What stands in a line of its own below and counts as nothing: `+ 33 more teams`. */
  readonly more?: string;
  /** Where to do it; https. */
  readonly url?: string;
}

/** Looks at one part of the set-up. What it throws is shown as a problem of `area`. */
export interface Check {
  readonly area: string;
  run(signal: AbortSignal): Promise<readonly Finding[]>;
}
