import type { Catalog } from "../catalog/catalog.ts";
import { displayName, type Entity } from "../catalog/entity.ts";
import { type Snapshot, targets } from "../catalog/snapshot.ts";
import { peopleOf, profileEmail } from "../catalog/team.ts";
import type { Chat } from "../chat/chat.ts";
import { capital, count } from "../chat/phrase.ts";
import { oneLine } from "../chat/text.ts";
import type { Clock } from "../clock.ts";
import { BotError } from "../errors.ts";
import type { Check, Finding } from "../finding.ts";

/** Slack lets an e-mail address be looked up fifty times a minute: https://docs.slack.dev/reference/methods/users.lookupByEmail */
const mostLookups = 40;
const atOnce = 4;
/** Shorter than a check may take, so that what was found by then is said. */
const lookMs = 8_000;
const shownTeams = 5;

/**
 * Whether the people of a platform are those of the catalog: their e-mail addresses join the two. It looks at teams
 * that own something, those that own most first, and at no more people than a platform lets one look up in a minute.
 * What keeps the platform from answering is for the platform's own check to say: then there is no finding here.
 */
export function peopleCheck(parts: {
  readonly platform: string;
  readonly catalog: Pick<Catalog, "snapshot">;
  readonly chat: Pick<Chat, "find">;
  readonly clock: Clock;
}): Check {
  const area = `People on ${capital(parts.platform)}`;
  return {
    area,
    async run(signal) {
      const snapshot = parts.catalog.snapshot();
      const teams = owningTeams(snapshot);
      const emails = new Set(teams.flatMap(({ people }) => people.flatMap((person) => profileEmail(person) ?? [])));
      const known = await lookUp([...emails].slice(0, mostLookups), parts, signal);
      if (known === "unanswered") return [];
      const looked = teams.filter(({ people }) => people.every((person) => isDecided(person, known)));
      const behind = looked
        .map((team) => ({ ...team, matched: team.people.filter((person) => isMatched(person, known)).length }))
        .filter(({ people, matched }) => matched < people.length);
      const rest = looked.length < teams.length ? `, ${looked.length} of ${teams.length} looked at` : "";
      return behind.length === 0
        ? [{ level: "ok", area, found: `${count(looked.length, "team")} matched by e-mail${rest}` }]
        : teamFindings(area, behind);
    },
  };
}

interface Team {
  readonly team: Entity;
  readonly people: readonly Entity[];
}

/** Teams with people that own something, those that own most first. */
function owningTeams(snapshot: Snapshot): readonly Team[] {
  return [...snapshot.entities.values()]
    .filter(({ ref }) => ref.startsWith("group:"))
    .map((team) => ({ team, owns: targets(snapshot, team.ref, "ownerOf").length }))
    .filter(({ owns }) => owns > 0)
    .sort((a, b) => b.owns - a.owns || (a.team.ref < b.team.ref ? -1 : 1))
    .map(({ team }) => ({ team, people: peopleOf(snapshot, team.ref) }))
    .filter(({ people }) => people.length > 0);
}

/** Which addresses somebody has; those that there was no time or no answer for are left out. @throws BotError as `ChatAdapter.find` */
async function lookUp(
  emails: readonly string[],
  { chat, platform, clock }: { chat: Pick<Chat, "find">; platform: string; clock: Clock },
  signal: AbortSignal,
): Promise<ReadonlyMap<string, boolean> | "unanswered"> {
  const known = new Map<string, boolean>();
  const waiting = [...emails];
  const endMs = clock.monotonicMs() + lookMs;
  let isUnanswered = false;
  async function look(): Promise<void> {
    for (let email = waiting.shift(); email !== undefined; email = waiting.shift()) {
      if (isUnanswered || signal.aborted || clock.monotonicMs() >= endMs) return;
      try {
        known.set(email, (await chat.find(platform, { email })) !== undefined);
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

/** Somebody without an address is matched by nothing. */
function isDecided(person: Entity, known: ReadonlyMap<string, boolean>): boolean {
  const email = profileEmail(person);
  return email === undefined || known.has(email);
}

function isMatched(person: Entity, known: ReadonlyMap<string, boolean>): boolean {
  return known.get(profileEmail(person) ?? "") === true;
}

function teamFindings(area: string, behind: readonly (Team & { readonly matched: number })[]): readonly Finding[] {
  const fix = "Correct spec.profile.email of the others in the catalog.";
  const findings = behind.slice(0, shownTeams).map(({ team, people, matched }, index): Finding => {
    const name = oneLine(displayName(team), 40);
    const verb = matched === 1 ? "is" : "are";
    const found = `${name}: ${matched} of ${count(people.length, "member")} ${verb} matched by e-mail.`;
    return { level: "warning", area, found, ...(index === 0 && { fix }) };
  });
  const more = behind.length - findings.length;
  return more > 0 ? [...findings, { level: "warning", area, found: `+ ${count(more, "more team")}.` }] : findings;
}
