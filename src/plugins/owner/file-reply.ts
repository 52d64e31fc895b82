import { channelsOf } from "../../catalog/channel.ts";
import { displayName, type Entity } from "../../catalog/entity.ts";
import type { Block, Message } from "../../chat/message.ts";
import { bold, oneLine, person, plain, rich, type Span, type Text } from "../../chat/text.ts";
import type { ForgePerson } from "../../forge/forge.ts";
import type { Ctx, Reply } from "../../router/command.ts";
import { staleNote } from "../age-note.ts";
import { channelSpan } from "../channel-text.ts";
import { namesText, personSpan } from "../people-text.ts";
import { lineUrl } from "../place.ts";
import { fileActions } from "./file-actions.ts";
import type { FileOwnership, NamedOwner } from "./file-owner.ts";
import type { KnownRepositories } from "./known-repositories.ts";
import type { OwnerServices } from "./owner-services.ts";
import { notification, peopleAt, reachLine } from "./reach-text.ts";

/** The answer for a file, or a repository as a whole, for which a rule of CODEOWNERS names somebody. */
export async function fileReply(
  services: OwnerServices,
  ctx: Ctx,
  known: KnownRepositories,
  ownership: FileOwnership,
): Promise<Reply> {
  const { owners, thing } = ownership;
  const lead = owners[0];
  const reach = await reached(services, ctx, known, ownership);
  const name = lead?.entity === undefined ? (lead?.written.text ?? "") : displayName(lead.entity);
  const title = titleOf(name, subject(ownership));
  const notes = [reach.note, ruleNote(ownership), alsoNote(owners.slice(1)), besideNote(ownership)];
  const lines = [reachLine(reach.channel, namesText(reach.names)), ...notes];
  const note = staleNote(services, known.snapshot, thing);
  const blocks: Block[] = [
    ...lines.flatMap((text): Block[] => (text === undefined || plain(text) === "" ? [] : [{ type: "text", text }])),
    ...fileActions(services, ctx, known, ownership),
    ...(note === undefined ? [] : [{ type: "note" as const, text: note }]),
  ];
  const message: Message = { text: notification(plain(title), reach.channel), card: { title, blocks } };
  return { status: "answer", data: fileData(ownership, reach.people), message };
}

/** What scripts are told. */
export function fileData({ repository, path, rule, owners, thing }: FileOwnership, people: readonly Entity[]): object {
  const owner = owners[0]?.entity;
  const url = rule && repository.codeOwners && lineUrl(repository, repository.codeOwners.path, rule.line);
  return {
    ...(thing && { entity: thing.ref }),
    ...(owner && { owner: owner.ref }),
    people: people.map(({ ref }) => ref),
    channels: channelsOf(owner),
    chain: [],
    file: {
      ...{ host: repository.host, repository: repository.slug, path },
      ...(rule && { line: rule.line, pattern: rule.pattern, owners: rule.owners.map(({ text }) => text) }),
      ...(url && { url }),
    },
  };
}

/** What is asked about: the path, or the repository as a whole. */
function subject({ repository, path }: Pick<FileOwnership, "repository" | "path">): string {
  return path === "" ? repository.slug : path;
}

/** Line 1 has 60 characters; of a long path the end says most. */
function titleOf(owner: string, what: string): readonly Span[] {
  const who = oneLine(owner, Math.max(18, 54 - [...oneLine(what, 1000)].length));
  return rich`${bold(who)} owns ${bold(endOf(what, 54 - [...who].length))}`;
}

/** The last folders of a path that is too long for a line, literally. */
export function endOf(path: string, max: number): string {
  const line = oneLine(path, 1000);
  const points = [...line];
  if (points.length <= max) return line;
  const end = points.slice(points.length - max + 1).join("");
  const slash = end.indexOf("/");
  return `…${slash === -1 || slash === end.length - 1 ? end : end.slice(slash)}`;
}

interface Reached {
  readonly channel: Span | undefined;
  readonly names: readonly Span[];
  readonly people: readonly Entity[];
  readonly note?: string;
}

/** How to reach whoever is named first: as the catalog knows them, else as their forge does. */
async function reached(
  services: OwnerServices,
  ctx: Ctx,
  { snapshot, people: forgePeople }: KnownRepositories,
  { repository: { host }, owners: [lead] }: FileOwnership,
): Promise<Reached> {
  if (lead?.entity !== undefined) {
    const people = peopleAt(snapshot, lead.entity);
    const names = lead.entity.ref.startsWith("user:") ? [] : people.map(personSpan);
    return { channel: channelSpan(channelsOf(lead.entity), ctx.asker.platform), names, people };
  }
  const team = lead?.written.type === "team" ? { host, org: lead.written.org, slug: lead.written.slug } : undefined;
  const members = team && (await services.membersOf(team, ctx.signal));
  if (members === undefined || members.length === 0) {
    return { channel: undefined, names: [], people: [], note: "Not in the catalog" };
  }
  const known = members.map((member) => ({ member, entity: forgePeople.user(host, member.login) }));
  return {
    channel: undefined,
    names: known.map(({ member, entity }) => (entity === undefined ? memberSpan(member) : personSpan(entity))),
    people: known.flatMap(({ entity }) => entity ?? []),
    note: "Not in the catalog; members from GitHub",
  };
}

function memberSpan({ name, login, webUrl }: ForgePerson): Span {
  return person(oneLine(name ?? login, 30), { url: webUrl });
}

/** `CODEOWNERS line 14: /src/billing/`. */
function ruleNote({ rule }: FileOwnership): string | undefined {
  return rule && oneLine(`CODEOWNERS line ${rule.line}: ${oneLine(rule.pattern)}`, 80);
}

/** Whoever else the rule names. */
function alsoNote(others: readonly NamedOwner[]): Text | undefined {
  if (others.length === 0) return undefined;
  const names = others.map(({ entity, written }): Span => {
    if (entity?.ref.startsWith("user:")) return personSpan(entity);
    return { type: "text", text: oneLine(entity === undefined ? written.text : displayName(entity), 30) };
  });
  return [{ type: "text", text: "Also: " }, ...namesText(names)];
}

/** Whose the rest of the repository is, where that is somebody else. */
function besideNote({ beside, owners }: FileOwnership): string | undefined {
  if (beside === undefined || owners.some(({ entity }) => entity === beside.owner)) return undefined;
  return `${oneLine(beside.what, 50)}: ${oneLine(displayName(beside.owner), 30)}`;
}
