import { randomBytes, randomUUID } from "node:crypto";
import { createDesk } from "../desk/desk.ts";
import { deskDoors } from "../desk/doors.ts";
import { faultDoors } from "../desk/fault-doors.ts";
import type { Prompt, Workspace } from "../desk/protocol.ts";
import { breakableTeams, teamsDesk } from "../teams/desk/teams-desk.ts";
import { readManifest } from "../teams/manifest.ts";
import type { NewPerson, NewTeam } from "../teams/population.ts";
import { type SimulatedTeams, startTeams } from "../teams/simulated-teams.ts";
import { acmeOpening, acmePeople, acmeViewer } from "./people.ts";
import type { Side, SideOptions } from "./side.ts";

/** The organisation's directory. */
export const acmeTenantId = "0d9e4c1a-7b35-4f28-a6c0-5e81f3b7d942";

/** A team, its group in the directory, and its channels, each with the name that the same people's has in Slack. */
const teams = [
  ["Payments", "a41d7e08-5c92-4b36-9f10-7d3e82c6b5a9", { help: "pay-help", deploys: "pay-dev" }],
  ["Checkout", "d7c5b0a9-2f64-4e18-83a7-c6e9f1d2b450", { dev: "checkout-dev" }],
  [
    "Platform",
    "6f0c1b52-93d4-4a7e-8b1d-2e5a7c90d314",
    { "platform help": "platform-help", identity: "identity", cloud: "cloud", releases: "releases" },
  ],
  ["Tax", "3b82f6c1-0e47-4d95-a8b3-91c5d7e0f264", { tax: "tax" }],
  ["Money", "3673ad9c-c0c5-4042-ae63-3c869c827fa1", { "all of money": "money", billing: "billing", ledger: "ledger" }],
  ["Commerce", "d5dca132-6416-41f2-a28e-5301525e76df", { "all of commerce": "commerce", storefront: "storefront" }],
  ["Engineering", "730aaab7-bd19-4b96-ac5d-d325aafe7643", { announcements: "engineering" }],
] as const;

/** Its teams, in each of which the app is installed: whoever is in one of their channels in Slack is in the team. */
export const acmeTeams: readonly NewTeam[] = teams.map(([name, groupId, channels]) => {
  const slackNames: readonly string[] = Object.values(channels);
  const members = acmePeople.filter((person) => person.channels.some((channel) => slackNames.includes(channel)));
  return { name, groupId, channels: Object.keys(channels), members: members.map((person) => person.name) };
});

/** Object ids in the directory, where the catalog has them, too. */
const directoryIds: Readonly<Record<string, string>> = {
  "ana.silva": "9d20f7e5-c3a8-4b61-9e04-f58d1c6b7a23",
  "grace.obi": "e5a07b3c-48d9-4f16-a2c1-6b0f93d7e814",
  "jonas.weber": "b93d5a07-61fc-4e20-8d49-c7e2f0a518b3",
  "lena.fischer": "2e84c6d1-f05b-49a7-9c38-1d7b6e0fa542",
  "mia.chen": "7c1f0e94-2a6b-4d83-b5e7-90a3c4d1f826",
  "sam.ortiz": "41b6d8f2-9e07-4c5a-83fd-a0c7e5192d6b",
};

/** Its people, as the directory knows them. */
export const acmeDirectory: readonly NewPerson[] = acmePeople.map(({ name, realName, email }) => {
  const directoryId = directoryIds[name];
  return { name, realName, email, ...(directoryId !== undefined && { directoryId }) };
});

/** How the app is registered, and how it reaches the tenant. */
export interface TeamsHello {
  readonly appId: string;
  readonly appPassword: string;
  readonly tenantId: string;
  readonly serviceUrls: readonly string[];
  readonly openIdUrl: string;
  readonly tokenIssuer: string;
  readonly loginUrl: string;
}

/** What an administrator enters once the app is there. */
export interface TeamsRegistration {
  /** Where activities are posted. */
  readonly endpoint: string;
  /** The manifest of the package that is uploaded. */
  readonly manifest: unknown;
}

/** The sample organisation's simulated Teams. */
export async function startAcmeTeams({ rateLimits, page }: SideOptions): Promise<
  Side<SimulatedTeams, TeamsHello> & {
    /** Throws an Error with a sentence. */
    readonly register: (registration: TeamsRegistration) => void;
  }
> {
  const registered = {
    appId: randomUUID(),
    appPassword: randomBytes(24).toString("base64url"),
    tenantId: acmeTenantId,
  };
  const tenant = await startTeams({
    ...registered,
    ...{ appName: "Callboard", people: acmeDirectory, teams: acmeTeams, rateLimits },
  });
  let app: Pick<Workspace, "commands" | "shortcuts"> = { commands: [], shortcuts: [] };
  const desk = createDesk(
    teamsDesk(tenant, {
      name: "Acme",
      defaultViewer: acmeViewer,
      about: new Map(acmePeople.map(({ name, about }) => [name, about])),
      get commands() {
        return app.commands;
      },
      get shortcuts() {
        return app.shortcuts;
      },
      prompts: promptsIn(tenant),
    }),
  );
  const faults = faultDoors(breakableTeams(tenant));
  const { serviceUrl, openIdUrl, tokenIssuer, loginUrl } = tenant;
  return {
    platform: tenant,
    hello: { ...registered, serviceUrls: [serviceUrl], openIdUrl, tokenIssuer, loginUrl },
    doors: { ...deskDoors(desk, page), ...faults.doors },
    register: ({ endpoint, manifest }) => {
      const isFirst = tenant.endpoint() === undefined;
      app = readManifest(manifest);
      tenant.setEndpoint(endpoint);
      if (isFirst) installEverywhere(tenant).catch(process.emitWarning);
    },
    stop: async () => {
      faults.stop();
      desk.stop();
      await tenant.stop();
    },
  };
}

/** The app is added to every team by somebody who is in it, and the page opens on an answer. */
async function installEverywhere(tenant: SimulatedTeams): Promise<void> {
  for (const { name, members = [] } of acmeTeams) await tenant.install(name, members[0]);
  await tenant.as(acmeViewer).say(acmeOpening);
}

/** Three things to try. */
function promptsIn({ conversation }: Pick<SimulatedTeams, "conversation">): readonly Prompt[] {
  const home = conversation("Checkout › dev").id;
  return [
    { label: "Ask with a typo", channel: "app", text: "whoowns paymnets-api" },
    { label: "Ask for yourself alone", channel: home, text: "/deps payments-api" },
    { label: "Ask where everybody sees it", channel: home, text: "@Callboard whoowns ledger-sync" },
  ];
}
