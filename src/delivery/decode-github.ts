import { z } from "zod";
import type { DeliveryEvent, RepositoryEvent, RepositoryName } from "../event/delivery-event.ts";
import { isKnownEvent, isUsedEvent } from "./github-events.ts";
import { forgeOf, type KnownForge } from "./known-forge.ts";

/** A webhook's payload with what its headers say of it. */
export interface GitHubDelivery {
  /** As `X-GitHub-Event`. */
  readonly name: string;
  /** As `X-GitHub-Delivery`: the same each time it is sent. */
  readonly guid: string;
  readonly payload: unknown;
}

/** What a payload comes to. */
export type Decoded =
  | { readonly type: "event"; readonly event: DeliveryEvent }
  /** All is well, and nothing is to be done. */
  | { readonly type: "ignored"; readonly reason: string }
  /** It is not what GitHub documents. */
  | { readonly type: "malformed"; readonly reason: string };

/** Not `max`: that looks at the length of what is no string, too, and throws where it cannot be compared. */
const text = z.string().refine((written) => written.length <= 1000);
const slug = z.string().regex(/^[\w-][\w.-]{0,99}\/(?!\.{1,2}$)[\w.-]{1,100}$/);
const login = z.string().regex(/^[\w-]{1,100}(\[bot\])?$/);
/** Something that has a page: its address tells the host. */
const paged = z.object({ html_url: text });
const account = z.object({ login });

/** Where the host stands, in the order in which it is looked for; the sender is in every payload. */
const pages = z.object({
  repository: paged.optional().catch(undefined),
  installation: z.object({ account: paged }).optional().catch(undefined),
  account: paged.optional().catch(undefined),
  organization: paged.optional().catch(undefined),
  sender: paged.optional().catch(undefined),
});

const push = z.object({
  ref: text,
  before: text.optional().catch(undefined),
  after: text.optional().catch(undefined),
  repository: z.object({ full_name: slug, default_branch: text }),
  sender: z
    .object({ login, type: text.optional().catch(undefined) })
    .optional()
    .catch(undefined),
});

const actions = z.enum([
  "created",
  "deleted",
  "renamed",
  "transferred",
  "archived",
  "unarchived",
  "publicized",
  "privatized",
  "edited",
]);
const previous = z.object({
  repository: z.object({ name: z.object({ from: z.string().regex(/^[\w.-]{1,100}$/) }) }).optional(),
  owner: z.object({ from: z.object({ user: account.nullish(), organization: account.nullish() }) }).optional(),
});
const repository = z.object({
  action: text,
  repository: z.object({ full_name: slug }),
  changes: previous.optional().catch(undefined),
});

const installation = z.object({ action: text, installation: z.object({ account }) });
const installationTarget = z.object({ action: text, account });

/**
 * Reads a payload in as much as is needed. Never throws, whatever it is given.
 * https://docs.github.com/en/webhooks/webhook-events-and-payloads
 */
export function decodeGitHub({ name, guid, payload }: GitHubDelivery, forges: readonly KnownForge[]): Decoded {
  if (!isKnownEvent(name)) return ignored("nothing that is known");
  if (!isUsedEvent(name)) return ignored("nothing that is used");
  const found = pages.safeParse(payload).data ?? {};
  const urls = [found.repository, found.installation?.account, found.account, found.organization, found.sender];
  const url = urls.find((page) => page !== undefined)?.html_url;
  if (url === undefined) return malformed("its host");
  const host = forgeOf(url, forges)?.host;
  if (host === undefined) return ignored("of a host that is not configured");
  const id = `github/${host}/${guid}`;
  if (name === "push") return decodePush(payload, { id, host });
  return name === "repository" ? decodeRepository(payload, { id, host }) : decodeInstallation(payload, { id, host });
}

interface Named {
  readonly id: string;
  readonly host: string;
}

function decodePush(payload: unknown, { id, host }: Named): Decoded {
  const { data, error } = push.safeParse(payload);
  if (data === undefined) return malformed(firstPath(error));
  const [, branch] = /^refs\/heads\/(.+)$/s.exec(data.ref) ?? [];
  if (branch === undefined) return ignored("no branch");
  const before = commit(data.before);
  const after = commit(data.after);
  return decoded({
    id,
    type: "push",
    repository: { host, slug: data.repository.full_name },
    branch,
    isDefaultBranch: branch === data.repository.default_branch,
    ...(before !== undefined && { before }),
    ...(after !== undefined && { after }),
    ...(data.sender && { by: data.sender.login }),
    isByBot: data.sender?.type === "Bot" || data.sender?.login.endsWith("[bot]") === true,
  });
}

/** A commit id; zeros stand for none. */
function commit(id: string | undefined): string | undefined {
  return id !== undefined && /^[0-9a-f]{40,64}$/.test(id) && !/^0+$/.test(id) ? id : undefined;
}

function decodeRepository(payload: unknown, { id, host }: Named): Decoded {
  const { data, error } = repository.safeParse(payload);
  if (data === undefined) return malformed(firstPath(error));
  const action = actions.safeParse(data.action).data;
  if (action === undefined) return ignored("nothing that is used");
  const name: RepositoryName = { host, slug: data.repository.full_name };
  const before = previousSlug(action, name.slug, data.changes);
  return decoded({
    id,
    type: "repository",
    action,
    repository: name,
    ...(before !== undefined && { previous: { host, slug: before } }),
  });
}

function previousSlug(
  action: RepositoryEvent["action"],
  now: string,
  changes: z.infer<typeof previous> | undefined,
): string | undefined {
  const [owner, name] = now.split("/");
  const from = changes?.owner?.from;
  const formerName = changes?.repository?.name.from;
  const formerOwner = (from?.user ?? from?.organization)?.login;
  if (action === "renamed") return formerName && `${owner}/${formerName}`;
  return action === "transferred" && formerOwner !== undefined ? `${formerOwner}/${name}` : undefined;
}

function decodeInstallation(payload: unknown, { id, host }: Named): Decoded {
  const read = installation.safeParse(payload);
  const target = installationTarget.safeParse(payload).data;
  const owner = read.data?.installation.account.login ?? target?.account.login;
  const action = read.data?.action ?? target?.action;
  if (owner === undefined || action === undefined) return malformed(firstPath(read.error));
  return decoded({ id, type: "installation", action, host, owner });
}

function firstPath(error: z.ZodError | undefined): string {
  return error?.issues[0]?.path.join(".") || "all of it";
}

const decoded = (event: DeliveryEvent): Decoded => ({ type: "event", event });
const ignored = (reason: string): Decoded => ({ type: "ignored", reason });
const malformed = (where: string): Decoded => ({
  type: "malformed",
  reason: `${where} is missing or not as documented`,
});
