import type { Catalog } from "../catalog/catalog.ts";
import { displayName, type Entity } from "../catalog/entity.ts";
import type { EntityRef } from "../catalog/ref.ts";
import { type Snapshot, targets } from "../catalog/snapshot.ts";
import { personClue } from "../catalog/team.ts";
import type { Chat } from "../chat/chat.ts";
import { capital, count } from "../chat/phrase.ts";
import { oneLine } from "../chat/text.ts";
import type { Clock } from "../clock.ts";
import { BotError } from "../errors.ts";
import type { Check, Finding } from "../finding.ts";

/** A platform lets people be looked up some fifty times a minute. */
const mostLookups = 40;
const atOnce = 4;
/** Shorter than a check may take, so that what was found by then is said. */
const lookMs = 8_000;
const shownTeams = 5;

/**
 * Whether the people of a platform are those of the catalog: what they are known by joins the two. All are looked for in
 * the platform's list of its members; of those who are not in it, as many as one may ask the platform for in a minute.
 * What keeps the platform from answering is for the platform's own check to say: then there is no finding here.
 */
export function peopleCheck(parts: PeopleCheckParts): Check {
  const area = areaOf(parts.platform);
  return {
    area,
    async run(signal) {
      const teams = teamsOf(parts.catalog.snapshot());
      if (teams.length === 0) return [];
      const people = [...new Set(teams.flatMap((team) => team.people))];
      const listed = await lookInList(people.filter(isFindable), parts);
      if (listed === "unanswered") return [];
      const unlisted = people.filter((person) => isFindable(person) && listed.get(person.ref) !== true);
      const asked = await lookUp(unlisted.slice(0, mostLookups), parts, signal);
      if (asked === "unanswered") return [];
      const known = new Map([...listed, ...asked]);
      return [...teamFindings(parts, teams, known), { level: "ok", area, found: summary(people, teams, known) }];
    },
  };
}

/** What people are looked for with. */
export interface PeopleCheckParts {
  readonly platform: string;
  /** See `ChatAdapter.joins`. */
  readonly joins?: string;
  readonly catalog: Pick<Catalog, "snapshot">;
  readonly chat: Pick<Chat, "find">;
  readonly clock: Clock;
}

interface Team {
  readonly team: Entity;
  readonly people: readonly Entity[];
}

/** Whether somebody has an account, by their reference; those that there was no answer for are left out. */
type Known = ReadonlyMap<EntityRef, boolean>;

/** Teams with members of their own, those that own most first. */
function teamsOf(snapshot: Snapshot): readonly Team[] {
  return [...snapshot.entities.values()]
    .filter(({ ref }) => ref.startsWith("group:"))
    .map((team) => ({ team, people: membersOf(snapshot, team), owns: targets(snapshot, team.ref, "ownerOf").length }))
    .filter(({ people }) => people.length > 0)
    .sort((a, b) => b.owns - a.owns || (a.team.ref < b.team.ref ? -1 : 1));
}

/** Without those of its sub-teams: whoever is missing there is counted there. */
function membersOf(snapshot: Snapshot, team: Entity): readonly Entity[] {
  return targets(snapshot, team.ref, "hasMember").flatMap((ref) => snapshot.entities.get(ref) ?? []);
}

function isFindable(person: Entity): boolean {
  return Object.keys(personClue(person)).length > 0;
}

/** Longer than that takes only what does not answer. */
const listMs = 2000;

/** Nothing where the platform has no list, or none yet. */
async function lookInList(
  people: readonly Entity[],
  { chat, platform, clock }: PeopleCheckParts,
): Promise<Known | "unanswered"> {
  const startMs = clock.monotonicMs();
  const known = new Map<EntityRef, boolean>();
  try {
    for (const entity of people) {
      const found = await chat.find(platform, { person: personClue(entity), fromList: true });
      known.set(entity.ref, found !== undefined);
    }
  } catch (error) {
    if (!(error instanceof BotError)) throw error;
    // That there is no list is said at once; who takes longer does not answer, and is not asked once more for each person.
    if (clock.monotonicMs() - startMs > listMs) return "unanswered";
  }
  return known;
}

/** Who has an account; those that there was no time or no answer for are left out. @throws BotError as `ChatAdapter.find` */
async function lookUp(
  people: readonly Entity[],
  { chat, platform, clock }: PeopleCheckParts,
  signal: AbortSignal,
): Promise<Known | "unanswered"> {
  const known = new Map<EntityRef, boolean>();
  const waiting = [...people];
  const endMs = clock.monotonicMs() + lookMs;
  let isUnanswered = false;
  async function look(): Promise<void> {
    for (let entity = waiting.shift(); entity !== undefined; entity = waiting.shift()) {
      if (isUnanswered || signal.aborted || clock.monotonicMs() >= endMs) return;
      try {
        known.set(entity.ref, (await chat.find(platform, { person: personClue(entity) })) !== undefined);
      } catch (error) {
        if (!isPlatformsOwn(error)) throw error;
        isUnanswered = true;
      }
    }
  }
  await Promise.all(Array.from({ length: atOnce }, look));
  return isUnanswered && known.size === 0 ? "unanswered" : known;
}

/** It does not answer, does not take the token, or lacks a permission. */
function isPlatformsOwn(error: unknown): boolean {
  return error instanceof BotError && ["unavailable", "invalid_config", "not_allowed"].includes(error.code);
}

/** Somebody of whom the catalog says nothing is matched by nothing. */
function isDecided(person: Entity, known: Known): boolean {
  return !isFindable(person) || known.has(person.ref);
}

function isMatched({ ref }: Entity, known: Known): boolean {
  return known.get(ref) === true;
}

/** `412 of 430 members of 38 teams are matched`. */
function summary(people: readonly Entity[], teams: readonly Team[], known: Known): string {
  const decided = people.filter((person) => isDecided(person, known));
  const matched = decided.filter((person) => isMatched(person, known)).length;
  const rest = people.length - decided.length;
  const of = `${matched} of ${count(decided.length, "member")} of ${count(teams.length, "team")}`;
  return `${of} ${matched === 1 ? "is" : "are"} matched${rest === 0 ? "" : `, ${rest} not looked up yet`}`;
}

function areaOf(platform: string): string {
  return `People on ${capital(platform)}`;
}

function teamFindings(parts: PeopleCheckParts, teams: readonly Team[], known: Known): readonly Finding[] {
  const behind = teams
    .filter(({ people }) => people.every((person) => isDecided(person, known)))
    .map((team) => ({ ...team, matched: team.people.filter((person) => isMatched(person, known)).length }))
    .filter(({ people, matched }) => matched < people.length);
  const shown = behind.slice(0, shownTeams);
  const hidden = behind.length - shown.length;
  const area = areaOf(parts.platform);
  return shown.map(({ team, people, matched }, index): Finding => {
    const verb = matched === 1 ? "is" : "are";
    const name = oneLine(displayName(team), 40);
    const found = `${name}: ${matched} of ${count(people.length, "member")} ${verb} matched.`;
    const isLast = index === shown.length - 1;
    return {
      ...{ level: "warning", area, found },
      ...(index === 0 && {
        fix: `Correct ${parts.joins ?? "spec.profile.email"} of the others in the catalog.`,
      }),
      ...(isLast && hidden > 0 && { more: `+ ${count(hidden, "more team")}` }),
    };
  });
}
