import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import type { SimulatedSlack } from "../../playground/slack/simulated-slack.ts";
import { newResponsePath } from "../../playground/slack/world.ts";
import { slackBench } from "../../src/testing/slack-bench.ts";
import { type Payload, understood } from "../../src/testing/understanding.ts";

/** Recorded payloads, beside the checkout or where SLACK_PAYLOADS says; they are not part of the project. */
const folder =
  process.env["SLACK_PAYLOADS"] ?? fileURLToPath(new URL("../../../shared/data/slack-payloads", import.meta.url));
const files = existsSync(folder)
  ? readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".json") && !file.endsWith("MANIFEST.json"))
      .sort()
  : [];
if (files.length === 0)
  process.stderr.write(`skipped: no recorded payloads in ${folder}; SLACK_PAYLOADS may name another folder\n`);

/** Any part of a payload: what is not there is undefined, at any depth that is looked at. */
type Tree = { readonly [key: string]: Tree | undefined };

/** What is emptied in shapes/* gets a value of its kind, so that it is read and not refused. */
const filled: Readonly<Record<string, string>> = {
  team_id: "T111",
  enterprise_id: "E111",
  user: "U111",
  user_id: "U111",
  channel: "C111",
  channel_id: "C111",
  // So that messages are looked into.
  channel_type: "im",
  ts: "1700000000.000100",
  message_ts: "1700000000.000100",
  action_ts: "1700000000.000200",
  event_ts: "1700000000.000100",
  thread_ts: "1700000000.000100",
  command: "/whoowns",
  callback_id: "some-callback",
  trigger_id: "111.222.shape",
  event_id: "Ev-shape",
  action_id: "some-action",
  block_id: "some-block",
  text: "some text",
  value: "some value",
  response_url: "https://hooks.slack.com/actions/T111/1/shape",
  bot_id: "",
};

function fill(value: unknown, key: string, parent: string): unknown {
  if (Array.isArray(value)) return value.map((item) => fill(item, key, parent));
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(
      Object.entries(value)
        // A shape has every field that there may be, and what was edited is not heard.
        .filter(([name]) => name !== "edited")
        .map(([name, inner]) => [name, fill(inner, name, key)]),
    );
  if (value !== "") return value;
  if (key === "id") return { team: "T111", enterprise: "E111", user: "U111", channel: "C111" }[parent] ?? "X111";
  return filled[key] ?? (key.endsWith("_id") ? "X111" : "");
}

/** A recorded payload, whole: out of its envelope, and a shape with values. */
function payloadOf(file: string): Payload {
  const recorded = JSON.parse(readFileSync(join(folder, file), "utf8")) as Payload;
  const inner = (file.startsWith("socket_envelope") ? recorded["payload"] : recorded) as Payload;
  if (!file.startsWith("shapes/")) return inner;
  const shape = fill(inner, "", "") as Payload;
  return "event" in shape ? { ...shape, type: "event_callback", event_id: `Ev-${file}` } : shape;
}

/** Where the app of a payload is installed. */
function installation(payload: Payload): { readonly team?: string; readonly enterprise?: string } {
  const tree = payload as unknown as Tree;
  const granted = (tree["authorizations"] as unknown as readonly Tree[] | undefined)?.[0];
  const pick = (...candidates: readonly unknown[]) =>
    candidates.find((candidate) => typeof candidate === "string" && candidate !== "") as string | undefined;
  const team = pick(
    granted?.["team_id"],
    tree["view"]?.["app_installed_team_id"],
    tree["team_id"],
    tree["team"]?.["id"],
  );
  const enterprise = pick(
    granted?.["enterprise_id"],
    tree["enterprise_id"],
    tree["enterprise"]?.["id"],
    tree["team"]?.["enterprise_id"],
  );
  return { ...(team !== undefined && { team }), ...(enterprise !== undefined && { enterprise }) };
}

/** The same payload with our ids in place of its installation's, our bot mentioned, and nobody outside asked. */
function asOurs(payload: Payload, { world, apiUrl }: SimulatedSlack, unique: number): Payload {
  const { team, enterprise } = installation(payload);
  const text = JSON.stringify(payload)
    .replaceAll(`"${team}"`, '"T0WORKSPACE"')
    .replaceAll(`"${enterprise}"`, '"E0ORG"')
    .replace(/https?:(?:\\?\/){2}hooks\.slack\.com[^"\s]*/g, () => {
      const path = newResponsePath(world, "actions", { channel: "C111", userId: "U111" });
      return new URL(path, apiUrl).href;
    })
    // Some were recorded twice, and are no retries.
    .replace(/"(event_id|trigger_id|hash)":"([^"]*)"/g, `"$1":"$2.${unique}"`);
  const ours = JSON.parse(text) as { event?: { type?: string; text?: string } };
  if (ours.event?.type === "app_mention") ours.event.text = ours.event.text?.replace(/<@\w+>/, "<@U0APP>") ?? "";
  return ours as Payload;
}

/** Where it happened, by what the payload itself says. */
function by(user: unknown, channel: unknown, isOrg: boolean): string {
  return `by ${isOrg ? "E0ORG" : "T0WORKSPACE"}/${user} in T0WORKSPACE/${channel}`;
}

type Meaning = (payload: Tree, isOrg: boolean) => string;

const mention: Meaning = ({ event }, isOrg) => {
  const { type, text, user, channel, thread_ts, ts } = event as Tree;
  // One was recorded without its channel, and the envelope holds a message in a channel.
  if (String(type) !== "app_mention" || channel === undefined) return "nothing";
  const said = String(text).replace("<@U0APP>", "").trim();
  return `mention "${said}" ${by(user, channel, isOrg)}/${thread_ts ?? ts}`;
};
const direct: Meaning = ({ event }, isOrg) =>
  event?.["hidden"] !== undefined
    ? "nothing"
    : `direct "${event?.["text"]}" ${by(event?.["user"], event?.["channel"], isOrg)}/${event?.["thread_ts"]}`;
const shortcut: Meaning = ({ callback_id, user }, isOrg) =>
  `shortcut ${callback_id} ${by(user?.["id"], user?.["id"], isOrg)}`;
const messageShortcut: Meaning = ({ callback_id, user, channel, message }, isOrg) => {
  const thread = message?.["thread_ts"] === undefined ? "" : `/${message["thread_ts"]}`;
  return `shortcut ${callback_id} "${message?.["text"]}" ${by(user?.["id"], channel?.["id"], isOrg)}${thread}`;
};
const command: Meaning = ({ command: name, text, user_id, channel_id, ssl_check }, isOrg) => {
  if (String(ssl_check) === "1") return "nothing";
  const prefix = String(name) === "/whoowns" ? "whoowns " : "";
  return `command "${prefix}${text}" ${by(user_id, channel_id, isOrg)}`;
};

/** What each kind of payload means to the bot, or why nothing. The first that fits a file's name counts. */
const meanings: readonly (readonly [name: RegExp, meaning: Meaning | string])[] = [
  [/app_mention|AppMention|envelope-events_api/, mention],
  [/^slash_command|SlashCommand|envelope-slash_commands/, command],
  [/message_action|MessageShortcut/, messageShortcut],
  [/^shortcut|envelope-interactive/, shortcut],
  [/^block_actions|BlockAction/, () => "too old"],
  [/^view_submission|ViewSubmission/, () => "too old"],
  [/url_verification/, () => "challenge"],
  [/shapes.Message(FileShare|ThreadBroadcast)?Payload/, direct],
  [/event_callback-message|shapes.(Message|.*HistoryChanged)/, "written in a channel, by a bot, or edited"],
  [/block_suggestion/, "a search in a form that is not ours"],
  [/dialog_|Dialog|interactive_message|AttachmentAction/, "of an older kind than block kit"],
  [/view_closed|ViewClosed/, "nobody waits for it"],
  [/app_home_opened|AppHomeOpened|function_executed|[wW]orkflow_?[sS]?/, "a feature that the app has not"],
  [/app_uninstalled|AppUninstalled|tokens_revoked|TokensRevoked|team_access|TeamAccess/, "for whoever runs the bot"],
  [/App(RateLimited|Requested)|Scope|Resource|CallRejected|Goodbye|InviteRequested/, "not subscribed to"],
  [
    /member_|reaction_|shapes.(Channel|Dnd|Email|Emoji|File|Grid|Group|Im|Link|Member|Pin|Reaction)/,
    "not subscribed to",
  ],
  [/shapes.(Star|Subteam|Team|User)/, "not subscribed to"],
];

test.skipIf(files.length === 0).each([
  ["a workspace", false],
  ["an organisation", true],
])(
  "every recorded payload means to the bot of %s what it says",
  async (_, isOrg) => {
    const members = ["U111", "U222", "W111", "W222"].map((id) => ({ id, name: id.toLowerCase() }));
    const enterprise = isOrg ? { enterprise: { id: "E0ORG", name: "Acme" }, isEnterpriseInstall: true } : {};
    const channels = [{ id: "C111", name: "random", members: members.map(({ id }) => id) }];
    const bench = await slackBench({
      world: { users: members, channels, ...enterprise },
      sink: { hear: async () => {} },
    });
    const meant: Record<string, string> = {};
    const seen: Record<string, string> = {};

    for (const [index, file] of files.entries()) {
      const payload = payloadOf(file);
      const { team, enterprise: organisation } = installation(payload);
      const ours = asOurs(payload, bench.slack, index);
      const [, meaning = "of an unknown kind"] = meanings.find(([name]) => name.test(file)) ?? [];
      const isOurs = (isOrg ? organisation : team) !== undefined || file.startsWith("url_verification");
      meant[file] = isOurs && typeof meaning !== "string" ? meaning(ours as unknown as Tree, isOrg) : "nothing";
      if (meaning === "of an unknown kind") meant[file] = meaning;
      seen[file] = await understood(bench, ours, meant[file]);
    }

    expect(seen).toEqual(meant);
    expect(Object.values(seen).filter((said) => said !== "nothing").length).toBeGreaterThan(isOrg ? 18 : 25);
    expect(bench.lines.filter((line) => line.includes("unhandled") || /"level":60/.test(line))).toEqual([]);
  },
  60_000,
);
