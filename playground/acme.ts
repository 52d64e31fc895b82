import type { Prompt } from "./desk/protocol.ts";
import { writeMessage } from "./slack/person/writing.ts";
import type { NewChannel, NewUser } from "./slack/population.ts";
import type { SimulatedSlack } from "./slack/simulated-slack.ts";

// The people and channels of data/catalog, the sample organisation; test/playground/acme.test.ts compares.

/** Their name, who they are, and the channels they are in besides #general. */
const colleagues = [
  ["Lena Fischer", "Team Checkout", "checkout-dev commerce engineering pay-help"],
  ["Aisha Bello", "Team Checkout", "checkout-dev commerce pay-help"],
  ["Pavel Horak", "Team Checkout", "checkout-dev commerce ledger"],
  ["Mia Chen", "Team Payments", "pay-help pay-dev money checkout-dev releases"],
  ["Jonas Weber", "Team Payments", "pay-help pay-dev money"],
  ["Ines Moreau", "Team Ledger Core", "ledger money"],
  ["Hanna Lind", "Team Billing", "billing money"],
  ["Ana Silva", "Team Tax", "tax money"],
  ["Julia Stern", "Team Storefront", "storefront commerce"],
  ["Grace Obi", "Leads Platform; admin of the bot", "identity platform-help engineering cloud"],
  ["Sam Ortiz", "Release manager of the week", "cloud releases platform-help"],
  ["Ruth Keller", "Leads engineering", "engineering commerce money platform-help releases"],
] as const;

function idOf(prefix: "U" | "C", name: string): string {
  return `${prefix}0${name.replace(/[^a-z]/gi, "").toUpperCase()}`;
}

const people = [
  ...colleagues.map(([realName, about, channels]) => {
    // As the catalog writes it: `lena.fischer`.
    const name = realName.toLowerCase().replace(" ", ".");
    const email = `${name}@acme.example`;
    return { id: idOf("U", name), name, realName, email, about, channels: `general ${channels}`.split(" ") };
  }),
  {
    ...{ id: "U0ADABYRON", name: "ada", realName: "Ada Byron", email: "ada@example.com" },
    ...{ about: "Not in the catalog", channels: ["general"] },
  },
];

/** The workspace. */
export const acmeTeam = { id: "T0ACME", name: "Acme", domain: "acme" } as const;

/** Who is at the page when it opens. */
export const acmeViewer = "lena.fischer";

/** Its people: a dozen of the catalog's, and one of whom the catalog knows nothing. */
export const acmeUsers: readonly NewUser[] = people;

/** A line about each, by their id. */
export const acmeAbout: ReadonlyMap<string, string> = new Map(people.map(({ id, about }) => [id, about]));

/** Every channel that the catalog names, and #general. */
export const acmeChannels: readonly NewChannel[] = [...new Set(people.flatMap(({ channels }) => channels))].map(
  (name) => {
    const members = people.filter(({ channels }) => channels.includes(name)).map(({ id }) => id);
    return { id: idOf("C", name), name, members };
  },
);

const home = idOf("C", "checkout-dev");

/** Three things to try. */
export const acmePrompts: readonly Prompt[] = [
  { label: "Ask with a typo", channel: "app", text: "/whoowns paymnets-api" },
  { label: "Who to tell before a change", channel: "app", text: "/callboard deps payments-api" },
  { label: "Ask where everybody sees it", channel: home, text: "@callboard whoowns ledger-sync" },
];

/** What Lena has already asked when the page opens. */
export const acmeOpening = "whoowns payments-api";

/** What people wrote before the page was opened. */
export function writeAcmeHistory({ world }: SimulatedSlack): void {
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
