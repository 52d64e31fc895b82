import { channelsOf } from "../../catalog/channel.ts";
import { displayName } from "../../catalog/entity.ts";
import type { Action, Block } from "../../chat/message.ts";
import { oneLine } from "../../chat/text.ts";
import type { Services } from "../../plugin.ts";
import type { Ctx } from "../../router/command.ts";
import { askAction } from "../ask-target.ts";
import { encodedPath, lineUrl } from "../place.ts";
import { shareActions } from "../share-action.ts";
import { typeable } from "../thing-argument.ts";
import type { FileOwnership, RepositoryFile } from "./file-owner.ts";
import type { KnownRepositories } from "./known-repositories.ts";
import { isReachable, split } from "./owner-actions.ts";

/** What one does next who knows whose a file is: ask them, show it to the others, look at the rule, look closer. */
export function fileActions(
  services: Services,
  ctx: Ctx,
  known: KnownRepositories,
  { repository, path, rule, owners: [lead], thing }: FileOwnership,
): readonly Block[] {
  const owner = lead?.entity;
  const label = owner?.ref.startsWith("user:") ? oneLine(`Ask ${displayName(owner)}`, 30) : "Ask the team";
  const canAsk = owner !== undefined && isReachable(ctx, owner, channelsOf(owner));
  const url = rule && repository.codeOwners && lineUrl(repository, repository.codeOwners.path, rule.line);
  const first: readonly Action[] = [
    ...(canAsk ? [askAction(label, { thing: (thing ?? owner).ref, receiver: owner.ref })] : []),
    ...shareActions(ctx, `whoowns ${typeableFile(known, { repository, path })}`),
    ...(rule && url ? [{ type: "link", label: `Open line ${rule.line}`, url } as const] : []),
  ];
  const details = thing ?? owner;
  const looks: readonly Action[] =
    details === undefined
      ? []
      : [
          {
            type: "command",
            label: first.length < 2 ? "Show details" : "Details",
            command: `show ${typeable(services, details)}`,
          },
        ];
  const actions = [...first, ...looks];
  return actions.length === 0 ? [] : [split(actions)];
}

/** What is typed to be told of exactly this file. */
export function typeableFile(known: KnownRepositories, { repository, path }: RepositoryFile): string {
  const { host, slug, branch } = repository;
  const names = encodedPath(path);
  if (known.bySlug(slug).length === 1) return path === "" ? slug : `${slug}/${names}`;
  const at = `https://${host}/${slug}`;
  return path === "" ? at : `${at}/${path.endsWith("/") ? "tree" : "blob"}/${encodedPath(branch)}/${names}`;
}
