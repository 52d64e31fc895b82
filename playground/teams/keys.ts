import { createHmac, randomBytes } from "node:crypto";
import { exportJWK, exportSPKI, generateKeyPair, jwtVerify, SignJWT } from "jose";
import type { Json } from "./world.ts";

/** How a token is signed: everything but the claims. */
export interface Signing {
  /** What the header says: `RS256` unless told; `none` and `HS256` (with the public key as the secret) are forgeries. */
  readonly alg?: "RS256" | "RS384" | "RS512" | "none" | "HS256";
  /** What the header says; null leaves it out. */
  readonly kid?: string | null;
  /** Signs with a key that the tenant never published. */
  readonly isStranger?: boolean;
}

/** The keys of a simulated tenant. */
export interface Keys {
  /** Those that are published, the newest last. */
  readonly published: () => readonly Json[];
  readonly sign: (claims: Json, signing?: Signing) => Promise<string>;
  /** The claims of a token of ours that holds now; undefined for any other. */
  readonly verify: (token: string, audience: string) => Promise<Json | undefined>;
  /** Signs with a new key from now on. The old one stays published unless `isForgotten`. */
  readonly rotate: (how?: { readonly isForgotten?: boolean }) => Promise<void>;
}

type Pair = Awaited<ReturnType<typeof generateKeyPair>> & { readonly kid: string; readonly jwk: Json };

/** With a first key. https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication */
export async function createKeys(): Promise<Keys> {
  let pairs: readonly Pair[] = [await newPair()];
  const newest = (): Pair => pairs.at(-1) as Pair;
  return {
    published: () => pairs.map(({ jwk }) => jwk),
    sign: async (claims, { alg = "RS256", kid = newest().kid, isStranger = false } = {}) => {
      const header = { alg, typ: "JWT", ...(kid !== null && { kid }) };
      if (alg === "none") return `${encoded(header)}.${encoded(claims)}.`;
      const { publicKey, privateKey } = isStranger ? await newPair() : newest();
      if (alg.startsWith("RS")) return new SignJWT(claims).setProtectedHeader(header).sign(privateKey);
      const unsigned = `${encoded(header)}.${encoded(claims)}`;
      const secret = await exportSPKI(publicKey);
      return `${unsigned}.${createHmac("sha256", secret).update(unsigned).digest("base64url")}`;
    },
    verify: async (token, audience) => {
      for (const { publicKey } of pairs) {
        const verified = await jwtVerify(token, publicKey, { audience }).catch(() => undefined);
        if (verified) return verified.payload;
      }
      return undefined;
    },
    rotate: async ({ isForgotten = false } = {}) => {
      pairs = [...(isForgotten ? [] : pairs), await newPair()];
    },
  };
}

async function newPair(): Promise<Pair> {
  const pair = await generateKeyPair("RS256", { extractable: true });
  const kid = randomBytes(12).toString("base64url");
  const jwk = { ...(await exportJWK(pair.publicKey)), kid, x5t: kid, use: "sig", endorsements: ["msteams"] };
  return { ...pair, kid, jwk };
}

function encoded(value: Json): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}
