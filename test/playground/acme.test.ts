import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parseAllDocuments } from "yaml";
import { acmeAbout, acmeChannels, acmePrompts, acmeUsers, acmeViewer } from "../../playground/acme.ts";

const catalog = join(import.meta.dirname, "../../data/catalog");

interface Entity {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly annotations?: Readonly<Record<string, string>> };
  readonly spec?: { readonly profile?: { readonly displayName?: string; readonly email?: string } };
}

// Templates have files of another kind.
const entities: readonly Entity[] = readdirSync(catalog, { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".yaml") && !path.startsWith("templates"))
  .flatMap((path) => parseAllDocuments(readFileSync(join(catalog, path), "utf8")))
  .map((document) => document.toJS() as Entity)
  .filter(({ metadata }) => metadata !== undefined);

test("the playground's people are the catalog's, but for one", () => {
  const known = new Map(
    entities
      .filter(({ kind }) => kind === "User")
      .map(({ metadata, spec }) => [metadata.name, [spec?.profile?.displayName, spec?.profile?.email]]),
  );
  const strangers = acmeUsers.filter(({ name }) => !known.has(name));

  expect(strangers.map(({ email }) => email)).toEqual(["ada@example.com"]);
  for (const { name, realName, email } of acmeUsers)
    if (known.has(name)) expect([realName, email]).toEqual(known.get(name));
  expect(acmeUsers.length).toBe(13);
  expect(acmeUsers.map(({ id }) => acmeAbout.get(id ?? ""))).not.toContain(undefined);
  expect(acmeUsers.map(({ name }) => name)).toContain(acmeViewer);
});

test("the playground's channels are those that the catalog names, and #general", () => {
  const named = entities.flatMap(({ metadata }) => metadata.annotations?.["slack.com/bot-notify"] ?? []);

  expect(acmeChannels.map(({ name }) => `#${name}`).sort()).toEqual([...new Set([...named, "#general"])].sort());
  const ids = new Set(acmeUsers.map(({ id }) => id));
  for (const { members = [] } of acmeChannels) {
    expect(members.length).toBeGreaterThan(0);
    expect(members.filter((id) => !ids.has(id))).toEqual([]);
  }
});

test("what there is to try is short, and stands where it can be said", () => {
  const viewer = acmeUsers.find(({ name }) => name === acmeViewer)?.id ?? "";

  expect(acmePrompts.length).toBe(3);
  for (const { label, channel } of acmePrompts) {
    expect(label.length).toBeLessThanOrEqual(30);
    const members = acmeChannels.find(({ id }) => id === channel)?.members ?? [];
    expect(channel === "app" || members.includes(viewer)).toBe(true);
  }
});
