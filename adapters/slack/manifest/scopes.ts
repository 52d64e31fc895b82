/** A permission that the Slack app asks for. */
export interface Scope {
  readonly scope: string;
  /** What Callboard does with it. */
  readonly purpose: string;
  /** What no longer works without it. */
  readonly lost: string;
}

/** Every permission that is asked for, and nothing that no feature uses. */
export const scopes: readonly Scope[] = [
  {
    scope: "app_mentions:read",
    purpose: "hear `@Callboard` in channels and threads",
    lost: "Mentions are not answered, so nothing can be asked inside a thread.",
  },
  {
    scope: "channels:read",
    purpose: "find a public channel by its name, and know what the channel is called in which something was asked",
    lost: "A team's channel that the catalog names, such as `#pay-help`, cannot be found, and questions to it cannot be sent.",
  },
  {
    scope: "chat:write",
    purpose: "answer, and edit its own messages",
    lost: "Nothing is answered but slash commands and buttons, and nobody is asked or told anything.",
  },
  {
    scope: "chat:write.public",
    purpose: "post to a public channel without being its member",
    lost: "A team's channel is reached only after somebody invited Callboard to it.",
  },
  {
    scope: "commands",
    purpose: "`/callboard`, `/whoowns` and the shortcuts in Slack's menus",
    lost: "Slash commands and shortcuts are not there; mentions and direct messages still work.",
  },
  {
    scope: "groups:read",
    purpose: "find a private channel by its name, of those that Callboard was invited to",
    lost: "A team whose channel is private cannot be reached, even with Callboard in it.",
  },
  {
    scope: "im:history",
    purpose:
      "read what is written to Callboard in a direct message, and whether its own answer is there after a connection broke",
    lost: "Direct messages are not answered.",
  },
  {
    scope: "users:read",
    purpose: "tell members from guests, bots and deactivated accounts, and know people's names",
    lost: "Nobody is answered: who asks cannot be told from a guest.",
  },
  {
    scope: "users:read.email",
    purpose: "match a member with the catalog's User by e-mail address, and link people to their profiles",
    lost: "Nobody is known: “what I own” is empty, admins have no rights, no question can be taken, names have no links.",
  },
];

/** Permissions that bots like this one often ask for and Callboard does not. */
const notAsked: readonly (readonly [scope: string, why: string])[] = [
  ["channels:history, groups:history, mpim:history", "it reads no conversation that it is not addressed in"],
  ["channels:join", "it posts to public channels without joining them"],
  // `channel` of chat.postMessage may be a person's id: https://docs.slack.dev/reference/methods/chat.postMessage#channels
  [
    "im:write",
    "it opens no conversations: a direct message is posted to the person's id, for which `chat:write` is enough",
  ],
  ["usergroups:read", "it mentions no user groups"],
  ["files:read, files:write", "it neither reads nor uploads files"],
  ["links:read, links:write", "it shows no previews of links"],
];

/** docs/slack-scopes.md. */
export function scopesPage(): string {
  return `# Slack permissions

What Callboard asks a workspace for, why, and what is lost without it. \`callboard doctor\` names those that are missing.
Adding one needs the app to be installed again. This page is written by \`npm run manifest\`.

| scope | what for | without it |
|---|---|---|
${scopes.map(({ scope, purpose, lost }) => `| \`${scope}\` | ${purpose} | ${lost} |`).join("\n")}

In Socket Mode the app-level token has one scope, \`connections:write\`: to open the connection over which Slack sends events.

## Not asked for

| scope | why not |
|---|---|
${notAsked
  .map(
    ([scope, why]) =>
      `| ${scope
        .split(", ")
        .map((name) => `\`${name}\``)
        .join(", ")} | ${why} |`,
  )
  .join("\n")}
`;
}
