const entities: Readonly<Record<string, string>> = {
  "&lt;": "<",
  "&gt;": ">",
  "&amp;": "&",
  "&quot;": '"',
  "&#39;": "'",
  "&nbsp;": " ",
};

/**
 * Turns a platform's markup in typed text into what it stands for: `<@U1>` is `@U1`, `<#C1|help>` is `#help`,
 * `<http://payments.io|payments.io>` is `payments.io`, `<at>Mia</at>` is `Mia`. Mentions at the very start address
 * the bot and are dropped. Angle brackets that are no markup stay. Every pattern is bounded by `<` and `>`, so time is linear.
 *
 * Slack: https://docs.slack.dev/messaging/formatting-message-text, Teams: `<at>` in the text of an activity.
 */
export function resolveMarkup(text: string): string {
  return dropLeadingMentions(text)
    .replace(/<at\b[^<>]*>([^<>]*)<\/at>/gi, "$1")
    .replace(/<([^<>|]*)(?:\|([^<>]*))?>/g, (whole, target: string, label: string | undefined) =>
      meaning(whole, target, label ?? ""),
    )
    .replace(/&(?:lt|gt|amp|quot|nbsp|#39);/g, (entity) => entities[entity] ?? entity);
}

function dropLeadingMentions(text: string): string {
  const mention = /\s*(?:<@[^<>]*>|<at\b[^<>]*>[^<>]*<\/at>)[\s,:]*/iy;
  let start = 0;
  while (mention.test(text)) start = mention.lastIndex;
  return text.slice(start);
}

function meaning(whole: string, target: string, label: string): string {
  const name = target.slice(1);
  if (target.startsWith("@") && name !== "") return `@${name}`;
  if (target.startsWith("#") && name !== "") return `#${label || name}`;
  if (target.startsWith("!subteam^")) return `@${withoutAt(label) || target.slice("!subteam^".length)}`;
  if (target.startsWith("!") && name !== "") return label || `@${name}`;
  if (/^(?:mailto|tel):/i.test(target)) return label || target.slice(target.indexOf(":") + 1);
  if (/^https?:\/\//i.test(target)) return isTypedHost(target, label) ? label : target;
  return whole;
}

function withoutAt(label: string): string {
  return label.startsWith("@") ? label.slice(1) : label;
}

/** Whether a platform made a link of a bare `payments.io`: the label is all of the address but its scheme. */
function isTypedHost(url: string, label: string): boolean {
  const address = url.replace(/^https?:\/\//i, "");
  return label !== "" && !label.includes("/") && (address === label || address === `${label}/`);
}
