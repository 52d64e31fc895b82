import { describe, expect, test } from "vitest";
import type { Entity } from "../catalog/entity.ts";
import type { Problem } from "../catalog/problem.ts";
import type { Relation, Snapshot, SourceState } from "../catalog/snapshot.ts";
import type { Chat } from "../chat/chat.ts";
import { BotError } from "../errors.ts";
import type { Check } from "../finding.ts";
import type { LowdbStore } from "../store/lowdb/lowdb-store.ts";
import { createFakeClock, type FakeClock } from "../testing/fake-clock.ts";
import { snapshotOf } from "../testing/snapshot-of.ts";
import { thing } from "../testing/thing.ts";
import { adminsCheck } from "./admins-check.ts";
import { catalogCheck } from "./catalog-check.ts";
import { channelsCheck } from "./channels-check.ts";
import { clockCheck } from "./clock-check.ts";
import { peopleCheck } from "./people-check.ts";
import { storeCheck } from "./store-check.ts";

const clock = createFakeClock();
const minutesAgo = (minutes: number) => new Date(clock.now().getTime() - minutes * 60_000);
const never = new AbortController().signal;

function catalogOf(parts: Partial<Snapshot> = {}): { snapshot(): Snapshot } {
  return { snapshot: () => snapshotOf({ at: clock.now(), ...parts }) };
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
  const inOrg: Entity = { ...thing("a"), origin: { ...thing("a").origin, source: "org" } };
  const check = (sources: readonly SourceState[], problems: readonly Problem[] = []) =>
    catalogCheck({
      catalog: catalogOf({ sources, problems, entities: new Map([["a", inOrg]]) }),
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

  test("warns of a source that was read and gave nothing", async () => {
    const sources = ["org", "elsewhere"].map((name) => ({ name, syncedAt: minutesAgo(3) }));

    expect((await found(check(sources)))[0]).toBe(
      "warning Catalog source elsewhere: Nothing was found in it. Check that its paths in callboard.yaml match catalog files.",
    );
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
      "warning Catalog: 1 problem in catalog files. `gaps files` says which.",
      "ok Catalog: 1 thing",
    ]);
  });

  test("warns of repositories that cannot be read while their source can", async () => {
    const failed = (name: string): Problem => ({
      ...problem("repository_failed"),
      root: name,
      message: `${name} cannot be read: GitHub does not answer.`,
      fix: "Mend what the message names.",
    });

    expect(await found(check([], [failed("acme/a"), failed("acme/b")]))).toEqual([
      "warning Catalog source org: acme/a cannot be read: GitHub does not answer. Nor can 1 other repository of it. Mend what the message names.",
      "ok Catalog: 1 thing",
    ]);
  });
});

describe("teams", () => {
  test("without a channel are counted among those that own something", async () => {
    const catalog = teams({ name: "a", channel: "#a" }, { name: "b" }, { name: "c" }, { name: "idle", owns: 0 });

    expect(await found(channelsCheck({ catalog, platforms: ["slack", "teams"] }))).toEqual([
      "warning Channels: 2 of 3 teams have no channel (slack.com/bot-notify or callboard.dev/teams-channel). `gaps channel` lists what they own.",
    ]);
  });

  test("that all have one are well", async () => {
    expect(await found(channelsCheck({ catalog: teams({ name: "a", channel: "#a" }), platforms: ["slack"] }))).toEqual([
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
    async (platform, what) => {
      const { email = "" } = "person" in what ? what.person : {};
      return emails.includes(email) ? { address: { platform, tenant: "T1", channel: email }, label: email } : undefined;
    };
  const check = (catalog: ReturnType<typeof teams>, find: Find, by: FakeClock = clock) =>
    peopleCheck({ platform: "slack", catalog, chat: { find }, clock: by });

  test("who are all known are well, and counted once each", async () => {
    const catalog = teams(
      { name: "a", people: [someone("mia"), someone("ana")] },
      { name: "idle", owns: 0, people: [someone("mia")] },
    );

    expect(await found(check(catalog, knows("mia@acme.example", "ana@acme.example")))).toEqual([
      "ok People on Slack: 2 of 2 members of 2 teams are matched",
    ]);
  });

  test("what joins people on a platform is named where they are not known", async () => {
    const catalog = teams({ name: "a", people: [someone("ana")] });

    const joins = "example.test/user-id or spec.profile.email";
    const other = peopleCheck({ platform: "other", joins, catalog, chat: { find: knows() }, clock });
    expect((await found(other))[0]).toBe(
      `warning People on Other: a: 0 of 1 member are matched. Correct ${joins} of the others in the catalog.`,
    );
  });

  test("who are not known are counted by team, those without an address too", async () => {
    const nameless = thing("bo", { kind: "User" });
    const catalog = teams(
      { name: "small", people: [someone("ana")] },
      { name: "big", owns: 3, people: [someone("mia"), nameless, someone("ana")] },
    );

    expect(await found(check(catalog, knows("mia@acme.example")))).toEqual([
      "warning People on Slack: big: 1 of 3 members is matched. Correct spec.profile.email of the others in the catalog.",
      "warning People on Slack: small: 0 of 1 member are matched.",
      expect.stringMatching(/^ok People on Slack: 1 of [34] members of 2 teams is matched$/),
    ]);
  });

  test("are warned of for five teams, and the others counted in a line of no weight", async () => {
    const many = Array.from({ length: 8 }, (_, at) => ({ name: `t${at}`, people: [someone("ana")] }));

    const findings = await check(teams(...many), knows()).run(never);

    expect(findings.filter(({ level }) => level === "warning")).toHaveLength(5);
    expect(findings[4]?.more).toBe("+ 3 more teams");
    expect(findings.map(({ more }) => more).filter((more) => more !== undefined)).toHaveLength(1);
  });

  test("nobody is in the catalog, nothing is said", async () => {
    expect(await found(check(teams({ name: "a" }), knows()))).toEqual([]);
  });

  test("on a platform that knows nobody yet, nothing is said of any team", async () => {
    const find: Find = async () => {
      throw new BotError("unavailable", "Nobody is known yet.");
    };
    expect(await found(check(teams({ name: "a", people: [someone("mia")] }), find))).toEqual([]);
  });

  /** A platform with a list of its members, which counts how often it is asked for one of them. */
  function listing(names: readonly string[], joined: readonly string[] = []) {
    const listed = new Set(names.map((name) => `${name}@acme.example`));
    const asked: string[] = [];
    let running = 0;
    let most = 0;
    const find: Find = async (platform, what) => {
      if (!("person" in what)) return undefined;
      const { email = "" } = what.person;
      const at = { address: { platform, tenant: "T1", channel: email }, label: email };
      if (what.fromList) return listed.has(email) ? at : undefined;
      asked.push(email);
      running += 1;
      most = Math.max(most, running);
      await Promise.resolve();
      running -= 1;
      return joined.some((name) => email === `${name}@acme.example`) ? at : undefined;
    };
    return { find, asked, most: () => most };
  }

  test("are looked for in the platform's list, all of them, and asked for only where they are not in it", async () => {
    const names = Array.from({ length: 430 }, (_, at) => `p${at}`);
    const many = names.map((name, at) => ({ name: `t${at % 38}-${at}`, people: [someone(name)] }));
    const platform = listing(names.slice(0, 412), ["p412"]);

    const findings = await found(check(teams(...many), platform.find));

    expect(findings.at(-1)).toBe("ok People on Slack: 413 of 430 members of 430 teams are matched");
    expect(platform.asked).toHaveLength(18);
    expect(platform.most()).toBe(4);
  });

  test("are asked for as often as a platform lets one in a minute; the list counts for the others", async () => {
    const names = Array.from({ length: 60 }, (_, at) => `p${at}`);
    const many = names.map((name, at) => ({ name: `t${at}`, people: [someone(name)] }));
    const platform = listing([]);

    const findings = await found(check(teams(...many), platform.find));

    expect(platform.asked).toHaveLength(40);
    expect(findings.at(-1)).toBe("ok People on Slack: 0 of 60 members of 60 teams are matched");
  });

  test("without a list are asked for, and those that there was no time for are counted", async () => {
    let secondsGone = 0;
    const slow: FakeClock = { ...clock, monotonicMs: () => 1_000 * secondsGone++ };
    const many = Array.from({ length: 9 }, (_, at) => ({ name: `t${at}`, people: [someone(`p${at}`)] }));
    const all = knows(...many.map((_, at) => `p${at}@acme.example`));
    const find: Find = async (platform, what) => {
      if ("person" in what && what.fromList) throw new BotError("unavailable", "Not listed yet.");
      return all(platform, what);
    };

    expect(await found(check(teams(...many), find, slow))).toEqual([
      "ok People on Slack: 7 of 7 members of 9 teams are matched, 2 not looked up yet",
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
      if ("person" in what && !what.fromList && what.person.email === "p0@acme.example") return known(platform, what);
      throw new BotError("unavailable", "Slack does not answer.");
    };
    const some = [0, 1, 2].map((at) => ({ name: `t${at}`, people: [someone(`p${at}`)] }));

    expect(await found(check(teams(...some), find))).toEqual([
      "ok People on Slack: 1 of 1 member of 3 teams is matched, 2 not looked up yet",
    ]);
  });
});

describe("the store", () => {
  const looked = (condition: ReturnType<LowdbStore["condition"]>, entries: number) =>
    storeCheck({
      store: { condition: () => condition, facts: () => ({ entries, journalBytes: 0, snapshotBytes: 0, seq: 0 }) },
    }).run(never);

  test("is well with what it holds, and a problem while it can only be read", async () => {
    expect(await looked({ type: "ok" }, 1)).toEqual([{ area: "Store", level: "ok", found: "1 entry" }]);
    expect(await looked({ type: "readonly", reason: "the disk is full (ENOSPC)" }, 1)).toMatchObject([
      { level: "problem", found: "the disk is full (ENOSPC)", fix: expect.stringContaining("Make room") },
    ]);
  });

  test("in memory is a warning that says how to keep it", async () => {
    const check = storeCheck({ store: undefined, keepIt: "Leave out store: in callboard.yaml to keep it." });

    expect(await check.run(never)).toMatchObject([
      { level: "warning", fix: expect.stringContaining("Leave out store:") },
    ]);
  });
});
