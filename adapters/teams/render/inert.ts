/**
 * A zero-width space. Next to a formatting character it keeps it from formatting, in CommonMark as in the parser of Teams
 * on phones, which shows the backslashes that it does not know.
 */
export const guard = "\u200b";

/**
 * Visible text of one line that a TextBlock shows as it is written. Teams takes bold, italic, lists and links of
 * CommonMark there, and its clients differ: on phones a backslash is understood before `*`, `_` and brackets alone.
 * So only `*`, `_`, a backtick and the second slash of an address have one, and guards, which nobody sees, do the rest:
 * no list, heading, quote, HTML, entity, link or reference begins, and no date function or template is filled in.
 * https://learn.microsoft.com/en-us/adaptive-cards/authoring-cards/text-features
 * https://learn.microsoft.com/en-us/microsoftteams/platform/task-modules-and-cards/cards/cards-format
 */
export function inert(text: string): string {
  if (/^[A-Za-z0-9 ,;“”…·]*$/.test(text)) return text;
  return (
    unfilled(text)
      .replace(/\\(?=[!-/:-@[-`{-~]|$)/g, `\\${guard}`)
      .replace(/[*`]/g, "\\$&")
      // Not those inside a word, as in payments_api: they format nowhere.
      .replace(/(?<![A-Za-z0-9_])_+|_+(?![A-Za-z0-9_])/g, (run) => run.replaceAll("_", "\\_"))
      .replace(
        /~(?=~)|<(?=[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-])|&(?=#?[A-Za-z0-9]{1,40};)|\](?=[(:])|mailto(?=:)|www(?=\.)/gi,
        `$&${guard}`,
      )
      .replace(/\/(?=\/)/g, "\\/")
  );
}

/** A line of finished markup that begins no list, heading, quote or rule. */
export function inertLine(markup: string): string {
  return markup.replace(/^(?=#{1,6}(?:\s|$)|>|[-+](?:\s|$)|-[\s-]*$|=+\s*$|\d{1,9}[.)](?:\s|$))/, guard);
}

/** Text of a label, in which Teams formats nothing but fills in dates and templates; nor is it ever a mention. */
export function unfilled(text: string): string {
  return text.replace(/[{$](?=\{)|<(?=\/?at\b)/gi, `$&${guard}`);
}
