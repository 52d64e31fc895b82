import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import {
  CloudAdapter,
  ConfigurationBotFrameworkAuthentication,
  type Response,
  TeamsActivityHandler,
  type TurnContext,
} from "botbuilder";
import { type ServiceClientCredentials, ServiceClientCredentialsFactory } from "botframework-connector";
import { onTestFinished } from "vitest";
import { type SimulatedTeams, startTeams, type TeamsOptions } from "../simulated-teams.ts";

/** How the bot of tests is registered. */
export const registration = {
  appId: "11111111-2222-4333-8444-555555555555",
  appPassword: "a-client-secret",
  tenantId: "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee",
} as const;

/** A tenant with some people, a team and a group chat; it stops with the test. */
export async function tenant(options: Partial<TeamsOptions> = {}): Promise<SimulatedTeams> {
  const teams = await startTeams({
    ...registration,
    appName: "Callboard",
    people: [
      { name: "mia", realName: "Mia Chen" },
      { name: "bob", realName: "Bob Ray" },
    ],
    teams: [{ name: "Payments", channels: ["help"] }],
    groupChats: [{ name: "Launch", members: ["mia", "bob"] }],
    ...options,
  });
  onTestFinished(teams.stop);
  return teams;
}

/** The bot's own token, as any client gets it. */
export async function tokenOf(teams: SimulatedTeams, form: Record<string, string> = {}): Promise<string> {
  const response = await fetch(`${teams.loginUrl}${registration.tenantId}/oauth2/v2.0/token`, {
    method: "POST",
    body: new URLSearchParams({
      grant_type: "client_credentials",
      client_id: registration.appId,
      client_secret: registration.appPassword,
      scope: "https://api.botframework.com/.default",
      ...form,
    }),
  });
  const body = (await response.json()) as { access_token?: string };
  return body.access_token ?? "";
}

/** The SDK's own client asks for tokens at Microsoft's addresses alone: what it is given instead signs with the tenant's. */
class TenantCredentials extends ServiceClientCredentialsFactory {
  readonly #teams: SimulatedTeams;

  constructor(teams: SimulatedTeams) {
    super();
    this.#teams = teams;
  }

  override async isValidAppId(appId: string): Promise<boolean> {
    return appId === registration.appId;
  }

  override async isAuthenticationDisabled(): Promise<boolean> {
    return false;
  }

  override async createCredentials(): Promise<ServiceClientCredentials> {
    return {
      signRequest: async (request) => {
        request.headers.set("authorization", `Bearer ${await tokenOf(this.#teams)}`);
        return request;
      },
    };
  }
}

/** An unmodified CloudAdapter on this tenant, which checks every token itself; it stops with the test. */
export async function stockBot(
  teams: SimulatedTeams,
  turn: (context: TurnContext) => Promise<void> | void = () => undefined,
  handler: TeamsActivityHandler = new TeamsActivityHandler(),
): Promise<CloudAdapter> {
  const authentication = new ConfigurationBotFrameworkAuthentication(
    {
      MicrosoftAppId: registration.appId,
      ToChannelFromBotLoginUrl: teams.loginUrl,
      ToChannelFromBotOAuthScope: "https://api.botframework.com",
      ToBotFromChannelTokenIssuer: teams.tokenIssuer,
      OAuthUrl: teams.loginUrl,
      ToBotFromChannelOpenIdMetadataUrl: teams.openIdUrl,
      ToBotFromEmulatorOpenIdMetadataUrl: teams.openIdUrl,
      CallerId: "urn:botframework:azure",
      ValidateAuthority: "false",
    },
    new TenantCredentials(teams),
  );
  const adapter = new CloudAdapter(authentication);
  handler.onMessage(async (context, next) => {
    await turn(context);
    await next();
  });
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const body: unknown = JSON.parse(Buffer.concat(chunks).toString() || "{}");
      const { method, headers } = request;
      const answer: Response = {
        socket: response.socket,
        status: (code) => {
          response.statusCode = code;
        },
        header: (name, value) => response.setHeader(name, String(value)),
        send: (sent) => response.write(typeof sent === "string" ? sent : JSON.stringify(sent)),
        end: () => response.end(),
      };
      adapter
        .process({ method: method ?? "", headers, body: body as Record<string, unknown> }, answer, (context) =>
          handler.run(context),
        )
        .catch(() => response.destroy());
    });
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  teams.setEndpoint(`http://127.0.0.1:${(server.address() as AddressInfo).port}/api/messages`);
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return adapter;
}
