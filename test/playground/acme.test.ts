import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { parseAllDocuments } from "yaml";
import { acmePeople, acmeViewer } from "../../playground/acme/people.ts";
import { acmeChannels, acmePrompts, acmeUsers } from "../../playground/acme/slack.ts";
import { acmeDirectory, acmeTeams, acmeTenantId } from "../../playground/acme/teams.ts";
import { startTeams } from "../../playground/teams/simulated-teams.ts";

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
  const strangers = acmePeople.filter(({ name }) => !known.has(name));

  expect(strangers.map(({ email }) => email)).toEqual(["ada@example.com"]);
  for (const { name, realName, email } of acmePeople)
    if (known.has(name)) expect([realName, email]).toEqual(known.get(name));
  expect(acmePeople.length).toBe(13);
  expect(acmePeople.map(({ about }) => about)).not.toContain("");
  expect(acmePeople.map(({ name }) => name)).toContain(acmeViewer);
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

test("its channels in Teams are those that the catalog links to, each by its id, name and team", async () => {
  const links = entities.flatMap(({ metadata }) => metadata.annotations?.["callboard.dev/teams-channel"] ?? []);
  const teams = await startTeams({
    ...{ appId: "app", appPassword: "secret", tenantId: acmeTenantId, people: acmeDirectory, teams: acmeTeams },
  });
  onTestFinished(teams.stop);
  const linkOf = (id: string, name: string, groupId = ""): string => {
    const place = [id, name].map(encodeURIComponent).join("/");
    return `https://teams.microsoft.com/l/channel/${place}?groupId=${groupId}&tenantId=${acmeTenantId}`;
  };

  const channels = [...teams.world.conversations.values()].filter(
    ({ type, name }) => type === "channel" && name !== "General",
  );

  expect(new Set(links)).toEqual(new Set(channels.map(({ id, name, team }) => linkOf(id, name, team?.groupId))));
});

test("people have the object ids in Teams that the catalog has of them", () => {
  const users = entities.filter(({ kind }) => kind === "User");
  const ids = new Map(
    users.flatMap(({ metadata: { name, annotations } }) => {
      const id = annotations?.["graph.microsoft.com/user-id"];
      return id === undefined ? [] : [[name, id]];
    }),
  );

  expect(ids.size).toBeGreaterThan(0);
  for (const { name, directoryId } of acmeDirectory) expect([name, directoryId]).toEqual([name, ids.get(name)]);
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
