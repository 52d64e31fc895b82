import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, type JWTHeaderParameters, SignJWT } from "jose";
import type { TeamsOptions } from "../teams-options.ts";

/** What one of the local servers was asked. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly authorization: string | undefined;
  readonly body: string;
}

/** What one of them answers; "hang" never does. */
export type Answer =
  | "hang"
  | { readonly status?: number; readonly headers?: Record<string, string>; readonly body?: unknown };

/** A key with which tokens are signed. */
export interface Signer {
  readonly kid: string;
  readonly privateKey: CryptoKey;
  readonly jwk: JWK;
}

/** Sign-in, OpenID and connector on this machine, for tests: each request is kept. */
export interface LocalCloud {
  readonly url: string;
  readonly options: TeamsOptions;
  readonly asked: readonly Asked[];
  /** What was asked for below a path. */
  at(path: string): readonly Asked[];
  /** From now on answers for a path and what is below it. */
  answer(path: string, answer: (asked: Asked, count: number) => Answer): void;
  readonly signer: Signer;
  /** A valid token, with what is different. */
  token(changes?: TokenChanges): Promise<string>;
}

/** How a token differs from a valid one; an undefined claim is left out. */
export interface TokenChanges {
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly header?: Partial<JWTHeaderParameters>;
  readonly signer?: Signer;
  readonly now?: Date;
}

/** What must never be seen anywhere. */
export const appSecret = "c4n4ry-of-the-app-secret";
/** The token that the sign-in gives by default. */
export const ownToken = "c4n4ry.own-token.of-the-bot";

/** A new RSA key, endorsed for Teams. */
export async function createSigner(kid: string): Promise<Signer> {
  const { publicKey, privateKey } = await generateKeyPair("RS256", { extractable: true });
  return {
    kid,
    privateKey,
    jwk: { ...(await exportJWK(publicKey)), kid, use: "sig", endorsements: ["msteams"] } as JWK,
  };
}

/** Has something done when the test is over. */
export type Ending = (end: () => void) => void;

/** A server on a free port. */
export async function listening(ending: Ending, handle: (asked: Asked) => Answer): Promise<string> {
  const server = createServer((request, response) => {
    void askedBy(request).then((asked) => {
      const answer = handle(asked);
      if (answer === "hang") return;
      const { status = 200, headers, body = {} } = answer;
      response.writeHead(status, { "content-type": "application/json", ...headers });
      response.end(typeof body === "string" ? body : JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  ending(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function askedBy(request: IncomingMessage): Promise<Asked> {
  const { method = "", url = "", headers } = request;
  return { method, path: url, authorization: headers.authorization, body: await text(request) };
}

/** Made once: finding primes takes longer than most tests. */
const shared: { signer?: Promise<Signer> } = {};

/** All of it on one port; what it answers may be changed at any time. */
export async function createLocalCloud(ending: Ending, changes: Partial<TeamsOptions> = {}): Promise<LocalCloud> {
  shared.signer ??= createSigner("key-1");
  const signer = await shared.signer;
  const asked: Asked[] = [];
  const answers = new Map<string, (asked: Asked, count: number) => Answer>();
  const counts = new Map<string, number>();
  const url = await listening(ending, (one) => {
    asked.push(one);
    const path = [...answers.keys()].reverse().find((known) => one.path.startsWith(known)) ?? "";
    counts.set(path, (counts.get(path) ?? 0) + 1);
    return answers.get(path)?.(one, counts.get(path) ?? 0) ?? { status: 404 };
  });
  const options: TeamsOptions = {
    appId: "11111111-2222-3333-4444-555555555555",
    appPassword: appSecret,
    tenantId: "home-tenant",
    tenants: [],
    serviceUrls: [`${url}/connector/`],
    openIdUrl: `${url}/openid/configuration`,
    tokenIssuer: "https://issuer.example",
    loginUrl: `${url}/login/`,
    unauthenticated: false,
    ...changes,
  };
  answers.set("/login/", () => ({ body: { token_type: "Bearer", expires_in: 3600, access_token: ownToken } }));
  answers.set("/openid/configuration", () => ({ body: { jwks_uri: `${url}/openid/keys` } }));
  answers.set("/openid/keys", () => ({ body: { keys: [signer.jwk] } }));
  answers.set("/connector/", () => ({ body: { id: "sent-1" } }));

  return {
    url,
    options,
    asked,
    at: (path) => asked.filter((one) => one.path.startsWith(path)),
    answer(path, answer) {
      answers.delete(path);
      answers.set(path, answer);
      counts.delete(path);
    },
    signer,
    async token({ claims, header, signer: by = signer, now = new Date() } = {}) {
      const seconds = Math.floor(now.getTime() / 1000);
      const valid = {
        iss: options.tokenIssuer,
        aud: options.appId,
        nbf: seconds,
        exp: seconds + 3600,
        serviceurl: `${url}/connector/`,
      };
      const payload = JSON.parse(JSON.stringify({ ...valid, ...claims })) as Record<string, unknown>;
      return new SignJWT(payload).setProtectedHeader({ alg: "RS256", kid: by.kid, ...header }).sign(by.privateKey);
    },
  };
}
