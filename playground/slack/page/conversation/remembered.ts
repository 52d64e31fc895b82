/** What this tab keeps while it is open, also when the page is loaded again: drafts and read marks. */
export function remembered(key: string): string {
  return sessionStorage.getItem(key) ?? "";
}

/** Keeps a text; an empty one is forgotten. */
export function remember(key: string, text: string): void {
  if (text === "") sessionStorage.removeItem(key);
  else sessionStorage.setItem(key, text);
}
