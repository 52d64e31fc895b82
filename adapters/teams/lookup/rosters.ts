import type { PersonClue } from "../../../src/chat/adapter.ts";
import { backoffMs } from "../../../src/chat/outgoing/lane.ts";
import { pause } from "../../../src/chat/outgoing/pause.ts";
import type { Clock } from "../../../src/clock.ts";
import type { Log } from "../../../src/log.ts";
import type { Connector, Target } from "../connector/connector.ts";
import { isRefusal } from "../connector/errors.ts";
import type { Conversations, KnownConversation } from "./conversations.ts";
import { type KnownPerson, memberOf, type Tenants } from "./teams-user.ts";

/** Who is in the teams where the bot is: whom it can write to though they never asked anything. */
export interface Rosters {
  find(who: PersonClue): KnownPerson | undefined;
  get(tenant: string, id: string): KnownPerson | undefined;
  /** There is a list, of some hours ago at most. */
  isListed(): boolean;
  /** How many there are. */
  size(): number;
  /** Resolves once there is a list. Rejects with `unavailable` when Teams gives none now. */
  filled(): Promise<void>;
  /** There is a team more. */
  refill(): void;
  /** Keeps the list until `signal` says so. */
  begin(signal: AbortSignal): void;
}

const refillMs = 6 * 3_600_000;
const maxRetryMs = 10 * 60_000;
const patienceMs = 10 * 60_000;
/** Teams that come one after the other are listed at once, so many times; a team may be new over and over. */
const mostHasty = 5;
const calmMs = 2 * 60_000;
/** A team has 25,000 members at most, and a page 200 of them; a list that goes on is none. */
const maxPages = 500;

interface List {
  readonly byKey: ReadonlyMap<string, KnownPerson>;
  readonly byDirectoryId: ReadonlyMap<string, KnownPerson>;
  readonly byUpn: ReadonlyMap<string, KnownPerson>;
}

/** Lists the members of every team, every six hours and when a team is new. */
export function createRosters(parts: {
  readonly connector: Pick<Connector, "members">;
  readonly conversations: Pick<Conversations, "all" | "forget">;
  readonly tenants: Tenants;
  readonly clock: Clock;
  readonly log: Log;
}): Rosters {
  const { clock, log } = parts;
  let list: List | undefined;
  let filling: Promise<void> | undefined;
  let wake: () => void = () => undefined;
  let isOutdated = false;

  async function fill(signal: AbortSignal | undefined): Promise<void> {
    const people: KnownPerson[] = [];
    for (const team of teamsOf(await parts.conversations.all())) people.push(...(await membersOf(team, parts, signal)));
    list = listOf(people);
  }

  function fillOnce(signal?: AbortSignal): Promise<void> {
    filling ??= fill(signal).finally(() => {
      filling = undefined;
    });
    return filling;
  }

  async function keepFilled(signal: AbortSignal): Promise<void> {
    const rest = createRest(clock, signal);
    for (let failures = 0; !signal.aborted; await rest()) {
      isOutdated = false;
      const isFilled = await fillOnce(signal).then(
        () => true,
        (error: unknown) => {
          if (!signal.aborted) log.info({ err: error }, "the members of the teams cannot be listed yet");
          return false;
        },
      );
      failures = isFilled ? 0 : failures + 1;
      // A team came while the others were listed.
      if (isFilled && isOutdated) continue;
      const woken = new AbortController();
      wake = () => woken.abort();
      const end = (): void => woken.abort();
      signal.addEventListener("abort", end, { once: true });
      await pause(clock, isFilled ? refillMs : Math.min(backoffMs(failures), maxRetryMs), woken.signal);
      signal.removeEventListener("abort", end);
    }
  }

  return {
    find({ directoryId, email }) {
      const id = directoryId?.trim().toLowerCase();
      const upn = email?.trim().toLowerCase();
      return (id ? list?.byDirectoryId.get(id) : undefined) ?? (upn ? list?.byUpn.get(upn) : undefined);
    },
    get: (tenant, id) => list?.byKey.get(`${tenant}/${id}`),
    isListed: () => list !== undefined,
    size: () => list?.byKey.size ?? 0,
    filled: async () => (list === undefined ? fillOnce() : undefined),
    refill() {
      isOutdated = true;
      wake();
    },
    begin(signal) {
      // Never rejects: each round catches its own failure.
      void keepFilled(signal);
    },
  };
}

/** A pause before the list is filled once more within a short time: the longer, the more often that was. */
function createRest(clock: Clock, signal: AbortSignal): () => Promise<void> {
  let hasty = 0;
  let lastMs = Number.NEGATIVE_INFINITY;
  return async () => {
    hasty = clock.monotonicMs() - lastMs < calmMs ? hasty + 1 : 0;
    if (hasty > mostHasty) await pause(clock, Math.min(backoffMs(hasty - mostHasty), calmMs / 2), signal);
    lastMs = clock.monotonicMs();
  };
}

/** Each team once: its id is that of its first channel, which all its members are in. */
export function teamsOf(all: readonly KnownConversation[]): readonly Target[] {
  const teams = new Map<string, Target>();
  for (const { teamId, tenant, serviceUrl } of all)
    if (teamId !== undefined) teams.set(`${tenant}/${teamId}`, { id: teamId, tenant, serviceUrl });
  return [...teams.values()];
}

/** The members of home in one team; nobody where Teams tells nothing of it. */
async function membersOf(
  team: Target,
  {
    connector,
    conversations,
    tenants,
  }: Pick<Parameters<typeof createRosters>[0], "connector" | "conversations" | "tenants">,
  signal: AbortSignal | undefined,
): Promise<readonly KnownPerson[]> {
  const people: KnownPerson[] = [];
  const options = { withinMs: patienceMs, ...(signal && { signal }) };
  let page: string | undefined;
  let pages = 0;
  try {
    do {
      const { members, next } = await connector.members(team, page, options);
      for (const account of members) {
        const member = memberOf(account, tenants);
        if (member !== undefined) people.push({ ...member, tenant: team.tenant });
      }
      page = next;
      pages += 1;
    } while (page !== undefined && pages < maxPages);
  } catch (error) {
    // Whatever it tells of the others.
    if (!isRefusal(error)) throw error;
    if (error.code === "not_found") await conversations.forget(team.tenant, team.id);
  }
  return people;
}

function listOf(people: readonly KnownPerson[]): List {
  const byKey = new Map<string, KnownPerson>();
  const byDirectoryId = new Map<string, KnownPerson>();
  const byUpn = new Map<string, KnownPerson>();
  for (const person of people) {
    byKey.set(`${person.tenant}/${person.id}`, person);
    if (person.directoryId !== undefined) byDirectoryId.set(person.directoryId.toLowerCase(), person);
    if (person.upn !== undefined) byUpn.set(person.upn, person);
  }
  return { byKey, byDirectoryId, byUpn };
}
