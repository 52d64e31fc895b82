import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** Secrets by what they are, and where they were found. */
export interface Canaries {
  /** Takes something that is a secret from now on. */
  add(name: string, secret: string): void;
  /** Each place where one of them stands, in whatever form: `bot token as base64 in stderr`. */
  findIn(text: string, where: string): readonly string[];
  /** The same for every file of a folder. */
  findUnder(folder: string): Promise<readonly string[]>;
}

/** Looks for secrets plain, as base64 and base64url at each of the three places in a group, URL-encoded and as hex. */
export function createCanaries(): Canaries {
  const forms: { readonly name: string; readonly form: string; readonly text: string }[] = [];
  const known = new Set<string>();

  function findIn(text: string, where: string): readonly string[] {
    const lower = text.toLowerCase();
    return forms
      .filter(({ form, text: wanted }) => (form === "hex" ? lower : text).includes(wanted))
      .map(({ name, form }) => `${name} as ${form} in ${where}`);
  }

  return {
    add(name, secret) {
      if (known.has(secret)) return;
      known.add(secret);
      for (const [form, text] of formsOf(secret)) forms.push({ name, form, text });
    },
    findIn,
    async findUnder(folder) {
      const entries = await readdir(folder, { recursive: true, withFileTypes: true });
      const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
      const found = await Promise.all(
        files.map(async (file) => [...findIn(file, "a name"), ...findIn(await readFile(file, "latin1"), file)]),
      );
      return found.flat();
    },
  };
}

function formsOf(secret: string): readonly (readonly [string, string])[] {
  return [
    ["itself", secret],
    ["JSON", JSON.stringify(secret).slice(1, -1)],
    ["URL", encodeURIComponent(secret)],
    ["hex", Buffer.from(secret).toString("hex")],
    ...[0, 1, 2].flatMap((offset) => {
      const base64 = innerBase64(secret, offset);
      return [["base64", base64] as const, ["base64url", base64.replaceAll("+", "-").replaceAll("/", "_")] as const];
    }),
  ];
}

/** What the middle of a text looks like in base64 when `offset` bytes of its first group are something else's. */
function innerBase64(secret: string, offset: number): string {
  const encoded = Buffer.from("x".repeat(offset) + secret).toString("base64");
  const end = Math.floor(((offset + Buffer.byteLength(secret)) * 8) / 6);
  return encoded.slice(Math.ceil((offset * 8) / 6), end);
}
