import { describe, expect, test } from "vitest";
import { render } from "../../../adapters/console/render.ts";
import type { Finding } from "../../finding.ts";
import { doctorReply } from "./doctor-reply.ts";

const shown = (findings: readonly Finding[]) =>
  render(doctorReply(findings).message, { columns: 100, colors: false, links: false, isNumbered: false });

const scope: Finding = {
  level: "problem",
  area: "Slack",
  found: "scope chat:write.public is missing; 41 team channels cannot be reached",
  fix: "Add it, then reinstall.",
  url: "https://api.slack.com/apps/A1",
};
const channels: Finding = {
  level: "warning",
  area: "Channels",
  found: "12 of 60 teams have no channel (slack.com/bot-notify).",
  fix: "`gaps channel` lists what they own.",
};
const well: readonly Finding[] = [
  { level: "ok", area: "Clock", found: "" },
  { level: "ok", area: "Catalog", found: "412 things, 3 min old" },
];

describe("what a diagnosis found", () => {
  test("is counted in the first line, then a line a finding with where to click, and one for what is well", () => {
    expect(shown([scope, { ...scope, area: "Git", found: "401" }, channels, ...well])).toMatchInlineSnapshot(`
      "2 problems, 1 warning
      ✗ Slack: scope chat:write.public is missing; 41 team channels cannot be reached. Add it, then
        reinstall: api.slack.com/apps/A1 (https://api.slack.com/apps/A1)
      ✗ Git: 401. Add it, then reinstall: api.slack.com/apps/A1 (https://api.slack.com/apps/A1)
      ! Channels: 12 of 60 teams have no channel (slack.com/bot-notify). \`gaps channel\` lists what they
        own.
      ✓ clock, catalog (412 things, 3 min old)
      Next: gaps channel"
    `);
  });

  test("may be that all is well", () => {
    expect(shown(well)).toBe("All is well\n✓ clock, catalog (412 things, 3 min old)");
    expect(shown([])).toBe("All is well");
  });

  test("may go on in a line that counts as nothing", () => {
    const people: Finding = { level: "warning", area: "People", found: "a: 1 of 2 matched.", more: "+ 3 more teams" };

    expect(shown([people, channels]).split("\n").slice(0, 3)).toEqual([
      "2 warnings",
      "! People: a: 1 of 2 matched.",
      "+ 3 more teams",
    ]);
  });

  test("says less of each area where much is well, and names every area", () => {
    const areas = ["Slack", "Teams", "GitHub", "Webhooks", "Catalog"];
    const much = areas.flatMap((area) =>
      ["first", "second"].map((which): Finding => ({ level: "ok", area, found: `${which} ${"x".repeat(60)}` })),
    );
    const [, line = ""] = shown(much).split(/\n(?=✓)/);

    for (const area of areas) expect(line.toLowerCase()).toContain(`${area.toLowerCase()} (first`);
    expect(line).not.toContain("second");
    expect(line).not.toContain("…");
  });

  test("may be more than a message shows", () => {
    const many = Array.from(
      { length: 20 },
      (_, at): Finding => ({ level: "warning", area: `A${at}`, found: "is so." }),
    );

    expect(shown(many).split("\n").slice(0, 2)).toEqual(["20 warnings", "! A0: is so."]);
    expect(shown(many).split("\n").at(-1)).toBe("+ 5 more");
    expect(doctorReply(many).data).toEqual({ findings: many });
  });
});
