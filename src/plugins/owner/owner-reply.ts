import { type Channels, channelsOf } from "../../catalog/channel.ts";
import { displayName, type Entity, specText } from "../../catalog/entity.ts";
import { guessOwner, type Ownership, ownershipOf } from "../../catalog/ownership.ts";
import { parseRef } from "../../catalog/ref.ts";
import { type Snapshot, targets } from "../../catalog/snapshot.ts";
import { kindWord, peopleOf } from "../../catalog/team.ts";
import type { Block, Message } from "../../chat/message.ts";
import { capital, count } from "../../chat/phrase.ts";
import { bold, oneLine, plain, rich, type Text } from "../../chat/text.ts";
import type { Ctx, Reply } from "../../router/command.ts";
import { staleNote, syncedPhrase } from "../age-note.ts";
import { channelSpan } from "../channel-text.ts";
import { withClosest } from "../closest-note.ts";
import { peopleText } from "../people-text.ts";
import { placeOf } from "../place.ts";
import { codeOwnerOf } from "./file-owner.ts";
import { ownerActions, unownedActions } from "./owner-actions.ts";
import type { OwnerServices } from "./owner-services.ts";
import { notification, peopleAt, reachLine } from "./reach-text.ts";

/** The answer to `whoowns` for one thing. @param typed what was typed, where it is not called so */
export function ownerReply(services: OwnerServices, ctx: Ctx, entity: Entity, typed?: string): Reply {
  const snapshot = services.catalog.snapshot();
  const ownership = ownershipOf(snapshot, entity);
  const { owner } = ownership;
  const people = owner === undefined ? [] : peopleAt(snapshot, owner);
  const channels = { ...channelsOf(owner), ...channelsOf(entity) };
  const message =
    owner === undefined
      ? unownedMessage(services, ctx, snapshot, { entity, ownership, typed })
      : ownedMessage(services, ctx, snapshot, { entity, owner, ownership, people, channels, typed });
  const lifecycle = specText(entity, "lifecycle");
  const data = {
    entity: entity.ref,
    ...(owner && { owner: owner.ref }),
    people: people.map(({ ref }) => ref),
    channels,
    chain: ownership.chain,
    ...(lifecycle && { lifecycle }),
    ...(ownership.problem && { problem: ownership.problem }),
  };
  return { status: "answer", data, message };
}

interface Asked {
  readonly entity: Entity;
  readonly ownership: Ownership;
  readonly typed: string | undefined;
}

interface Owned extends Asked {
  readonly owner: Entity;
  readonly people: readonly Entity[];
  readonly channels: Channels;
}

function ownedMessage(services: OwnerServices, ctx: Ctx, snapshot: Snapshot, owned: Owned): Message {
  const { entity, owner, ownership, people, channels, typed } = owned;
  const channel = channelSpan(channels, ctx.asker.platform);
  const title = firstLine(snapshot, entity, owner);
  const reach = reachLine(channel, owner.ref.startsWith("user:") ? [] : peopleText(people));
  const about = owner === entity ? ownsPhrase(snapshot, entity) : aboutLine(snapshot, entity);
  const lines: Block[] = [reach, about].filter((text) => plain(text) !== "").map((text) => ({ type: "text", text }));
  const origin = inheritedNote(snapshot, entity, ownership) ?? placeNote(ctx, snapshot, entity);
  const note = withClosest(typed, staleNote(services, snapshot, entity) ?? origin);
  const blocks: Block[] = [
    ...lines,
    ownerActions(services, ctx, entity, { owner }),
    ...(note === undefined ? [] : [{ type: "note" as const, text: note }]),
  ];
  return { text: notification(plain(title), channel), card: { title, blocks } };
}

function firstLine(snapshot: Snapshot, entity: Entity, owner: Entity): Text {
  if (owner !== entity) {
    // Line 1 has 60 characters; what somebody asked about is cut last.
    const who = displayName(owner);
    const what = oneLine(thingName(snapshot, entity), 54 - Math.min([...who].length, 18));
    return rich`${bold(oneLine(who, 54 - [...what].length))} owns ${bold(what)}`;
  }
  if (entity.ref.startsWith("user:")) return rich`${bold(oneLine(displayName(entity), 48))} is a person`;
  const people = peopleOf(snapshot, entity.ref).length;
  return rich`${bold(oneLine(displayName(entity), 34))} is a team of ${count(people, "person", "people")}`;
}

/** The name, with the namespace only where another thing of that kind has the same name. */
function thingName(snapshot: Snapshot, entity: Entity): string {
  const isUnique =
    entity.namespace === "default" || !snapshot.entities.has(`${entity.kind}:default/${entity.name}`.toLowerCase());
  return isUnique ? displayName(entity) : `${entity.namespace}/${displayName(entity)}`;
}

function ownsPhrase(snapshot: Snapshot, owner: Entity): string {
  return `Owns ${count(targets(snapshot, owner.ref, "ownerOf").length, "thing")}`;
}

/** `Production service in checkout · tier 1`. */
function aboutLine(snapshot: Snapshot, entity: Entity): string {
  const lifecycle = specText(entity, "lifecycle");
  const kind = [lifecycle, kindWord(entity)].filter((word) => word !== undefined).join(" ");
  const wholeRef = targets(snapshot, entity.ref, "partOf")[0];
  const whole = wholeRef === undefined ? undefined : snapshot.entities.get(wholeRef);
  const tier = entity.annotations["callboard.dev/tier"];
  return oneLine(`${capital(kind)}${whole ? ` in ${displayName(whole)}` : ""}${tier ? ` · tier ${tier}` : ""}`, 80);
}

function inheritedNote(snapshot: Snapshot, entity: Entity, { chain }: Ownership): string | undefined {
  const from = chain.findLast(({ relation }) => relation === "partOf");
  const whole = from && snapshot.entities.get(from.entity);
  return (
    whole && `Owner of its ${kindWord(whole)} ${oneLine(displayName(whole), 40)}; the ${kindWord(entity)} names none`
  );
}

function placeNote(ctx: Ctx, snapshot: Snapshot, entity: Entity): string {
  const synced = syncedPhrase(snapshot, entity, ctx.clock.now());
  const stale = entity.isStale ? "last good version; its file has an error now" : synced;
  return `Set in ${oneLine(entity.origin.rootName, 40)}${stale ? `, ${stale}` : ""}`;
}

function unownedMessage(
  services: OwnerServices,
  ctx: Ctx,
  snapshot: Snapshot,
  { entity, ownership, typed }: Asked,
): Message {
  const title = [bold(`${oneLine(thingName(snapshot, entity), 40)} has no valid owner`)];
  const guess = guessOwner(
    snapshot,
    entity,
    (name) => nearestTeam(services, name),
    codeOwnerOf(services.repositories(), entity),
  );
  const file = namedNote(snapshot, ownership);
  const place = oneLine(placeOf(entity, entity.origin.ownerLine), 120);
  const guessed: Block[] =
    guess === undefined
      ? []
      : [
          {
            type: "text",
            text: rich`Best guess: ${bold(oneLine(displayName(guess.owner), 40))} (${oneLine(guess.because, 40)})`,
          },
        ];
  return {
    text: plain(title),
    card: {
      title,
      tone: "warning",
      blocks: [
        { type: "text", text: file },
        ...guessed,
        unownedActions(services, ctx, entity, guess?.owner),
        { type: "note", text: withClosest(typed, staleNote(services, snapshot, entity), place) ?? place },
      ],
    },
  };
}

/** What the file names as its owner, or that of what the thing is part of, when that is of no use. */
function namedNote(snapshot: Snapshot, { named, problem, chain }: Ownership): string {
  if (named === undefined) return "Its file names none.";
  const whole = snapshot.entities.get(chain.at(-1)?.entity ?? "");
  const whose =
    problem === "dangling" || whole === undefined
      ? "Its file"
      : `Its ${kindWord(whole)} ${oneLine(displayName(whole))}`;
  const what = named.includes("@") ? "which is an e-mail address" : "which does not exist";
  return oneLine(`${whose} names ${oneLine(named, 40)}, ${what}.`, 120);
}

/** The group that is called most like a name that no group has. */
function nearestTeam({ catalog }: OwnerServices, name: string): string | undefined {
  const bare = nameOf(name);
  const [best] = catalog.search().search(bare, { limit: 1, accept: (ref) => ref.startsWith("group:") });
  return best !== undefined && best.score >= 0.5 ? best.ref : undefined;
}

function nameOf(written: string): string {
  const beforeAt = written.split("@")[0] ?? written;
  try {
    return parseRef(beforeAt, { kind: "group" }).name;
  } catch {
    // Not even a reference: its words are still the best that there is to go by.
    return beforeAt;
  }
}
