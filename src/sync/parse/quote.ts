const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu;

/** Somebody's text inside a message: one line, at most 60 characters. */
export function quote(value: unknown): string {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? String(value)).slice(0, 200);
  const line = text.slice(0, 200).replace(unprintable, " ").trim();
  const characters = [...line];
  return `"${characters.length > 60 ? `${characters.slice(0, 59).join("")}…` : line}"`;
}
