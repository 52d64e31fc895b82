import type { Forge } from "../forge.ts";
import { blobVerbs } from "./blobs.ts";
import { changeVerbs } from "./changes.ts";
import { checkVerb } from "./check.ts";
import { createClient } from "./client.ts";
import { createCredentials } from "./credentials.ts";
import { deliveryVerbs } from "./deliveries.ts";
import { listingVerbs } from "./listing.ts";
import type { GitHubOptions } from "./options.ts";
import { peopleVerbs } from "./people.ts";
import { createTransport } from "./transport.ts";
import { treeVerbs } from "./tree.ts";

/** github.com or an Enterprise Server, as a GitHub App or with a token. Nothing is asked before the first verb. */
export function createGitHubForge(given: GitHubOptions): Forge {
  const options = { ...given, host: given.host.toLowerCase(), webUrl: given.webUrl.replace(/\/+$/, "") };
  const transport = createTransport(options);
  const credentials = createCredentials(options, transport);
  const client = createClient(options, transport, credentials);
  return {
    host: options.host,
    webUrl: options.webUrl,
    ...listingVerbs(client),
    ...treeVerbs(client),
    ...blobVerbs(client),
    forget: (owner) => void credentials.forget(owner),
    ...changeVerbs(client),
    ...peopleVerbs(client),
    ...deliveryVerbs(client),
    ...checkVerb(client),
  };
}
