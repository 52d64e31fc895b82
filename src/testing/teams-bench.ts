import { onTestFinished } from "vitest";
import { createTeamsAdapter, type TeamsOptions } from "../../adapters/teams/index.ts";
import {
  type SimulatedTeams,
  startTeams,
  type TeamsOptions as TeamsWorld,
} from "../../playground/teams/simulated-teams.ts";
import type { Audit } from "../audit.ts";
import type { ChatAdapter, ChatSink, Responder } from "../chat/adapter.ts";
import type { ChatEvent, FormSubmission, OptionsQuery } from "../chat/event.ts";
import { type Clock, systemClock } from "../clock.ts";
import { createOutside } from "../fetch.ts";
import { createHttpServer } from "../http/http-server.ts";
import { createAuditLog } from "../store/audit-log.ts";
import { createInbox } from "../store/inbox.ts";
import { createMemoryStore } from "../store/memory.ts";
import type { Store } from "../store/store.ts";
import { recordedLog } from "./recorded-log.ts";
import { recordingSink } from "./recording-sink.ts";

/** What a test may choose. */
export interface TeamsBenchOptions {
  readonly world?: Partial<TeamsWorld>;
  readonly teams?: Partial<TeamsOptions>;
  readonly store?: Store;
  readonly clock?: Clock;
  readonly sink?: Partial<ChatSink>;
  /** An already running Teams: for a second run of the bot. */
  readonly on?: SimulatedTeams;
  readonly fetch?: typeof fetch;
  readonly publicUrl?: string;
  /** Neither the app's id and secret nor a tenant. */
  readonly isWithoutCredentials?: boolean;
  /** The test starts the adapter. */
  readonly isIdle?: boolean;
}

/** The Teams adapter between a simulated tenant and a sink that keeps what it hears. */
export interface TeamsBench {
  readonly teams: SimulatedTeams;
  readonly adapter: ChatAdapter;
  readonly sink: ChatSink;
  readonly events: ChatEvent[];
  readonly responders: Responder[];
  readonly submissions: FormSubmission[];
  readonly queries: OptionsQuery[];
  readonly lines: readonly string[];
  /** Where the bot listens. */
  readonly url: string;
  readonly store: Store;
  readonly audit: Audit;
  readonly stop: () => Promise<void>;
}

const appId = "0a1b2c3d-0000-4000-8000-00000000a001";
const appPassword = "test-secret-of-the-app";
/** An adapter may take ten seconds for what is under way, and the server as long. */
const stopMs = 25_000;
/** The home tenant of every bench. */
export const homeTenant = "0a1b2c3d-0000-4000-8000-000000000001";
/** Another one, where the app may be installed only if a test says so. */
export const otherTenant = "0a1b2c3d-0000-4000-8000-000000000002";

/** A tenant with people of every kind, a team with two channels and a group chat. */
export const teamsPopulation: Pick<TeamsWorld, "people" | "teams" | "groupChats"> = {
  people: [
    { name: "mia", realName: "Mia Chen", email: "mia@acme.example" },
    { name: "jon", realName: "Jonas Weber", email: "jonas.weber@acme.example", upn: "jon@acme.example" },
    { name: "gast", realName: "Gast Partner", email: "gast@partner.example", isGuest: true },
    { name: "far", realName: "Far Other", email: "far@other.example", tenantId: otherTenant },
  ],
  teams: [{ name: "Payments", channels: ["help", "dev"], members: ["mia", "jon", "gast", "far"] }],
  groupChats: [{ name: "Release", members: ["mia", "jon"] }],
};

/** Sets everything up, started; all of it ends with the test. */
export async function teamsBench(options: TeamsBenchOptions = {}): Promise<TeamsBench> {
  const teams = options.on ?? (await startTenant(options.world));
  const { log, lines } = recordedLog();
  const clock = options.clock ?? systemClock();
  const store = options.store ?? createMemoryStore();
  const audit = createAuditLog({ store, clock });
  const heard = recordingSink(options.sink);
  const adapter = createTeamsAdapter(
    {
      ...(options.isWithoutCredentials ? {} : { appId, appPassword, tenantId: homeTenant }),
      ...{ tenants: [], serviceUrls: [teams.serviceUrl] },
      ...{ openIdUrl: teams.openIdUrl, tokenIssuer: teams.tokenIssuer, loginUrl: teams.loginUrl },
      unauthenticated: false,
      ...options.teams,
    },
    {
      inbox: createInbox({ store, clock, log }),
      ...{ store, audit, clock, log },
      ...(options.publicUrl !== undefined && { publicUrl: options.publicUrl }),
      // As it is configured, unless a test is about what a fetch may throw.
      ...(options.fetch ? { fetch: options.fetch } : createOutside({})),
    },
  );
  const server = createHttpServer({
    host: "127.0.0.1",
    port: 0,
    routes: adapter.routes,
    readiness: () => [adapter.readiness() ?? []].flat(),
    log,
    // The server's own limits are not what these tests are about.
    clock: systemClock(),
  });
  const { port } = await server.start();
  const url = `http://127.0.0.1:${port}/api/messages`;
  teams.setEndpoint(url);
  const stop = async (): Promise<void> => {
    await adapter.stop();
    await server.stop();
  };
  onTestFinished(async () => {
    await stop();
    await teams.stop();
  }, stopMs);
  if (!options.isIdle) await adapter.start(heard.sink);
  return { teams, adapter, ...heard, lines, url, store, audit, stop };
}

/** A store that remembers somebody's personal chat, as if they had written to the bot before. */
export async function storeWithChat(teams: SimulatedTeams, name: string): Promise<Store> {
  const store = createMemoryStore();
  const { person, conversation } = teams.as(name);
  const { id } = conversation();
  const value = {
    id,
    type: "personal",
    serviceUrl: teams.serviceUrl,
    tenant: homeTenant,
    personId: person.id,
    seenAt: 0,
  };
  await store.commit([{ key: `teams/${homeTenant}/conversation/${encodeURIComponent(id)}`, value }]);
  return store;
}

/** A tenant that runs, without a bot. */
export function startTenant(world: Partial<TeamsWorld> = {}): Promise<SimulatedTeams> {
  return startTeams({ appId, appPassword, tenantId: homeTenant, ...teamsPopulation, ...world });
}
