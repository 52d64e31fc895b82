import fc from "fast-check";
import type { NewUser } from "../../playground/slack/population.ts";
import { BotError } from "../errors.ts";
import type { ConfiguredSource } from "../sync/sync-source.ts";
import { component, descriptor, documents, group, user } from "./descriptor.ts";
import { hostileText } from "./hostile-message.ts";
import { createMemorySource } from "./memory-source.ts";

/** Formatting that must never come about: whoever reads a message looks for these words alone in bold or code. */
const marked = [
  "*evil-format*",
  "a *evil-format* b",
  "`evil-format`",
  "x\n*evil-format*\n`evil-format`",
  "**evil-format** and *evil-format*",
  "&#42;evil-format&#42; \\*evil-format\\*",
  "_evil-format_ ~evil-format~ ```evil-format```",
  "<https://evil.example|evil-format>",
  "__evil-format__ [evil-format](https://evil.example) ![evil-format](https://evil.example/x.png)",
  "# evil-format",
  "- evil-format\n1. evil-format\n> evil-format",
  "<at>evil-format</at> <b>evil-format</b> <a href='https://evil.example'>evil-format</a>",
  "{{DATE(2026-11-21T00:00:00Z, LONG)}}",
];

/** As many texts of the worst kind, the same for the same seed. */
export function hostileTexts(count: number, seed: number): readonly string[] {
  const any = fc.oneof({ weight: 4, arbitrary: hostileText }, { weight: 1, arbitrary: fc.constantFrom(...marked) });
  return fc.sample(any, { numRuns: count, seed });
}

/** Pages of links; only the safe ones may ever become buttons. */
const hostilePages = {
  safe: ["https://good.example/runbook", "https://good.example/on-call?a=1&b=2"],
  unsafe: [
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "file:///etc/passwd",
    "http://169.254.169.254/latest/meta-data/",
    "vbscript:msgbox(1)",
    "slack://user?team=T1&id=U1",
    "https://github.com@evil.example/",
  ],
} as const;

/** A catalog and people whose every text is foreign. Thing `thing-7` has text 7 as its title, others in its other fields. */
export interface HostileWorkspace {
  readonly sources: readonly ConfiguredSource[];
  readonly users: readonly NewUser[];
}

const people = 20;

/** @param texts which stand in every field of a thing, a team and a person, each in each */
export function hostileWorkspace(texts: readonly string[]): HostileWorkspace {
  // What is empty is a problem of its file, and shows nothing.
  const text = (index: number): string => texts[index % texts.length]?.trim() || "-";
  const source = createMemorySource(oneWord(text(1)));
  const tree = source.tree(text(2).slice(0, 200) || "root");
  const files = texts.map((_, index) => [`${pathOf(text(index + 3), index)}/catalog-info.yaml`, thing(index, text)]);
  tree.write({ ...Object.fromEntries(files), "org.yaml": organisation(text) });
  const broken = createMemorySource("broken");
  broken.tree("acme/broken").fail(new BotError("unavailable", text(4).slice(0, 500) || "It failed."));
  const asSource = (given: typeof source) => ({ source: given, isTrusted: true, paths: ["**/*.yaml"] });
  return {
    sources: [asSource(source), asSource(broken)],
    users: Array.from({ length: people }, (_, index) => ({
      id: `U0HOSTILE${index}`,
      name: `hostile-${index}`,
      realName: text(7 * index) || "nobody",
      email: `person-${index}@acme.example`,
    })),
  };
}

function thing(index: number, text: (index: number) => string): string {
  const page = [...hostilePages.unsafe, ...hostilePages.safe][index % 9] ?? "";
  const hasChannel = index % 3 !== 0;
  return component(`thing-${index}`, {
    title: text(index),
    description: text(index + 11),
    // Tags are checked: what is none makes a file of problems, and those are shown, too.
    tags: [index % 20 === 0 ? text(index + 12) : "tag"],
    links: [
      { url: page, title: `Runbook ${text(index + 13)}` },
      { url: index % 20 === 1 ? text(index + 14) : goodPage(text(index + 14)), title: text(index + 14) },
    ],
    annotations: {
      "slack.com/bot-notify": hasChannel ? "pay-help" : text(index + 15),
      "callboard.dev/teams-channel": hasChannel ? "Payments › help" : text(index + 15),
      "callboard.dev/tier": text(index + 16),
      "github.com/project-slug": text(index + 17),
    },
    spec: {
      owner: index % 4 === 0 ? text(index + 18) : `team-${index % 10}`,
      type: text(index + 19),
      lifecycle: text(index + 20),
      system: index % 5 === 0 ? text(index + 21) : "money",
      dependsOn: [text(index + 22), `component:thing-${index + 1}`],
      providesApis: [text(index + 23)],
    },
  });
}

/** A page that is as safe as an address with such a path can be. */
function goodPage(text: string): string {
  return `https://good.example/${encodeURIComponent(text.slice(0, 300).replace(/\p{Cs}/gu, "-"))}`;
}

/** Ten teams, as many people as there are accounts, and what things are part of. */
function organisation(text: (index: number) => string): string {
  const teams = Array.from({ length: 10 }, (_, index) =>
    group(`team-${index}`, {
      title: index % 2 === 0 ? text(31 * index) : undefined,
      annotations: {
        "slack.com/bot-notify": index % 3 === 0 ? text(31 * index + 1) : "pay-help",
        "callboard.dev/teams-channel": index % 3 === 0 ? text(31 * index + 1) : "Payments › help",
      },
      spec: { profile: { displayName: text(31 * index + 2), email: text(31 * index + 3) } },
    } as Parameters<typeof group>[1]),
  );
  const persons = Array.from({ length: people }, (_, index) =>
    user(`person-${index}`, {
      spec: {
        profile: { displayName: text(17 * index + 5), email: `person-${index}@acme.example` },
        memberOf: [`team-${index % 10}`, text(17 * index + 6)],
      },
    }),
  );
  const money = descriptor("System", "money", { title: text(8), spec: { owner: "team-1", domain: text(9) } });
  return documents(...teams, ...persons, money);
}

/** A folder of a source may be called anything, but for what separates folders. */
function pathOf(text: string, index: number): string {
  const name = text
    .replace(/[/\0\\]/g, "_")
    .slice(0, 80)
    .trim();
  return `${index}-${name}`;
}

/** The name of a source stands in the configuration: one word of letters. */
function oneWord(text: string): string {
  return text.slice(0, 40) || "hostile";
}
