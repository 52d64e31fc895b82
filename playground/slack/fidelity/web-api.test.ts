import type { webApi } from "@slack/bolt";
import { expect, test } from "vitest";
import { errorOf, refusedWith, webClient, workspace } from "../testing/bolt-app.ts";

test("auth.test says who the app is and which scopes it has", async () => {
  const slack = await workspace({ scopes: ["chat:write", "commands"] });

  const answer = await webClient(slack).auth.test();

  expect(answer).toMatchObject({ team_id: "T0WORKSPACE", user_id: slack.botUserId, is_enterprise_install: false });
  expect(answer.bot_id).toMatch(/^B/);
  expect(answer.response_metadata?.scopes).toEqual(["chat:write", "commands"]);
});

test.each([
  ["xoxb-wrong", "invalid_auth"],
  ["", "not_authed"],
])("the token %j is refused", async (token, error) => {
  expect(await errorOf(webClient(await workspace(), token).auth.test())).toBe(error);
});

test("an unknown method is refused and named", async () => {
  const slack = await workspace();

  await expect(webClient(slack).apiCall("no.such")).rejects.toMatchObject(
    refusedWith("unknown_method", { req_method: "no.such" }),
  );
});

test("a missing scope is refused with what is needed and what was granted", async () => {
  const slack = await workspace({ scopes: ["chat:write"] });

  await expect(webClient(slack).users.info({ user: "U1" })).rejects.toMatchObject(
    refusedWith("missing_scope", { needed: "users:read", provided: "chat:write" }),
  );
});

test("the app's token opens sockets and nothing else, the bot's token everything else", async () => {
  const slack = await workspace();

  expect((await webClient(slack, "xapp-test").apps.connections.open()).url).toMatch(/^ws:.*ticket=/);
  expect(await errorOf(webClient(slack).apps.connections.open())).toBe("not_allowed_token_type");
  expect(await errorOf(webClient(slack, "xapp-test").auth.test())).toBe("not_allowed_token_type");
});

test("lists come in pages that together hold everything once", async () => {
  const channels = Array.from({ length: 25 }, (_, index) => ({ name: `room-${index}` }));
  const slack = await workspace({ channels });
  const found: (string | undefined)[] = [];

  for await (const page of webClient(slack).paginate("conversations.list", { limit: 10 })) {
    const { channels: listed = [] } = page as { channels?: { name?: string }[] };
    found.push(...listed.map(({ name }) => name));
  }

  expect(found).toEqual(channels.map(({ name }) => name));
  expect(slack.callsOf("conversations.list").length).toBe(3);
});

test("the last page has an empty cursor", async () => {
  const slack = await workspace();

  expect((await webClient(slack).users.list({ limit: 200 })).response_metadata?.next_cursor).toBe("");
});

test("an e-mail address is seen only with its scope", async () => {
  const email = async (scopes: string[]) =>
    (await webClient(await workspace({ scopes })).users.info({ user: "U1" })).user?.profile?.email;

  expect(await email(["users:read", "users:read.email"])).toBe("ada@example.com");
  expect(await email(["users:read"])).toBeUndefined();
});

test("somebody is found by their address in any case of letters, and nobody by an unknown one", async () => {
  const { users } = webClient(await workspace());

  expect((await users.lookupByEmail({ email: "ADA@Example.com" })).user?.id).toBe("U1");
  expect(await errorOf(users.lookupByEmail({ email: "eve@example.com" }))).toBe("users_not_found");
});

test("somebody who left is not found by their address, but is known by their id as deleted", async () => {
  const slack = await workspace();
  slack.addUser({ id: "U9", name: "gone", email: "gone@example.com", isDeleted: true });
  const { users } = webClient(slack);

  expect(await errorOf(users.lookupByEmail({ email: "gone@example.com" }))).toBe("users_not_found");
  expect((await users.info({ user: "U9" })).user?.deleted).toBe(true);
});

test("guests and strangers are shown as such, strangers without their address", async () => {
  const slack = await workspace();
  slack.addUser({ id: "U3", name: "guest", isGuest: "single-channel" });
  slack.addUser({ id: "U4", name: "partner", isStranger: true, teamId: "T9", email: "p@partner.example" });
  const { users } = webClient(slack);

  expect((await users.info({ user: "U3" })).user).toMatchObject({ is_restricted: true, is_ultra_restricted: true });
  expect((await users.info({ user: "U4" })).user).toMatchObject({ is_stranger: true, team_id: "T9" });
  expect((await users.info({ user: "U4" })).user?.profile?.email).toBeUndefined();
});

const withSecret = {
  channels: [
    { id: "C1", name: "general", members: ["U1"] },
    { id: "C2", name: "outside", members: ["U1"], withoutBot: true },
    { id: "C3", name: "secret", members: ["U1"], isPrivate: true, withoutBot: true },
    { id: "C4", name: "team", members: ["U1"], isPrivate: true },
    { id: "C5", name: "old", members: ["U1"], isArchived: true },
  ],
};

test("private channels are listed when asked for, those with the bot only", async () => {
  const { conversations } = webClient(await workspace(withSecret));
  const names = async (types?: string) =>
    (await conversations.list(types ? { types } : {})).channels?.map(({ name }) => name);

  expect(await names()).toEqual(["general", "outside", "old"]);
  expect(await names("private_channel")).toEqual(["team"]);
});

test("each kind of conversation needs its own scope", async () => {
  const slack = await workspace({ ...withSecret, scopes: ["channels:read"] });
  const { conversations } = webClient(slack);

  expect((await conversations.info({ channel: "C1" })).channel?.name).toBe("general");
  await expect(conversations.info({ channel: "C4" })).rejects.toMatchObject(
    refusedWith("missing_scope", { needed: "groups:read" }),
  );
  expect(await errorOf(conversations.list({ types: "private_channel" }))).toBe("missing_scope");
});

test("archived channels are left out when asked to", async () => {
  const { conversations } = webClient(await workspace(withSecret));

  const { channels } = await conversations.list({ exclude_archived: true });

  expect(channels?.map(({ name }) => name)).toEqual(["general", "outside"]);
});

const c3 = { channel: "C3" };

test.each<[string, string, (client: webApi.WebClient) => Promise<unknown>]>([
  ["an unknown person", "user_not_found", ({ users }) => users.info({ user: "UNONE" })],
  ["a made-up cursor", "invalid_cursor", ({ users }) => users.list({ cursor: "nonsense" })],
  ["an impossible limit", "invalid_limit", ({ users }) => users.list({ limit: 1001 })],
  ["a private channel without the bot", "channel_not_found", ({ conversations }) => conversations.info(c3)],
  ["its members", "channel_not_found", ({ conversations }) => conversations.members(c3)],
  ["what was said in it", "channel_not_found", ({ conversations }) => conversations.history(c3)],
  [
    "what was said in a public channel without the bot",
    "not_in_channel",
    ({ conversations }) => conversations.history({ channel: "C2" }),
  ],
  [
    "replies to nothing",
    "thread_not_found",
    ({ conversations }) => conversations.replies({ channel: "C1", ts: "1.1" }),
  ],
  ["direct messages with nobody", "user_not_found", ({ conversations }) => conversations.open({ users: "UNONE" })],
  ["with a bot", "cannot_dm_bot", ({ conversations }) => conversations.open({ users: "U0APP" })],
  ["with somebody who left", "user_disabled", ({ conversations }) => conversations.open({ users: "U9" })],
  ["a link to nothing", "message_not_found", ({ chat }) => chat.getPermalink({ channel: "C1", message_ts: "1.1" })],
])("%s is refused as %s", async (_name, error, ask) => {
  const slack = await workspace(withSecret);
  slack.addUser({ id: "U9", name: "gone", isDeleted: true });

  expect(await errorOf(ask(webClient(slack)))).toBe(error);
});

test("a public channel says whether the bot is a member, and who is", async () => {
  const { conversations } = webClient(await workspace(withSecret));

  expect((await conversations.info({ channel: "C2" })).channel).toMatchObject({ is_member: false, is_private: false });
  expect((await conversations.members({ channel: "C1" })).members).toEqual(["U1", "U0APP"]);
});

test("direct messages are opened once and stay the same", async () => {
  const { conversations } = webClient(await workspace());

  const first = await conversations.open({ users: "U1" });
  const second = await conversations.open({ users: "U1", return_im: true });

  expect(first.channel?.id).toMatch(/^D/);
  expect(second.channel).toMatchObject({ id: first.channel?.id, is_im: true, user: "U1" });
});

test("user groups are listed with the ids that mentions need", async () => {
  const slack = await workspace();
  const id = slack.addUserGroup({ handle: "payments", users: ["U1"] });

  const { usergroups } = await webClient(slack).usergroups.list();

  expect(usergroups).toMatchObject([{ id, handle: "payments", user_count: 1, date_delete: 0 }]);
});

test("a permalink names the message, and its thread when it stands in one", async () => {
  const slack = await workspace();
  const { chat } = webClient(slack);
  const { ts = "" } = await chat.postMessage({ channel: "C1", text: "parent" });
  const reply = await chat.postMessage({ channel: "C1", text: "reply", thread_ts: ts });
  const link = async (message_ts = "") => (await chat.getPermalink({ channel: "C1", message_ts })).permalink;

  expect(await link(ts)).toBe(`https://workspace.slack.com/archives/C1/p${ts.replace(".", "")}`);
  expect(await link(reply.ts)).toContain(`?thread_ts=${ts}&cid=C1`);
});

test("an app of the organisation must say which workspace it asks about", async () => {
  const slack = await workspace({
    enterprise: { id: "E1", name: "Org" },
    isEnterpriseInstall: true,
    teams: [{ id: "T2", name: "Second", domain: "second" }],
    channels: [{ name: "first" }, { name: "second", teamId: "T2" }],
  });
  const { conversations, users, auth } = webClient(slack);

  expect(await auth.test()).toMatchObject({ enterprise_id: "E1", is_enterprise_install: true });
  expect(await errorOf(conversations.list())).toBe("missing_argument");
  expect(await errorOf(users.list({}))).toBe("missing_argument");
  expect((await auth.teams.list()).teams?.map(({ id }) => id)).toEqual(["T0WORKSPACE", "T2"]);
  expect((await conversations.list({ team_id: "T2" })).channels?.map(({ name }) => name)).toEqual(["second"]);
});

test("blocks.validate passes what is sound and points at what is not", async () => {
  const slack = await workspace();
  const validate = (args: Record<string, unknown>) => webClient(slack).apiCall("blocks.validate", args);
  const header = (length: number) => [{ type: "header", text: { type: "plain_text", text: "x".repeat(length) } }];
  const pointer = "/blocks/0/text/text";

  expect((await validate({ blocks: header(150) })).ok).toBe(true);
  await expect(validate({ blocks: header(151) })).rejects.toMatchObject(
    refusedWith("invalid_blocks", {
      errors: [{ pointer, code: "failed_constraint", message: "must be less than 151 characters" }],
    }),
  );
  expect(await errorOf(validate({ message: { blocks: header(151) } }))).toBe("invalid_message");
  await expect(validate({ view: { type: "modal", blocks: [] } })).rejects.toMatchObject(
    refusedWith("invalid_view", { errors: [{ pointer: "/", message: "missing required field: title" }] }),
  );
  expect(await errorOf(validate({}))).toBe("invalid_arguments");
});
