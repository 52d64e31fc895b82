// The people of data/catalog, the sample organisation; test/playground/acme.test.ts compares.

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

/** Somebody of the organisation. */
export interface AcmePerson {
  readonly name: string;
  readonly realName: string;
  readonly email: string;
  /** A line about them. */
  readonly about: string;
  /** By their names in Slack. */
  readonly channels: readonly string[];
}

/** A dozen of the catalog's people, and one of whom the catalog knows nothing. */
export const acmePeople: readonly AcmePerson[] = [
  ...colleagues.map(([realName, about, channels]) => {
    // As the catalog writes it: `lena.fischer`.
    const name = realName.toLowerCase().replace(" ", ".");
    return { name, realName, email: `${name}@acme.example`, about, channels: `general ${channels}`.split(" ") };
  }),
  {
    ...{ name: "ada", realName: "Ada Byron", email: "ada@example.com" },
    ...{ about: "Not in the catalog", channels: ["general"] },
  },
];

/** Who is at the page when it opens. */
export const acmeViewer = "lena.fischer";

/** What they have already asked then. */
export const acmeOpening = "whoowns payments-api";
