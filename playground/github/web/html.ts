/** HTML that was written here: everything foreign in it is escaped. */
export interface Html {
  readonly html: string;
}

/** What may stand in HTML: texts are escaped, lists are joined, nothing is nothing. */
export type Part = string | number | Html | false | undefined | readonly Part[];

const escapes: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** A template of HTML; attributes are to stand in double quotes. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return { html: strings.map((string, index) => string + written(parts[index])).join("") };
}

function written(part: Part): string {
  if (part === undefined || part === false) return "";
  if (typeof part === "object") return "html" in part ? part.html : part.map(written).join("");
  return String(part).replace(/[&<>"']/g, (sign) => escapes[sign] ?? sign);
}
