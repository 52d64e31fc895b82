import { z } from "zod";
import { apiUrlMistake } from "./address.ts";
import { checkedText, text } from "./value-schema.ts";

/** The slash commands that are registered unless the configuration says otherwise. */
export const defaultSlashCommands: Readonly<Record<string, string>> = { whoowns: "/whoowns", callboard: "/callboard" };

/** The kinds of Slack's tokens: https://docs.slack.dev/authentication/tokens */
function token(prefix: string, where: string) {
  const allowed = `a token that starts with ${prefix} (${where})`;
  return checkedText(allowed, (value) => {
    if (!value.startsWith(prefix)) return allowed;
    const rest = value.slice(prefix.length);
    if (!/^[A-Za-z0-9-]*$/.test(rest)) return `a token of letters, digits and dashes alone (${where})`;
    if (rest.length < 4) return `the whole token: this one is too short (${where})`;
    return rest.length > 1000 ? `the token alone: this one is too long (${where})` : undefined;
  });
}

function whom() {
  return z.enum(["deny", "allow"], { error: "deny or allow" });
}

// https://docs.slack.dev/interactivity/implementing-slash-commands: at most 32 characters with the slash.
const slashCommand = text("a slash command: / and 1 to 31 lower-case letters, digits, dashes or underscores", (value) =>
  /^\/[a-z0-9_-]{1,31}$/.test(value),
);

/** The section `chat.slack`. */
export const slackSchema = z.strictObject(
  {
    botToken: token("xoxb-", "Bot User OAuth Token, under OAuth & Permissions").describe(
      "Bot User OAuth Token, starts with xoxb-.",
    ),
    signingSecret: text("a signing secret: 16 characters at least, printable and without spaces", (value) =>
      /^[\x21-\x7e]{16,200}$/.test(value),
    )
      .describe("Signing Secret; needed without an appToken.")
      .optional(),
    appToken: token("xapp-", "App-Level Token with connections:write, under Basic Information")
      .describe("App-Level Token, starts with xapp-. With it Slack runs in Socket Mode, without it over HTTP.")
      .optional(),
    apiUrl: checkedText("the address of Slack's API", apiUrlMistake)
      .describe("Where Slack's API is. Default: https://slack.com/api/.")
      .optional(),
    commands: z
      .record(z.string(), slashCommand, { error: "a mapping of commands to slash commands" })
      .describe(
        "Slash command of each command; callboard stands for all of them. Default: whoowns: /whoowns, callboard: /callboard.",
      )
      .optional(),
    guests: whom().describe("Whether guests of the workspace may ask. Default: deny.").optional(),
    external: whom().describe("Whether people of other workspaces may ask. Default: deny.").optional(),
  },
  { error: "a mapping" },
);
