import { channelAnnotation } from "../../catalog/channel.ts";
import { displayName, type Entity } from "../../catalog/entity.ts";
import { ownershipOf } from "../../catalog/ownership.ts";
import type { Problem } from "../../catalog/problem.ts";
import type { Snapshot } from "../../catalog/snapshot.ts";
import { ownedBy } from "../../catalog/team.ts";
import type { Action, Block, Row } from "../../chat/message.ts";
import { count } from "../../chat/phrase.ts";
import { bold, oneLine, rich, type Text } from "../../chat/text.ts";
import type { Plugin, Services } from "../../plugin.ts";
import type { Ctx, Reply } from "../../router/command.ts";
import { staleNote } from "../age-note.ts";
import { listMessage, withoutAll } from "../list-message.ts";
import { placeOf, problemPlaces } from "../place.ts";
import { shareActions } from "../share-action.ts";
import { namedThing, typeable } from "../thing-argument.ts";
import { findGaps, type GapKind, type Gaps, gapKinds } from "./gap.ts";

interface Question {
  readonly team: string;
  readonly part?: GapKind | "files";
  readonly isWhole: boolean;
}

/** `gaps`: what the catalog lacks, and how to mend it. */
export const gapsPlugin: Plugin = {
  name: "gaps",
  register({ router, services }) {
    router.command<Question>({
      name: "gaps",
      menu: 9,
      summary: "what has no owner, channel or docs",
      usage: "gaps [team] [owner|channel|docs|files]",
      examples: ["gaps", "gaps payments", "gaps owner"],
      parse({ rest }) {
        const { text, isWhole } = withoutAll(rest);
        const words = text.split(/\s+/);
        const last = words.at(-1)?.toLowerCase();
        const part = [...gapKinds, "files" as const].find((kind) => kind === last);
        return part === undefined ? { team: text, isWhole } : { team: words.slice(0, -1).join(" "), part, isWhole };
      },
      run: async (ctx, question) => gaps(services, ctx, question),
    });
  },
};

function gaps(services: Services, ctx: Ctx, { team, part, isWhole }: Question): Reply {
  const snapshot = services.catalog.snapshot();
  const named = team === "" ? undefined : namedThing(services, ctx, team, "gaps", (ref) => ref.startsWith("group:"));
  if (named !== undefined && "reply" in named) return named.reply;
  const group = named?.entity;
  const things = group === undefined ? snapshot.entities.values() : ownedBy(snapshot, group.ref);
  const found = findGaps(snapshot, things, problemsOf(snapshot, group));
  const command = [
    "gaps",
    ...(group === undefined ? [] : [typeable(services, group)]),
    ...(part === undefined ? [] : [part]),
  ].join(" ");
  const asked = {
    found,
    group,
    command,
    isWhole,
    platform: ctx.asker.platform,
    more: shareActions(ctx, `${command}${isWhole ? " --all" : ""}`),
  };
  if (part === "files") return filesReply(services, asked);
  return part === undefined ? summaryReply(services, asked) : partReply(services, asked, part);
}

/** What was found, and how it was asked for. */
interface Asked {
  readonly platform: string;
  readonly found: Gaps;
  readonly group: Entity | undefined;
  readonly command: string;
  readonly isWhole: boolean;
  /** What comes after the buttons of its own. */
  readonly more: readonly Action[];
}

/** A team's problems are those of the things that it owns. */
function problemsOf(snapshot: Snapshot, group: Entity | undefined): readonly Problem[] {
  if (group === undefined) return snapshot.problems;
  const owned = new Set(ownedBy(snapshot, group.ref).map(({ ref }) => ref));
  return snapshot.problems.filter(({ entity }) => entity !== undefined && owned.has(entity));
}

/** Longer than any sentence of ours with a name in it; what somebody else wrote is cut where the sentence is made. */
const longestSentence = 400;
/** Of a file where all of them are asked for. */
const longestPlace = 200;

const partWords: Readonly<Record<GapKind, string>> = {
  owner: "without a valid owner",
  channel: "whose team has no channel",
  docs: "without docs",
};

/** For somebody on a platform. */
function partFix(part: GapKind, platform: string): string {
  if (part === "owner") return "Set spec.owner to a team that exists";
  return part === "channel"
    ? `Set ${channelAnnotation(platform)} on the team`
    : "Set backstage.io/techdocs-ref, for example dir:.";
}

function summaryReply(services: Services, { found, group, command, more }: Asked): Reply {
  const snapshot = services.catalog.snapshot();
  const whose = group === undefined ? "" : ` of ${oneLine(displayName(group), 20)}`;
  const title = `${found.complete} of ${found.total}${whose} have an owner, a channel and docs`;
  const parts = gapKinds.filter((kind) => found.lacking[kind].length > 0);
  const lines: Text[] = parts.map((kind) => `${found.lacking[kind].length} ${partWords[kind]}`);
  if (found.problems.length > 0)
    lines.push(count(found.problems.length, "problem in catalog files", "problems in catalog files"));
  const actions: Action[] = [...parts, ...(found.problems.length > 0 ? (["files"] as const) : [])].map((part) => ({
    type: "command",
    label: `Fix ${part === "owner" || part === "channel" ? `${part}s` : part}`,
    command: `${command} ${part}`,
  }));
  const all = [...actions, ...more];
  const note = staleNote(services, snapshot);
  const blocks: Block[] = [
    ...lines.map((text): Block => ({ type: "text", text })),
    ...(all.length === 0 ? [] : [{ type: "actions" as const, main: all.slice(0, 2), more: all.slice(2) }]),
    ...(note === undefined ? [] : [{ type: "note" as const, text: note }]),
  ];
  const data = {
    ...(group && { team: group.ref }),
    total: found.total,
    complete: found.complete,
    gaps: Object.fromEntries(gapKinds.map((kind) => [kind, found.lacking[kind].map(({ ref }) => ref)])),
    problems: found.problems.map(problemItem),
  };
  return { status: "answer", data, message: { text: title, card: { title: [bold(title)], blocks } } };
}

function partReply(services: Services, { found, command, isWhole, more, platform }: Asked, part: GapKind): Reply {
  const snapshot = services.catalog.snapshot();
  const things = found.lacking[part];
  const message = listMessage({
    title:
      things.length === 0 ? `Nothing is ${partWords[part]}` : `${count(things.length, "thing")} ${partWords[part]}`,
    rows: things.map((entity) => gapRow(snapshot, entity)),
    isWhole,
    showAll: `${command} --all`,
    more,
    note: things.length === 0 ? undefined : partFix(part, platform),
  });
  return {
    status: "answer",
    data: { total: things.length, items: things.map(({ ref }) => ({ entity: ref })) },
    message,
  };
}

function gapRow(snapshot: Snapshot, entity: Entity): Text {
  const { owner } = ownershipOf(snapshot, entity);
  const who = owner === undefined ? "" : ` / ${oneLine(displayName(owner), 38)}`;
  return rich`${bold(oneLine(displayName(entity), 40))}${who} ${oneLine(placeOf(entity, entity.origin.ownerLine), 100)}`;
}

function filesReply(services: Services, { found, command, isWhole, more }: Asked): Reply {
  const { problems } = found;
  const snapshot = services.catalog.snapshot();
  const placeOfProblem = problemPlaces(snapshot);
  const message = listMessage({
    title:
      problems.length === 0
        ? "No problem in catalog files"
        : count(problems.length, "problem in catalog files", "problems in catalog files"),
    rows: problems.map((problem) =>
      problemRow(problem, isWhole ? placeOfProblem(problem, longestPlace) : placeOfProblem(problem)),
    ),
    isWhole,
    showAll: `${command} --all`,
    more,
    note: staleNote(services, snapshot),
  });
  return { status: "answer", data: { total: problems.length, items: problems.map(problemItem) }, message };
}

/** Where and what, then what to do. */
function problemRow({ message, fix }: Problem, place: string): Row {
  return {
    text: rich`${bold(place)} ${oneLine(message, longestSentence)}`,
    about: oneLine(`Fix: ${fix}`, longestSentence),
  };
}

function problemItem({ code, severity, source, repository, path, line, entity, message, fix }: Problem): unknown {
  return {
    code,
    severity,
    source,
    ...(repository && { repository }),
    ...(path && { file: path }),
    ...(line && { line }),
    ...(entity && { entity }),
    message,
    fix,
  };
}
