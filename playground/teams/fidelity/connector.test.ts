import { CardFactory, type ConversationReference, TeamsInfo, TurnContext } from "botbuilder";
import { ConnectorClient } from "botframework-connector";
import { expect, test } from "vitest";
import type { TeamsOptions } from "../simulated-teams.ts";
import { registration, stockBot, tenant, tokenOf } from "../testing/stock-bot.ts";

const card = { type: "AdaptiveCard", version: "1.5", body: [{ type: "TextBlock", text: "Hi", wrap: true }] };
const message = (text: string) => ({ type: "message", text });

/** The SDK's client of the connector, signed in. */
async function connected(options: Partial<TeamsOptions> = {}) {
  const teams = await tenant(options);
  const bearer = `Bearer ${await tokenOf(teams)}`;
  const credentials = {
    signRequest: async (request: { headers: { set(name: string, value: string): void } }) => {
      request.headers.set("authorization", bearer);
      return request;
    },
  };
  const { conversations } = new ConnectorClient(credentials as never, {
    baseUri: teams.serviceUrl,
    noRetryPolicy: true,
  });
  const call = (verb: string, path: string, body?: object) =>
    fetch(`${teams.serviceUrl}v3/${path}`, {
      method: verb,
      headers: { authorization: bearer, "content-type": "application/json" },
      ...(body && { body: JSON.stringify(body) }),
    }).then(async (response) => ({ status: response.status, body: JSON.parse((await response.text()) || "{}") }));
  const help = teams.conversation("Payments › help").id;
  const mia = teams.as("mia", { channel: "help" });
  return { teams, conversations, call, help, mia, at: `conversations/${encodeURIComponent(help)}/activities` };
}

const refused = (statusCode: number, code: string) => ({ statusCode, code });

test("what the SDK sends, updates and deletes is seen, changed and gone", async () => {
  const { conversations, help, mia, teams } = await connected();

  const { id } = await conversations.sendToConversation(help, message("one") as never);
  await conversations.replyToActivity(help, id, {
    ...message("two"),
    attachments: [CardFactory.adaptiveCard(card)],
  } as never);
  await conversations.updateActivity(help, id, message("one, changed") as never);

  expect(mia.sees()).toMatchObject([
    { id, text: "one, changed", isEdited: true },
    { text: "two", thread: id, attachments: [{ content: card }] },
  ]);
  await conversations.deleteActivity(help, id);
  expect(mia.sees()).toMatchObject([{ text: "two" }]);
  expect(teams.exchanges.lines().map(({ name }) => name)).toContain("replyToActivity");
});

test("a bot answers in the thread where it was mentioned, and hears of nothing else", async () => {
  const teams = await tenant();
  const heard: string[] = [];
  await stockBot(teams, async (context) => {
    heard.push(TurnContext.removeRecipientMention(context.activity));
    await context.sendActivity("Team Payments");
  });
  const mia = teams.as("mia", { channel: "Payments › help" });

  expect((await mia.say("nobody hears this")).error).toBe("not_delivered");
  await mia.say("@Callboard whoowns payments-api");
  const [, root, reply] = mia.sees();
  await mia.say("and @callboard this", { thread: reply });

  expect(heard).toEqual(["whoowns payments-api", "and  this"]);
  expect(
    mia
      .sees()
      .slice(1)
      .map(({ thread }) => thread),
  ).toEqual([undefined, root?.id, root?.id, root?.id]);
  expect(root?.exchanges).toHaveLength(1);
});

test("members, teams and channels are told as the SDK asks for them", async () => {
  const teams = await tenant();
  const told: unknown[] = [];
  await stockBot(teams, async (context) => {
    told.push(await TeamsInfo.getMember(context, context.activity.from.id));
    told.push((await TeamsInfo.getPagedMembers(context)).members.map(({ name }) => name));
    told.push(await TeamsInfo.getTeamDetails(context));
    told.push((await TeamsInfo.getTeamChannels(context)).map(({ name }) => name));
  });

  await teams.as("mia", { channel: "help" }).mention("hi");

  expect(told).toMatchObject([
    {
      name: "Mia Chen",
      givenName: "Mia",
      userPrincipalName: "mia@acme.example",
      tenantId: registration.tenantId,
      userRole: "user",
    },
    ["Mia Chen", "Bob Ray"],
    { name: "Payments", aadGroupId: expect.any(String) },
    [undefined, "help"],
  ]);
});

test("a personal chat can be opened with whoever shares an installation, by either id", async () => {
  const { conversations, teams } = await connected({
    people: [{ name: "mia" }, { name: "bob" }, { name: "eve", tenantId: "another-tenant" }, { name: "gus" }],
    teams: [{ name: "Payments", channels: ["help"], members: ["mia"] }],
  });
  const open = (name: string, tenantId: string = registration.tenantId) => {
    const { directoryId } = teams.as(name).person;
    return conversations.createConversation({ isGroup: false, members: [{ id: directoryId }], tenantId } as never);
  };

  const { id } = await open("mia");
  await conversations.sendToConversation(id, message("hello") as never);
  expect(teams.as("mia").sees()).toMatchObject([{ text: "hello" }]);
  await expect(open("gus")).rejects.toMatchObject(refused(403, "ForbiddenOperationException"));
  await expect(open("eve")).rejects.toMatchObject(refused(400, "BadSyntax"));
  await expect(open("mia", "another-tenant")).rejects.toMatchObject(refused(400, "BadSyntax"));
});

test("a new post is made as a conversation", async () => {
  const { conversations, help, mia } = await connected();

  const { id, activityId } = await conversations.createConversation({
    isGroup: true,
    channelData: { channel: { id: help } },
    activity: message("news"),
  } as never);

  expect(id).toBe(`${help};messageid=${activityId}`);
  expect(mia.sees()).toMatchObject([{ text: "news", id: activityId }]);
});

test("where the app is not, was removed or is blocked nothing can be said", async () => {
  const { conversations, help, teams } = await connected();
  const say = (id: string) => conversations.sendToConversation(id, message("hi") as never);
  await teams.as("mia").say("hello");
  const personal = teams.as("mia").conversation().id;

  await expect(say("19:nowhere@thread.v2")).rejects.toMatchObject(refused(404, "ConversationNotFound"));
  await expect(say(`${help};messageid=1`)).rejects.toMatchObject(refused(404, "ActivityNotFoundInConversation"));
  await teams.uninstall("Payments");
  await expect(say(help)).rejects.toMatchObject(refused(403, "BotNotInConversationRoster"));
  await expect(conversations.getConversationMember(help, "x")).rejects.toMatchObject(
    refused(403, "BotNotInConversationRoster"),
  );
  await teams.uninstall("mia");
  await expect(say(personal)).rejects.toMatchObject(refused(403, "MessageWritesBlocked"));
  await teams.install("mia");
  teams.block("mia");
  await expect(say(personal)).rejects.toMatchObject(refused(403, "ConversationBlockedByUser"));
});

test("what is not the bot's own, or gone, cannot be changed", async () => {
  const { conversations, help, mia } = await connected();
  await mia.say("mine");
  const [{ id } = { id: "" }] = mia.sees();

  await expect(conversations.updateActivity(help, id, message("theirs") as never)).rejects.toMatchObject(
    refused(403, "NotEnoughPermissions"),
  );
  await expect(conversations.deleteActivity(help, id)).rejects.toMatchObject(refused(403, "NotEnoughPermissions"));
  await expect(conversations.deleteActivity(help, "1")).rejects.toMatchObject(
    refused(404, "ActivityNotFoundInConversation"),
  );
});

test("a message that is too big, empty or holds a card that Teams cannot show is refused, and noted", async () => {
  const { conversations, help, teams, mia } = await connected();
  const send = (activity: object) => conversations.sendToConversation(help, activity as never);
  const broken = { ...card, body: [{ type: "Media" }] };

  await expect(send(message("x".repeat(51_300)))).rejects.toMatchObject(refused(413, "MessageSizeTooBig"));
  await expect(send({ type: "message" })).rejects.toMatchObject(refused(400, "BadSyntax"));
  await expect(send({ type: "message", attachments: [CardFactory.adaptiveCard(broken)] })).rejects.toMatchObject({
    message: "Bad format of activity: /attachments/0/content/body/0/type: Teams knows no Media",
  });
  await expect(
    send({
      ...message("hi"),
      entities: [{ type: "mention", text: "<at>Mia</at>", mentioned: { id: "29:1", name: "Mia" } }],
    }),
  ).rejects.toMatchObject({ message: "Bad format of activity: /entities/0/text: is not in the message" });
  expect(teams.violations).toHaveLength(4);
  expect(mia.sees()).toEqual([]);
  await send(message("x".repeat(50_000)));
});

test("a targeted message is seen by one person, and changed as such alone", async () => {
  const { teams, call, mia, at } = await connected();
  const { id: to } = mia.person;
  const query = "isTargetedActivity=true";
  const { body } = await call("POST", `${at}?${query}`, { ...message("psst"), recipient: { id: to } });

  expect(mia.sees()).toMatchObject([{ text: "psst", visibleTo: to }]);
  expect(teams.as("bob", { channel: "help" }).sees()).toEqual([]);
  expect((await call("PUT", `${at}/${body.id}`, message("psst!"))).status).toBe(404);
  expect((await call("PUT", `${at}/${body.id}?${query}`, { ...message("psst!"), recipient: { id: to } })).status).toBe(
    400,
  );
  expect((await call("PUT", `${at}/${body.id}?${query}`, message("psst!"))).status).toBe(200);
  expect(mia.sees()).toMatchObject([{ text: "psst!" }]);
  expect((await call("POST", `${at}?${query}`, message("whom?"))).body.error.code).toBe("BadArgument");
  teams.setTargetedMessages(false);
  expect((await call("POST", `${at}?${query}`, { ...message("psst"), recipient: { id: to } })).status).toBe(400);
});

test("a slash command is a targeted message to the bot, which the others do not see", async () => {
  const teams = await tenant();
  const heard: unknown[] = [];
  await stockBot(teams, ({ activity }) => void heard.push(activity));

  await teams.as("mia", { channel: "Launch" }).slash("/whoowns web");

  expect(heard).toMatchObject([
    { text: "whoowns web", recipient: { isTargeted: true }, conversation: { conversationType: "groupChat" } },
  ]);
  expect(teams.as("mia", { channel: "Launch" }).sees()).toHaveLength(1);
  expect(teams.as("bob", { channel: "Launch" }).sees()).toEqual([]);
});

test("an installation is told twice, as Teams does, and an SDK's reference of it works later", async () => {
  const teams = await tenant({ teams: [{ name: "Payments", withoutApp: true }] });
  const heard: string[] = [];
  const references: Partial<ConversationReference>[] = [];
  const adapter = await stockBot(teams);
  adapter.use(async ({ activity }, next) => {
    heard.push(`${activity.type} ${activity.action ?? activity.channelData?.eventType}`);
    references.push(TurnContext.getConversationReference(activity));
    await next();
  });

  await teams.install("Payments", "mia");
  expect(heard.sort()).toEqual(["conversationUpdate teamMemberAdded", "installationUpdate add"]);
  await adapter.continueConversationAsync(registration.appId, references[0] ?? {}, async (context) => {
    await context.sendActivity("Welcome");
  });

  expect(teams.as("bob", { channel: "General" }).sees()).toMatchObject([{ text: "Welcome" }]);
});

test("a planned fault hits as often as planned; what was done in spite of it is there", async () => {
  const { teams, call, mia, at } = await connected();
  teams.fail("sendToConversation", { status: 502, times: 2 });
  teams.fail("sendToConversation", { retryAfterSec: 3 });
  teams.fail("sendToConversation", { acceptThenReset: true });
  const statuses: unknown[] = [];

  for (let count = 0; count < 5; count += 1)
    statuses.push(
      await call("POST", at, message(String(count))).then(
        ({ status }) => status,
        () => "cut",
      ),
    );

  expect(statuses).toEqual([502, 502, 429, "cut", 201]);
  expect(mia.sees().map(({ text }) => text)).toEqual(["3", "4"]);
  expect(teams.callsOf("sendToConversation").map(({ status }) => status)).toEqual([502, 502, 429, 0, 201]);
  await teams.goDown();
  await expect(call("POST", at, message("5"))).rejects.toThrow();
  await teams.comeBack();
  expect((await call("POST", at, message("6"))).status).toBe(201);
});

test("in one thread seven messages a second are taken, eight in two and sixty in thirty; another has its own", async () => {
  let now = 1_800_000_000_000;
  const { call, at, teams } = await connected({ rateLimits: true, now: () => now });
  const taken = async (count: number, path = at) => {
    const sent = await Promise.all(Array.from({ length: count }, () => call("POST", path, message("hi"))));
    return sent.filter(({ status }) => status === 201).length;
  };

  expect(await taken(9)).toBe(7);
  expect(await taken(9, at.replace(/19%3A[^/]+/, encodeURIComponent(teams.conversation("Launch").id)))).toBe(7);
  now += 1000;
  expect(await taken(9)).toBe(1);
  let all = 8;
  for (let step = 0; step < 10; step += 1) {
    now += 2000;
    all += await taken(7);
  }
  expect(all).toBe(60);
  expect(teams.messages).toHaveLength(67);
});
