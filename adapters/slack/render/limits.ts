/**
 * How much Slack takes, in UTF-16 units. What is longer is cut, never refused.
 * https://docs.slack.dev/reference/block-kit/blocks, https://docs.slack.dev/reference/views
 */
export const limits = {
  /** Blocks of a message. */
  blocks: 50,
  /** Blocks of a modal. */
  viewBlocks: 100,
  /** The text of a section, of a context element and of a field that is typed into. */
  sectionText: 3000,
  /** All text of a message's blocks together. Not documented; 13,200 was seen to be refused. */
  messageText: 12_000,
  /** The notification text; Slack takes 4,000, people read less. */
  notification: 300,
  /** A visible button says what it does in a few words. Slack takes 75. */
  buttonLabel: 30,
  buttonValue: 2000,
  url: 3000,
  optionText: 75,
  optionValue: 75,
  selectOptions: 100,
  overflowOptions: 5,
  /** Elements of an actions block. */
  actionElements: 25,
  placeholder: 150,
  fieldLabel: 2000,
  fieldHint: 2000,
  fieldError: 2000,
  viewTitle: 24,
  viewButton: 24,
  privateMetadata: 3000,
} as const;

/** What `make` says about the largest part, of `size` at most, that is not longer than `max`. `make(0)` is taken to fit. */
export function longestFit(size: number, max: number, make: (part: number) => string): string {
  const whole = make(size);
  if (whole.length <= max) return whole;
  let fits = 0;
  let exceeds = size;
  while (exceeds - fits > 1) {
    const middle = Math.floor((fits + exceeds) / 2);
    if (make(middle).length <= max) fits = middle;
    else exceeds = middle;
  }
  return make(fits);
}

/** The first UTF-16 units of a text, without half a character at the end. */
export function wholeCharacters(text: string, units: number): string {
  const end = Math.max(units, 0);
  const isSplit = /[\ud800-\udbff]/.test(text.charAt(end - 1)) && end < text.length;
  return text.slice(0, isSplit ? end - 1 : end);
}

/** A text cut after a word, so that a title does not end within one. */
export function wholeWords(text: string, max: number): string {
  const line = text
    .slice(0, 10 * max)
    .replace(/\s+/g, " ")
    .trim();
  if (line.length <= max) return line;
  const end = line.lastIndexOf(" ", max);
  return end <= 0 ? line : line.slice(0, end);
}
