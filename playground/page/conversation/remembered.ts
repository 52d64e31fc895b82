/** Also where the browser's storage is closed or full: then until the page is left. */
const known = new Map<string, string>();

/** What this tab keeps while it is open, also when the page is loaded again: drafts and read marks. */
export function remembered(key: string): string {
  return known.get(key) ?? stored(key);
}

/** Keeps a text; an empty one is forgotten. */
export function remember(key: string, text: string): void {
  known.set(key, text);
  try {
    if (text === "") sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, text);
  } catch {
    // It is known for now.
  }
}

function stored(key: string): string {
  try {
    return sessionStorage.getItem(key) ?? "";
  } catch {
    return "";
  }
}
