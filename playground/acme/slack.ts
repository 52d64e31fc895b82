import { randomBytes } from "node:crypto";
import { createDesk } from "../desk/desk.ts";
import { deskDoors } from "../desk/doors.ts";
import { faultDoors } from "../desk/fault-doors.ts";
import type { Prompt } from "../desk/protocol.ts";
import { breakableSlack, slackDesk } from "../slack/desk/slack-desk.ts";
import type { Manifest } from "../slack/manifest.ts";
import { writeMessage } from "../slack/person/writing.ts";
import type { NewChannel, NewUser } from "../slack/population.ts";
import { type SimulatedSlack, startSlack } from "../slack/simulated-slack.ts";
import { acmeOpening, acmePeople, acmeViewer } from "./people.ts";
import type { Side, SideOptions } from "./side.ts";

function idOf(prefix: "U" | "C", name: string): string {
  return `${prefix}0${name.replace(/[^a-z]/gi, "").toUpperCase()}`;
}

/** Its people. */
export const acmeUsers: readonly NewUser[] = acmePeople.map(({ name, realName, email }) => {
  return { id: idOf("U", realName), name, realName, email };
});

/** Every channel that the catalog names, and #general. */
export const acmeChannels: readonly NewChannel[] = [...new Set(acmePeople.flatMap(({ channels }) => channels))].map(
  (name) => {
    const members = acmePeople.filter(({ channels }) => channels.includes(name));
    return { id: idOf("C", name), name, members: members.map(({ realName }) => idOf("U", realName)) };
  },
);

const home = idOf("C", "checkout-dev");

/** Three things to try. */
export const acmePrompts: readonly Prompt[] = [
  { label: "Ask with a typo", channel: "app", text: "/whoowns paymnets-api" },
  { label: "Who to tell before a change", channel: "app", text: "/callboard deps payments-api" },
  { label: "Ask where everybody sees it", channel: home, text: "@callboard whoowns ledger-sync" },
];

/** What an app needs in order to connect. */
export interface SlackHello {
  readonly apiUrl: string;
  readonly botToken: string;
  readonly appToken: string;
}

/** The sample organisation's simulated Slack, in which the app of this manifest is installed. */
export async function startAcmeSlack(
  { commands, shortcuts, ...registered }: Manifest,
  { rateLimits, page }: SideOptions,
): Promise<Side<SimulatedSlack, SlackHello>> {
  const secret = (): string => randomBytes(12).toString("hex");
  const tokens = { botToken: `xoxb-playground-${secret()}`, appToken: `xapp-playground-${secret()}` };
  const slack = await startSlack({
    ...tokens,
    ...registered,
    ...{ signingSecret: secret(), rateLimits },
    team: { id: "T0ACME", name: "Acme", domain: "acme" },
    ...{ users: acmeUsers, channels: acmeChannels },
  });
  writeHistory(slack);
  const stopOpening = openOnce(slack);
  const about = new Map(acmePeople.map((person) => [idOf("U", person.realName), person.about]));
  const desk = createDesk(
    slackDesk(slack, { defaultViewer: acmeViewer, about, commands, shortcuts, prompts: acmePrompts }),
  );
  const faults = faultDoors(breakableSlack(slack));
  return {
    platform: slack,
    hello: { apiUrl: slack.apiUrl, ...tokens },
    doors: { ...deskDoors(desk, page), ...faults.doors },
    stop: async () => {
      stopOpening();
      faults.stop();
      desk.stop();
      await slack.stop();
    },
  };
}

/** The page opens on an answer: the app is asked as soon as it has connected for the first time. */
function openOnce(slack: SimulatedSlack): () => void {
  const stop = slack.world.changes.onChange(() => {
    if (slack.socket.connectionCount() === 0) return;
    stop();
    slack.as(acmeViewer).directMessage(acmeOpening).catch(process.emitWarning);
  });
  return stop;
}

/** What people wrote before the page was opened. */
function writeHistory({ world }: SimulatedSlack): void {
  const written = (minutesAgo: number, realName: string, text: string, threadTs?: string): string => {
    const user = world.users.get(idOf("U", realName));
    const channel = world.channels.get(home);
    if (user === undefined || channel === undefined) throw new Error(`Nobody is called "${realName}".`);
    const ts = `${Math.floor(world.now() / 1000) - minutesAgo * 60}.${String(100 + minutesAgo).padStart(6, "0")}`;
    return writeMessage(world, { user, channel, text, ts, threadTs }).ts;
  };
  written(52, "Aisha Bello", "The new cart page is on staging. Please click through it before Thursday.");
  const timeouts = "I see timeouts from `payments-api` since the last deploy. Does anybody know whom to ask?";
  const thread = written(31, "Pavel Horak", timeouts);
  written(24, "Mia Chen", "That was us, a pool that was too small. It is rolled back.", thread);
  written(9, "Lena Fischer", "Before we change the order events: does ledger-sync still read the old ones?");
}
