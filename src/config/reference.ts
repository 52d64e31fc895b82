import { readFile, stat } from "node:fs/promises";
import { resolve } from "node:path";
import { isLikelySecret } from "./mistake.ts";

/** What a `${…}` stands for, or why it stands for nothing. */
export type Lookup = { readonly value: string } | { readonly mistake: string; readonly isMissing?: true };

/** Where references are looked up. Relative file names start at `folder`. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly folder: string;
}

// Stand-ins from Unicode's private use area: `{ proxy: ${HTTPS_PROXY} }` is no YAML, because a brace ends a plain
// scalar inside braces. Same length, so that positions stay true.
const opening = "\ue000\ue001";
const closing = "\ue002";
const hidden = /(\$?)\ue000\ue001([^\ue000-\ue002]*)\ue002/g;
const maxFileBytes = 65_536;

/** Hides the braces of every `${…}` from the YAML parser; the functions below understand the result. */
export function hideReferences(text: string): string {
  return text
    .replace(/[\ue000-\ue002]/g, "\ufffd")
    .replace(/\$\{([^{}\n]*)\}/g, (_, inner: string) => `${opening}${inner}${closing}`);
}

/** Undoes `hideReferences`. */
export function showReferences(text: string): string {
  return text.replaceAll(opening, "${").replaceAll(closing, "}");
}

/** What stands inside each `${…}` of a hidden text, those written `$${` left out. */
export function referencesIn(text: string): readonly string[] {
  return [...text.matchAll(hidden)].flatMap(([, dollar, inner = ""]) => (dollar === "" ? [inner] : []));
}

/** A hidden text with each reference replaced and each `$${` made a literal `${`. */
export function fillReferences(text: string, replacement: (inner: string) => string): string {
  return text.replace(hidden, (_, dollar: string, inner: string) =>
    dollar === "" ? replacement(inner) : `\${${inner}}`,
  );
}

/** Finds what stands behind `${inner}`: an environment variable, or with `file:` a file without its last line break. */
export async function lookUp(inner: string, { env, folder }: Surroundings): Promise<Lookup> {
  if (inner.startsWith("file:")) return readSecretFile(resolve(folder, inner.slice("file:".length)));
  if (!/^[A-Za-z_]\w*$/.test(inner) || isLikelySecret(inner)) {
    return {
      mistake: `found a \${…} that names nothing; allowed: \${NAME}, \${file:/path}, or $\${ for a literal \${`,
    };
  }
  const value = Object.hasOwn(env, inner) ? env[inner] : undefined;
  if (value === undefined) return { mistake: `the environment variable ${inner} is not set`, isMissing: true };
  return value === "" ? { mistake: `the environment variable ${inner} is empty`, isMissing: true } : { value };
}

async function readSecretFile(path: string): Promise<Lookup> {
  try {
    const stats = await stat(path);
    if (!stats.isFile()) return { mistake: `${path} is not a file` };
    if (stats.size > maxFileBytes) return { mistake: `the file ${path} is over ${maxFileBytes} bytes` };
    const value = (await readFile(path, "utf8")).replace(/\r?\n$/, "");
    return value === "" ? { mistake: `the file ${path} is empty` } : { value };
  } catch (error) {
    const isAbsent = (error as NodeJS.ErrnoException).code === "ENOENT";
    return isAbsent
      ? { mistake: `the file ${path} does not exist`, isMissing: true }
      : { mistake: `the file ${path} cannot be read` };
  }
}
