import type { Activity } from "botbuilder";
import {
  type AuthenticateRequestResult,
  AuthenticationError,
  BotFrameworkAuthentication,
  ClaimsIdentity,
  ConnectorClient,
  type ConnectorFactory,
  type UserTokenClient,
} from "botframework-connector";
import { BotError } from "../../../src/errors.ts";
import type { Accepted, Verification } from "./verification.ts";

const audience = "https://api.botframework.com";

/** What the turns of botbuilder are given. Nothing of the SDK's own judgement or of its ways to send is left. */
export class TeamsAuthentication extends BotFrameworkAuthentication {
  readonly #verify: Verification;
  readonly #factory = closedFactory();

  constructor(verify: Verification) {
    super();
    this.#verify = verify;
  }

  /** As the SDK asks, which does not know where a request comes from: nobody is taken for being on this machine. */
  override async authenticateRequest(activity: Activity, authHeader: string): Promise<AuthenticateRequestResult> {
    const judgement = await this.#verify({ activity, authorization: authHeader, isLoopback: false });
    if (!judgement.isAccepted) throw new AuthenticationError(`Refused: ${judgement.reason}`, 401);
    return this.begin(judgement);
  }

  /** What a turn of an accepted request begins with. */
  begin({ claims }: Accepted): AuthenticateRequestResult {
    const listed = Object.entries(claims).map(([type, value]) => ({ type, value }));
    return { audience, claimsIdentity: new ClaimsIdentity(listed, true), connectorFactory: this.#factory };
  }

  /** Bots that hold a WebSocket open: not this one. */
  override async authenticateStreamingRequest(): Promise<AuthenticateRequestResult> {
    throw new AuthenticationError("Refused: streaming", 401);
  }

  override createConnectorFactory(): ConnectorFactory {
    return this.#factory;
  }

  /** Nobody signs in anywhere through Teams; botbuilder keeps this in the turn and asks nothing of it. */
  override async createUserTokenClient(): Promise<UserTokenClient> {
    return undefined as unknown as UserTokenClient;
  }
}

/**
 * A turn must have a client. This one sends nothing, so that what goes out goes through create-connector.ts, which looks at
 * the address and knows our token.
 */
function closedFactory(): ConnectorFactory {
  const client = new ConnectorClient(
    { signRequest: (request) => Promise.resolve(request) },
    {
      baseUri: "https://closed.invalid",
      httpClient: {
        sendRequest: () => Promise.reject(new BotError("unsupported", "Turns send nothing by themselves.")),
      },
    },
  );
  return { create: () => Promise.resolve(client) };
}
