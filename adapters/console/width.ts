/** Texts whose characters take a column each: ASCII, Latin and the punctuation that answers are made of. */
const plain = /^[\x20-\x7e\xa0-\u02ff\u2010-\u2027\u2030-\u205e]*$/;
/** East Asian wide and full-width ranges: https://www.unicode.org/reports/tr11/ */
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u;

/** How many columns of a terminal a printable text takes. */
export function columnsOf(text: string): number {
  if (plain.test(text)) return text.length;
  const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });
  let columns = 0;
  for (const { segment } of segmenter.segment(text)) {
    if (/^\p{Mark}/u.test(segment)) continue;
    columns += wide.test(segment) || /\p{Emoji_Presentation}|\ufe0f|[\u{20000}-\u{3fffd}]/u.test(segment) ? 2 : 1;
  }
  return columns;
}
