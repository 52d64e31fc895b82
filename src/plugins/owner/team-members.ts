import type { ForgePerson, Forges } from "../../forge/forge.ts";
import type { Services } from "../../plugin.ts";

/** A team as its forge knows it. */
export interface NamedTeam {
  readonly host: string;
  readonly org: string;
  readonly slug: string;
}

/** How long somebody who asks may have to wait for names, in milliseconds. */
const patienceMs = 2000;
const keptMs = 600_000;
/** What cannot be told now may be soon, but not at once. */
const keptFailureMs = 60_000;
const mostTeams = 500;

interface Kept {
  readonly members: readonly ForgePerson[] | undefined;
  readonly untilMs: number;
}

/** Asks forges who is in a team; undefined where that cannot be told soon. Never rejects. */
export function teamMembers({
  forges,
  clock,
  log,
}: Pick<Services, "clock" | "log"> & { readonly forges: Forges }): (
  team: NamedTeam,
  signal: AbortSignal,
) => Promise<readonly ForgePerson[] | undefined> {
  const kept = new Map<string, Kept>();

  async function asked(
    { host, org, slug }: NamedTeam,
    signal: AbortSignal,
  ): Promise<readonly ForgePerson[] | undefined> {
    const forge = forges.get(host.toLowerCase());
    if (forge === undefined) return undefined;
    const patience = AbortSignal.timeout(patienceMs);
    try {
      return await Promise.race([forge.teamMembers(org, slug, AbortSignal.any([signal, patience])), ended(patience)]);
    } catch (error) {
      // The answer is as good without their names.
      log.warn({ err: error, host }, "members of a team are not known");
      return undefined;
    }
  }

  return async (team, signal) => {
    const key = `${team.host}/${team.org}/${team.slug}`.toLowerCase();
    const nowMs = clock.now().getTime();
    const known = kept.get(key);
    if (known !== undefined && known.untilMs > nowMs) return known.members;
    const members = await asked(team, signal);
    if (kept.size >= mostTeams) kept.clear();
    kept.set(key, { members, untilMs: nowMs + (members === undefined ? keptFailureMs : keptMs) });
    return members;
  };
}

function ended(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve(undefined), { once: true }));
}
