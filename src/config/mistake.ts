/** One thing wrong in the configuration; `message` says what was found and what is allowed, never a secret's value. */
export interface ConfigMistake {
  /** Where: `catalog.sources[0].url`; empty for the file as a whole. */
  readonly path: string;
  /** From 1. */
  readonly line?: number;
  readonly message: string;
  /** True for a `${…}` that stands for nothing here, and may elsewhere: secrets are where the bot runs. */
  readonly isMissing?: true;
}

/** A mistake before its place is put in words. */
export interface PlacedMistake {
  readonly at: ConfigPath;
  readonly line?: number;
  readonly message: string;
  readonly isMissing?: true;
}

/** Keys and list positions from the top of the file down to a value. */
export type ConfigPath = readonly (string | number)[];

const maxShown = 50;
const secretKey = /token(?!issuer)|secret|passw|private|credential|(^|[a-z_-])key$/i;
const secretShape = /gh[a-z]_\w{8,}|github_pat_\w+|glpat-|xox[a-z]-|xapp-|eyJ[\w-]{8,}|-----BEGIN/;

/** `["catalog", "sources", 0, "url"]` as `catalog.sources[0].url`. */
export function formatPath(path: ConfigPath): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === "number") return `${text}[${step}]`;
    const name = /^[\w-]{1,60}$/.test(step) ? step : JSON.stringify(step.slice(0, 60));
    return text === "" ? name : `${text}.${name}`;
  }, "");
}

/** Whether the value at `path` is a secret by the name of its key. */
export function isSecretPath(path: ConfigPath): boolean {
  return path.some((step) => typeof step === "string" && secretKey.test(step));
}

/** Whether a text looks like a secret wherever it stands: the shapes of well-known tokens and keys. */
export function isLikelySecret(text: string): boolean {
  return secretShape.test(text);
}

/** A value in words that are safe to show: a secret, known or likely, is `[secret]`. */
export function describeValue(value: unknown, isSecret: boolean): string {
  if (value === undefined || value === null) return "nothing";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "a mapping";
  if (isSecret) return "[secret]";
  if (typeof value === "boolean") return String(value);
  if (typeof value !== "string") return `the ${typeof value} ${String(value).slice(0, 40)}`;
  return isLikelySecret(value) ? "[secret]" : JSON.stringify(withoutCredentials(value).slice(0, 80));
}

/** Where a mistake is, in words. */
export function placeOf({ path }: Pick<ConfigMistake, "path">): string {
  return path === "" ? "the file" : path;
}

/** All mistakes as one text: a heading, then one a line. */
export function formatMistakes(file: string, mistakes: readonly ConfigMistake[]): string {
  const count = mistakes.length === 1 ? "1 mistake" : `${mistakes.length} mistakes`;
  const lines = mistakes.slice(0, maxShown).map((mistake) => {
    const line = mistake.line === undefined ? "" : ` (line ${mistake.line})`;
    return `- ${placeOf(mistake)}${line}: ${mistake.message}`;
  });
  const rest = mistakes.length > maxShown ? [`- and ${mistakes.length - maxShown} more`] : [];
  return [`${count} in ${file} (see docs/config.md):`, ...lines, ...rest].join("\n");
}

/** Hides what stands before the @ of an address and what follows its question mark. */
function withoutCredentials(text: string): string {
  return text
    .replace(/\/\/\S*@/, "//[secret]@")
    .replace(/^[^\s/@]*:(?!\/\/)\S*@/, "[secret]@")
    .replace(/(:\/\/[^?#]*)[?#].*$/, "$1?[secret]");
}
