import { describe, expect, test } from "vitest";
import type { Entity } from "../catalog/entity.ts";
import type { Problem } from "../catalog/problem.ts";
import type { Relation, Snapshot, SourceState } from "../catalog/snapshot.ts";
import type { Chat } from "../chat/chat.ts";
import { BotError } from "../errors.ts";
import type { Check } from "../finding.ts";
import { createFakeClock, type FakeClock } from "../testing/fake-clock.ts";
import { thing } from "../testing/thing.ts";
import { adminsCheck } from "./admins-check.ts";
import { catalogCheck } from "./catalog-check.ts";
import { channelsCheck } from "./channels-check.ts";
import { clockCheck } from "./clock-check.ts";
import { peopleCheck } from "./people-check.ts";

const clock = createFakeClock();
const minutesAgo = (minutes: number) => new Date(clock.now().getTime() - minutes * 60_000);
const never = new AbortController().signal;

function catalogOf(parts: Partial<Snapshot> = {}): { snapshot(): Snapshot } {
  const empty = {
    revision: "1",
    at: clock.now(),
    entities: new Map(),
    relations: new Map(),
    problems: [],
    sources: [],
  };
  return { snapshot: () => ({ ...empty, ...parts }) };
}

/** Teams that own as many things as it says, with these people. */
function teams(...all: readonly { name: string; owns?: number; channel?: string; people?: readonly Entity[] }[]) {
  const entities = new Map<string, Entity>();
  const relations = new Map<string, readonly Relation[]>();
  for (const { name, owns = 1, channel, people = [] } of all) {
    const annotations: Record<string, string> = channel === undefined ? {} : { "slack.com/bot-notify": channel };
    const team = thing(name, { kind: "Group", annotations });
    for (const entity of [team, ...people]) entities.set(entity.ref, entity);
    relations.set(team.ref, [
      ...Array.from(
        { length: owns },
        (_, at): Relation => ({ type: "ownerOf", target: `component:default/${name}-${at}` }),
      ),
      ...people.map(({ ref }): Relation => ({ type: "hasMember", target: ref })),
    ]);
  }
  return catalogOf({ entities, relations });
}

function someone(name: string, email = `${name}@acme.example`): Entity {
  return thing(name, { kind: "User", spec: { profile: { email } } });
}

/** What a check finds, a line a finding. */
async function found(check: Check): Promise<readonly string[]> {
  const findings = await check.run(never);
  return findings.map(({ level, area, found: text, fix }) =>
    [level, `${area}:`, text, ...(fix ? [fix] : [])].join(" "),
  );
}

describe("the catalog", () => {
  const problem = (code: Problem["code"], severity: Problem["severity"] = "error"): Problem => ({
    code,
    severity,
    source: "org",
    message: "12 of 14 things would go.",
    fix: "Type `sync --accept org`.",
  });
  const check = (sources: readonly SourceState[], problems: readonly Problem[] = []) =>
    catalogCheck({
      catalog: catalogOf({ sources, problems, entities: new Map([["a", thing("a")]]) }),
      clock,
      staleAfterMs: 600_000,
    });

  test("is well while its sources are fresh", async () => {
    expect(await found(check([{ name: "org", syncedAt: minutesAgo(3) }]))).toEqual([
      "ok Catalog: 1 thing, synced 3 min ago",
    ]);
  });

  test("has a problem a source that fails, with how old it is", async () => {
    const failure = { code: "unavailable", message: "Git does not answer." };

    expect(
      await found(
        check([
          { name: "org", syncedAt: minutesAgo(90), failure },
          { name: "new", failure },
        ]),
      ),
    ).toEqual([
      "problem Catalog source org: Git does not answer. What is shown is 1 h 30 min old.",
      "problem Catalog source new: Git does not answer. It was never read.",
      "ok Catalog: 1 thing, synced 1 h 30 min ago",
    ]);
  });

  test("warns of a source that nothing has read for long", async () => {
    expect((await found(check([{ name: "org", syncedAt: minutesAgo(90) }])))[0]).toBe(
      "warning Catalog source org: What is shown is 1 h 30 min old: no sync since. Type `sync` to see why.",
    );
  });

  test("warns of removals that are held and counts what is wrong in files", async () => {
    const problems = [
      problem("removal_held"),
      problem("source_failed"),
      problem("yaml_invalid"),
      problem("document_empty", "info"),
    ];

    expect(await found(check([], problems))).toEqual([
      "warning Catalog source org: 12 of 14 things would go. Type `sync --accept org`.",
      "warning Catalog: 1 problem in catalog files. `gaps files` says which, and what to write instead.",
      "ok Catalog: 1 thing",
    ]);
  });
});

describe("teams", () => {
  test("without a channel are counted among those that own something", async () => {
    const catalog = teams({ name: "a", channel: "#a" }, { name: "b" }, { name: "c" }, { name: "idle", owns: 0 });

    expect(await found(channelsCheck({ catalog }))).toEqual([
      "warning Channels: 2 of 3 teams have no channel (slack.com/bot-notify). `gaps channel` lists what they own.",
    ]);
  });

  test("that all have one are well", async () => {
    expect(await found(channelsCheck({ catalog: teams({ name: "a", channel: "#a" }) }))).toEqual([
      "ok Channels: of 1 team",
    ]);
  });
});

describe("admins", () => {
  const platform = { name: "platform", people: [someone("mia")] };

  test("that are set and have people are well", async () => {
    const catalog = teams(platform);

    expect(await found(adminsCheck({ admins: ["group:default/platform", "user:default/mia"], catalog }))).toEqual([
      "ok Admins: 2 entries",
    ]);
  });

  test("that are not set are a warning", async () => {
    expect(await found(adminsCheck({ admins: [], catalog: catalogOf() }))).toEqual([
      "warning Admins: Nobody may operate Callboard from chat: no admins are set. Set admins in callboard.yaml, such as group:default/platform.",
    ]);
  });

  test("that nobody is behind are a problem", async () => {
    const catalog = teams({ name: "empty" });

    expect(await found(adminsCheck({ admins: ["group:default/gone", "group:default/empty"], catalog }))).toEqual([
      "problem Admins: group:default/gone is not in the catalog. Correct admins in callboard.yaml.",
      "problem Admins: group:default/empty has no people. Add its members to the catalog.",
    ]);
  });
});

describe("the clock", () => {
  test.each([
    ["2026-01-15T12:00:00Z", "ok Clock: 2026-01-15"],
    ["1970-01-01T00:00:00Z", "problem Clock: This machine says that it is 1970. Set its clock, and let NTP keep it."],
    ["2120-01-01T00:00:00Z", "problem Clock: This machine says that it is 2120. Set its clock, and let NTP keep it."],
  ])("at %s is %s", async (now, finding) => {
    expect(await found(clockCheck({ clock: createFakeClock(new Date(now)) }))).toEqual([finding]);
  });
});

describe("people", () => {
  type Find = Chat["find"];
  const knows =
    (...emails: readonly string[]): Find =>
    async (platform, what) =>
      "email" in what && emails.includes(what.email)
        ? { address: { platform, tenant: "T1", channel: what.email }, label: what.email }
        : undefined;
  const check = (catalog: ReturnType<typeof teams>, find: Find, by: FakeClock = clock) =>
    peopleCheck({ platform: "slack", catalog, chat: { find }, clock: by });

  test("who are all known are well", async () => {
    const catalog = teams({ name: "a", people: [someone("mia"), someone("ana")] });

    expect(await found(check(catalog, knows("mia@acme.example", "ana@acme.example")))).toEqual([
      "ok People on Slack: 1 team matched by e-mail",
    ]);
  });

  test("who are not known are counted by team, those without an address too", async () => {
    const nameless = thing("bo", { kind: "User" });
    const catalog = teams(
      { name: "small", people: [someone("ana")] },
      { name: "big", owns: 3, people: [someone("mia"), nameless, someone("ana")] },
    );

    expect(await found(check(catalog, knows("mia@acme.example")))).toEqual([
      "warning People on Slack: big: 1 of 3 members is matched by e-mail. Correct spec.profile.email of the others in the catalog.",
      "warning People on Slack: small: 0 of 1 member are matched by e-mail.",
    ]);
  });

  test("are warned of for five teams, and the others counted", async () => {
    const many = Array.from({ length: 8 }, (_, at) => ({ name: `t${at}`, people: [someone("ana")] }));

    const lines = await found(check(teams(...many), knows()));

    expect(lines).toHaveLength(6);
    expect(lines.at(-1)).toBe("warning People on Slack: + 3 more teams.");
  });

  test("are looked up as often as a platform lets one in a minute, a few at once", async () => {
    const many = Array.from({ length: 60 }, (_, at) => ({ name: `t${at}`, people: [someone(`p${at}`)] }));
    let asked = 0;
    let running = 0;
    let most = 0;
    const find: Find = async (platform, what) => {
      asked += 1;
      running += 1;
      most = Math.max(most, running);
      await Promise.resolve();
      running -= 1;
      return "email" in what ? { address: { platform, tenant: "T1", channel: "x" }, label: "x" } : undefined;
    };

    expect(await found(check(teams(...many), find))).toEqual([
      "ok People on Slack: 40 teams matched by e-mail, 40 of 60 looked at",
    ]);
    expect(asked).toBe(40);
    expect(most).toBe(4);
  });

  test("who are looked up slowly are left out, and that is said", async () => {
    let secondsGone = 0;
    const slow: FakeClock = { ...clock, monotonicMs: () => 1_000 * secondsGone++ };
    const many = Array.from({ length: 9 }, (_, at) => ({ name: `t${at}`, people: [someone(`p${at}`)] }));
    const all = many.map((_, at) => `p${at}@acme.example`);

    expect(await found(check(teams(...many), knows(...all), slow))).toEqual([
      "ok People on Slack: 7 teams matched by e-mail, 7 of 9 looked at",
    ]);
  });

  test.each(["unavailable", "invalid_config", "not_allowed"] as const)(
    "are left to the platform's own check when it says %s",
    async (code) => {
      const find: Find = async () => {
        throw new BotError(code, "Slack does not answer.");
      };

      expect(await found(check(teams({ name: "a", people: [someone("ana")] }), find))).toEqual([]);
    },
  );

  test("are told of as far as they were looked up when the platform falls silent", async () => {
    const known = knows("p0@acme.example");
    const find: Find = async (platform, what) => {
      if ("email" in what && what.email === "p0@acme.example") return known(platform, what);
      throw new BotError("unavailable", "Slack does not answer.");
    };
    const some = [0, 1, 2].map((at) => ({ name: `t${at}`, people: [someone(`p${at}`)] }));

    expect(await found(check(teams(...some), find))).toEqual([
      "ok People on Slack: 1 team matched by e-mail, 1 of 3 looked at",
    ]);
  });
});
