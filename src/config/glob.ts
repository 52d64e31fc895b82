/** Why a text is no glob for files inside a tree; undefined when it is one. */
export function globMistake(text: string): string | undefined {
  if (text.trim() === "" || text !== text.trim() || text.length > 500) return "a glob of 1 to 500 characters";
  if (/[\\\p{Cc}]/u.test(text)) return "a glob with forward slashes, without control characters";
  if (text.startsWith("!")) return "a glob that says what to read: a leading ! is not supported";
  if (text.startsWith("/") || text.startsWith("./"))
    return "a glob relative to the top of the tree, without / or ./ in front";
  if (text.split("/").includes("..")) return "a glob inside the tree, without ..";
  return isBalanced(text) ? undefined : "a glob whose brackets close";
}

function isBalanced(text: string): boolean {
  const closes: Readonly<Record<string, string>> = { "[": "]", "{": "}", "(": ")" };
  const open: string[] = [];
  for (const letter of text) {
    const close = closes[letter];
    if (close !== undefined) open.push(close);
    else if ("]})".includes(letter) && open.pop() !== letter) return false;
  }
  return open.length === 0;
}
