import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { createSecureContext, rootCertificates, type SecureContext } from "node:tls";
import { Agent, type Dispatcher, ProxyAgent, request, fetch as undiciFetch } from "undici";
import { BotError } from "./errors.ts";

/** How HTTP requests and WebSockets leave this machine. */
export interface OutsideWorld {
  readonly fetch: typeof fetch;
  /** A POST and the whole text of its answer, at a third of what a fetch costs. Redirects are not followed. */
  readonly post: Post;
  /** For clients that open connections of their own; absent where nothing special is configured. */
  readonly dispatcher?: Dispatcher;
}

/** See `OutsideWorld.post`. Rejects as a fetch does, the code of the socket's error on the error or its cause. */
export type Post = (
  url: string,
  options: { readonly headers: Record<string, string>; readonly body: string; readonly signal: AbortSignal },
) => Promise<{ readonly status: number; readonly retryAfter?: string; readonly text: string }>;

/** No answer that anybody waits for is larger. */
const maxResponseSize = 8 * 1024 * 1024;

const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/**
 * The way out that the configuration names: through its proxy, with its certificate authorities besides the usual ones.
 * To this machine there is no proxy. The variables of the environment that other programs heed have no say.
 * @throws BotError `invalid_config` when `caFile` cannot be read or holds no certificate
 */
export function createOutside(network: { readonly proxy?: string; readonly caFile?: string }): OutsideWorld {
  const { proxy, caFile } = network;
  // Made once: reading all authorities again for each connection would take longer than the connection.
  const tls = caFile === undefined ? {} : { secureContext: trusting(readCertificates(caFile)) };
  const direct = new Agent({ connect: tls, maxResponseSize });
  const dispatcher = proxy === undefined ? direct : withProxy(direct, proxy, tls);
  return {
    fetch: outsideFetch(dispatcher),
    post: outsidePost(dispatcher),
    ...((proxy !== undefined || caFile !== undefined) && { dispatcher }),
  };
}

/** undici's own fetch: the one of Node belongs to another version of undici and takes other dispatchers. */
function outsideFetch(dispatcher: Dispatcher): typeof fetch {
  const outside = (input: Parameters<typeof undiciFetch>[0], init?: Parameters<typeof undiciFetch>[1]) =>
    undiciFetch(input, { ...init, dispatcher });
  return outside as unknown as typeof fetch;
}

function outsidePost(dispatcher: Dispatcher): Post {
  return async (url, { headers, body, signal }) => {
    const answer = await request(url, { method: "POST", headers, body, signal, dispatcher });
    const retryAfter = answer.headers["retry-after"];
    const text = await answer.body.text();
    return { status: answer.statusCode, text, ...(typeof retryAfter === "string" && { retryAfter }) };
  };
}

function withProxy(direct: Agent, proxy: string, tls: { readonly secureContext?: SecureContext }): Dispatcher {
  const { username, password, origin } = new URL(proxy);
  const credentials = Buffer.from(`${decoded(username)}:${decoded(password)}`).toString("base64");
  const proxied = new ProxyAgent({
    uri: origin,
    maxResponseSize,
    ...(username !== "" && { token: `Basic ${credentials}` }),
    requestTls: tls,
    proxyTls: tls,
  });
  return direct.compose((dispatch) => (options, handler) => {
    const { hostname } = new URL(String(options.origin));
    return loopback.test(hostname) ? dispatch(options, handler) : proxied.dispatch(options, handler);
  });
}

function trusting(certificates: string): SecureContext {
  return createSecureContext({ ca: [...rootCertificates, certificates] });
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A stray % is part of the password.
    return text;
  }
}

function readCertificates(path: string): string {
  try {
    const text = readFileSync(path, "utf8");
    // Throws unless the first one is a certificate.
    new X509Certificate(text);
    return text;
  } catch (cause) {
    throw new BotError("invalid_config", `network.caFile: ${path} holds no certificate. Name a PEM file.`, { cause });
  }
}
