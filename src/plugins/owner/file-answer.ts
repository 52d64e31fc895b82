import { channelsOf } from "../../catalog/channel.ts";
import { displayName } from "../../catalog/entity.ts";
import { ownershipOf } from "../../catalog/ownership.ts";
import type { Block, Row } from "../../chat/message.ts";
import { quoted } from "../../chat/phrase.ts";
import { bold, oneLine, plain, rich } from "../../chat/text.ts";
import type { Ctx, Reply } from "../../router/command.ts";
import { channelSpan } from "../channel-text.ts";
import { peopleText } from "../people-text.ts";
import { choiceReply, matchesTitle, searchActions } from "../thing-argument.ts";
import { typeableFile } from "./file-actions.ts";
import { readFilePages, readPath } from "./file-address.ts";
import {
  type FileOwnership,
  fileOfPage,
  fileOwnership,
  filesCalled,
  nameOf,
  type RepositoryFile,
} from "./file-owner.ts";
import { endOf, fileData, fileReply } from "./file-reply.ts";
import type { KnownRepositories } from "./known-repositories.ts";
import { ownerActions } from "./owner-actions.ts";
import { ownerReply } from "./owner-reply.ts";
import type { OwnerServices } from "./owner-services.ts";
import { notification, peopleAt, reachLine } from "./reach-text.ts";
import { readRepository, thingsInRepository, thingsOfWhole } from "./repository.ts";

const mostRows = 5;

/** The answer for a file or a repository that the sources read; undefined for a text that names neither. */
export async function fileAnswer(services: OwnerServices, ctx: Ctx, text: string): Promise<Reply | undefined> {
  const known = services.repositories();
  const files = await filesMeant(known, text);
  const [file] = files;
  if (file === undefined) return undefined;
  if (files.length > 1) return choiceOfFiles(known, text, files);
  // What the catalog has is answered from there; two things in one repository are a choice.
  const things = thingsInRepository(known.snapshot, { ...nameOf(file.repository), path: "" });
  if (file.path === "" && things.length > 0) return undefined;
  const ownership = fileOwnership(known, file);
  if (ownership.owners.length > 0) return fileReply(services, ctx, known, ownership);
  if (things.length === 0) return noOwnerReply(services, ctx, ownership);
  const answer = file.repository.codeOwners === undefined ? undefined : restReply(services, ctx, known, ownership);
  return answer ?? thingReply(services, ctx, known, { ...file, text });
}

/** The files that a text may mean: the one of a page, or of a path behind its repository's name, or all called so. */
async function filesMeant(known: KnownRepositories, text: string): Promise<readonly RepositoryFile[]> {
  for (const page of readFilePages(text)) {
    const repository = known.on(page.host, page.slug);
    if (repository !== undefined) return [fileOfPage(known, repository, page)];
  }
  const named = readRepository(text);
  const cloned = named?.host === undefined ? undefined : known.on(named.host, named.slug);
  if (cloned !== undefined) return [{ repository: cloned, path: "" }];
  const slug = text
    .trim()
    .replace(/\/+$/, "")
    .replace(/\.git$/i, "");
  const whole = known.bySlug(slug);
  if (whole.length > 0) return whole.map((repository) => ({ repository, path: "" }));
  const path = readPath(text);
  return path === undefined ? [] : filesAt(known, path);
}

/** `acme/shop/src/tax.ts`, `shop/src/tax.ts`, `src/tax.ts`. */
async function filesAt(known: KnownRepositories, path: string): Promise<readonly RepositoryFile[]> {
  const names = path.split("/");
  for (let length = Math.min(names.length - 1, 6); length > 1; length -= 1) {
    const repositories = known.bySlug(names.slice(0, length).join("/"));
    const rest = names.slice(length).join("/");
    if (repositories.length > 0) return repositories.map((repository) => ({ repository, path: rest }));
  }
  const called = known.byName(names[0] ?? "");
  const [repository] = called;
  const isSlug =
    names.length === 2 && thingsInRepository(known.snapshot, { slug: path.toLowerCase(), path: "" }).length > 0;
  if (repository !== undefined && called.length === 1 && !isSlug)
    return [{ repository, path: names.slice(1).join("/") }];
  return isSlug ? [] : filesCalled(known, path);
}

function choiceOfFiles(known: KnownRepositories, text: string, files: readonly RepositoryFile[]): Reply {
  const title = `${files.length} matches for ${quoted(text)}`;
  const hosts = new Set(files.map(({ repository }) => repository.host));
  const shown = files.slice(0, mostRows);
  const rows = shown.map((file): Row => {
    const command = `whoowns ${typeableFile(known, file)}`;
    const { host, slug } = file.repository;
    const name = oneLine(hosts.size > 1 ? `${host}/${slug}` : slug, 40);
    const action = { type: "command", label: "Choose", command, replaces: true } as const;
    return { text: file.path === "" ? [bold(name)] : rich`${bold(name)} ${endOf(file.path, 50)}`, action };
  });
  const candidates = shown.map(({ repository: { host, slug }, path }) => ({
    file: { host, repository: slug, path },
    score: 1,
  }));
  const message = { text: title, card: { title: [bold(title)], blocks: [{ type: "list" as const, rows }] } };
  return { status: "choice", data: { candidates }, message };
}

/** No line of CODEOWNERS names anybody: whoever owns what the file is part of. */
function restReply(
  services: OwnerServices,
  ctx: Ctx,
  known: KnownRepositories,
  ownership: FileOwnership,
): Reply | undefined {
  const { snapshot } = known;
  const { repository, path, thing } = ownership;
  const { owner } = thing === undefined ? {} : ownershipOf(snapshot, thing);
  if (thing === undefined || owner === undefined) return undefined;
  const isWhole = thingsOfWhole(snapshot, nameOf(repository)).includes(thing);
  const what = isWhole ? oneLine(repository.slug, 40) : oneLine(displayName(thing), 40);
  const title = rich`${bold(oneLine(displayName(owner), 54 - [...what].length))} owns ${what}`;
  const channels = { ...channelsOf(owner), ...channelsOf(thing) };
  const channel = channelSpan(channels, ctx.asker.platform);
  const people = peopleAt(snapshot, owner);
  const reach = reachLine(channel, owner.ref.startsWith("user:") ? [] : peopleText(people));
  const blocks: Block[] = [
    ...(plain(reach) === "" ? [] : [{ type: "text" as const, text: reach }]),
    { type: "text", text: unruled(ownership) },
    ownerActions(services, ctx, thing, { owner, shared: typeableFile(known, { repository, path }) }),
  ];
  const data = {
    ...fileData(ownership, people),
    ...{ owner: owner.ref, channels, chain: ownershipOf(snapshot, thing).chain },
  };
  return { status: "answer", data, message: { text: notification(plain(title), channel), card: { title, blocks } } };
}

/** Why CODEOWNERS does not tell. */
function unruled({ repository, path, rule }: FileOwnership): string {
  if (rule !== undefined) return `CODEOWNERS line ${rule.line} gives ${endOf(path, 50)} no owner`;
  return repository.codeOwners === undefined
    ? `${oneLine(repository.slug, 50)} has no CODEOWNERS file`
    : `No CODEOWNERS rule for ${endOf(path, 50)}`;
}

/** What the thing whose folder holds the file says of itself; two such things are a choice. */
function thingReply(
  services: OwnerServices,
  ctx: Ctx,
  { snapshot }: KnownRepositories,
  { repository, path, text }: RepositoryFile & { readonly text: string },
): Reply | undefined {
  const things = thingsInRepository(snapshot, { ...nameOf(repository), path });
  const [thing] = things;
  if (thing === undefined) return undefined;
  if (things.length === 1) return ownerReply(services, ctx, thing);
  const matches = things.slice(0, mostRows).map(({ ref }) => ({ ref, score: 1 }));
  return choiceReply(snapshot, matches, "whoowns", matchesTitle(text, matches));
}

/** Neither the catalog nor CODEOWNERS says anything. */
function noOwnerReply(services: OwnerServices, ctx: Ctx, ownership: FileOwnership): Reply {
  const { repository } = ownership;
  const title = `${oneLine(repository.slug, 34)} has no catalog-info.yaml`;
  const why =
    ownership.path === "" && repository.codeOwners !== undefined
      ? "CODEOWNERS names no owner for all of it"
      : unruled(ownership);
  const main = searchActions(services, ctx, repository.slug, "whoowns");
  const blocks: Block[] = [
    { type: "text", text: `${why}.` },
    { type: "actions", main, more: [] },
  ];
  return {
    status: "none",
    data: { candidates: [], file: { host: repository.host, repository: repository.slug, path: ownership.path } },
    message: { text: title, card: { title: [bold(title)], blocks } },
  };
}
