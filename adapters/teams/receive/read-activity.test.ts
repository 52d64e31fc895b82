import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parseActivity } from "./activity.ts";
import { readActivity } from "./read-activity.ts";

const folder = new URL("../fixtures/", import.meta.url);
const tenant = "0a6c6f0e-6a3f-4c3b-9a55-3f1d7f2b0001";

/** What a fixture means. */
function meaning(name: string): unknown {
  const activity = parseActivity(JSON.parse(readFileSync(new URL(`${name}.json`, folder), "utf8")));
  return activity && readActivity(activity, { tenant, deliveryId: "d", isRepeat: false });
}

test("a text in the personal chat is a command there", () => {
  expect(meaning("personal-message")).toMatchInlineSnapshot(`
    {
      "event": {
        "address": {
          "channel": "a:1pErSoNaL-mia-callboard",
          "platform": "teams",
          "tenant": "0a6c6f0e-6a3f-4c3b-9a55-3f1d7f2b0001",
        },
        "canOfferForm": true,
        "hasOwnShare": true,
        "place": "direct",
        "text": "who owns payments-api?",
        "type": "command",
      },
      "spot": {
        "activityId": "1763644925101",
        "conversation": {
          "id": "a:1pErSoNaL-mia-callboard",
          "serviceUrl": "https://smba.trafficmanager.net/emea/0a6c6f0e-6a3f-4c3b-9a55-3f1d7f2b0001/",
          "tenant": "0a6c6f0e-6a3f-4c3b-9a55-3f1d7f2b0001",
          "type": "personal",
        },
        "deliveryId": "d",
        "isRepeat": false,
        "sender": {
          "directoryId": "5b0c2a7e-1111-4f00-9000-00000000a001",
          "id": "29:1Mia7XKq2hT0nVb8Wl4dEr5",
          "name": "Mia Chen",
        },
        "surface": "message",
        "timeZone": "Europe/Berlin",
      },
      "type": "event",
    }
  `);
});

test("a mention in a channel is a command for all to see, without the bot's name and with those of others", () => {
  expect(meaning("channel-mention")).toMatchInlineSnapshot(`
    {
      "event": {
        "address": {
          "channel": "19:help0payments@thread.tacv2",
          "platform": "teams",
          "tenant": "0a6c6f0e-6a3f-4c3b-9a55-3f1d7f2b0001",
          "thread": "1763644000000",
        },
        "canOfferForm": true,
        "hasOwnShare": true,
        "isInTheOpen": true,
        "place": "channel",
        "placeUrl": "https://teams.microsoft.com/l/message/19%3Ahelp0payments%40thread.tacv2/1763644930222?tenantId=0a6c6f0e-6a3f-4c3b-9a55-3f1d7f2b0001&groupId=d2f0c3b4-2222-4a00-8000-00000000b001&parentMessageId=1763644000000",
        "text": "whoowns payments-api & what does Jonas Weber own?",
        "type": "command",
      },
      "spot": {
        "activityId": "1763644930222",
        "conversation": {
          "groupId": "d2f0c3b4-2222-4a00-8000-00000000b001",
          "id": "19:help0payments@thread.tacv2",
          "serviceUrl": "https://smba.trafficmanager.net/emea/0a6c6f0e-6a3f-4c3b-9a55-3f1d7f2b0001/",
          "teamId": "19:general0payments@thread.tacv2",
          "tenant": "0a6c6f0e-6a3f-4c3b-9a55-3f1d7f2b0001",
          "thread": "1763644000000",
          "type": "channel",
        },
        "deliveryId": "d",
        "isRepeat": false,
        "sender": {
          "directoryId": "5b0c2a7e-1111-4f00-9000-00000000a001",
          "id": "29:1Mia7XKq2hT0nVb8Wl4dEr5",
          "name": "Mia Chen",
        },
        "surface": "message",
        "timeZone": "Europe/Berlin",
      },
      "type": "event",
    }
  `);
});

test("a mention in a group chat is what follows it", () => {
  expect(meaning("group-chat-mention")).toMatchInlineSnapshot(`
    {
      "event": {
        "address": {
          "channel": "19:0group0chat0000000000000000000@thread.v2",
          "platform": "teams",
          "tenant": "0a6c6f0e-6a3f-4c3b-9a55-3f1d7f2b0001",
        },
        "canOfferForm": true,
        "hasOwnShare": true,
        "isInTheOpen": true,
        "place": "channel",
        "placeUrl": "https://teams.microsoft.com/l/message/19%3A0group0chat0000000000000000000%40thread.v2/1763644935333?tenantId=0a6c6f0e-6a3f-4c3b-9a55-3f1d7f2b0001&context=%7B%22contextType%22%3A%22chat%22%7D",
        "text": "mine",
        "type": "command",
      },
      "spot": {
        "activityId": "1763644935333",
        "conversation": {
          "id": "19:0group0chat0000000000000000000@thread.v2",
          "serviceUrl": "https://smba.trafficmanager.net/emea/0a6c6f0e-6a3f-4c3b-9a55-3f1d7f2b0001/",
          "tenant": "0a6c6f0e-6a3f-4c3b-9a55-3f1d7f2b0001",
          "type": "groupChat",
        },
        "deliveryId": "d",
        "isRepeat": false,
        "sender": {
          "directoryId": "5b0c2a7e-1111-4f00-9000-00000000a002",
          "id": "29:1Jon3PLs9uR6mQc2Zk8fGt1",
          "name": "Jonas Weber",
        },
        "surface": "message",
        "timeZone": "Europe/Berlin",
      },
      "type": "event",
    }
  `);
});

test("a slash command is asked in private, without its slash", () => {
  expect(meaning("slash-command")).toMatchInlineSnapshot(`
    {
      "event": {
        "address": {
          "channel": "19:help0payments@thread.tacv2",
          "platform": "teams",
          "tenant": "0a6c6f0e-6a3f-4c3b-9a55-3f1d7f2b0001",
          "thread": "1763644940444",
        },
        "canOfferForm": true,
        "hasOwnShare": true,
        "place": "channel",
        "placeUrl": "https://teams.microsoft.com/l/channel/19%3Ahelp0payments%40thread.tacv2/channel?groupId=d2f0c3b4-2222-4a00-8000-00000000b001&tenantId=0a6c6f0e-6a3f-4c3b-9a55-3f1d7f2b0001",
        "text": "whoowns payments-api",
        "type": "command",
      },
      "spot": {
        "activityId": "1763644940444",
        "conversation": {
          "groupId": "d2f0c3b4-2222-4a00-8000-00000000b001",
          "id": "19:help0payments@thread.tacv2",
          "serviceUrl": "https://smba.trafficmanager.net/emea/0a6c6f0e-6a3f-4c3b-9a55-3f1d7f2b0001/",
          "teamId": "19:general0payments@thread.tacv2",
          "tenant": "0a6c6f0e-6a3f-4c3b-9a55-3f1d7f2b0001",
          "thread": "1763644940444",
          "type": "channel",
        },
        "deliveryId": "d",
        "isRepeat": false,
        "sender": {
          "directoryId": "5b0c2a7e-1111-4f00-9000-00000000a001",
          "id": "29:1Mia7XKq2hT0nVb8Wl4dEr5",
          "name": "Mia Chen",
        },
        "surface": "slash",
        "timeZone": "Europe/Berlin",
      },
      "type": "event",
    }
  `);
});

test("a button's data are a press of its message", () => {
  expect(meaning("action-submit")).toMatchInlineSnapshot(`
    {
      "event": {
        "address": {
          "channel": "19:help0payments@thread.tacv2",
          "platform": "teams",
          "tenant": "0a6c6f0e-6a3f-4c3b-9a55-3f1d7f2b0001",
          "thread": "1763644000000",
        },
        "hasOwnShare": true,
        "message": {
          "channel": "19:help0payments@thread.tacv2",
          "id": "1763644950000",
          "platform": "teams",
          "tenant": "0a6c6f0e-6a3f-4c3b-9a55-3f1d7f2b0001",
          "thread": "1763644000000",
          "url": "https://teams.microsoft.com/l/message/19%3Ahelp0payments%40thread.tacv2/1763644950000?tenantId=0a6c6f0e-6a3f-4c3b-9a55-3f1d7f2b0001&groupId=d2f0c3b4-2222-4a00-8000-00000000b001&parentMessageId=1763644000000",
        },
        "place": "channel",
        "placeUrl": "https://teams.microsoft.com/l/message/19%3Ahelp0payments%40thread.tacv2/1763644000000?tenantId=0a6c6f0e-6a3f-4c3b-9a55-3f1d7f2b0001&groupId=d2f0c3b4-2222-4a00-8000-00000000b001&parentMessageId=1763644000000",
        "press": "take",
        "type": "press",
        "value": "question-1",
      },
      "spot": {
        "activityId": "f:5d1c7c5e-1ec8-4d3a-9f70-0000000000c1",
        "conversation": {
          "groupId": "d2f0c3b4-2222-4a00-8000-00000000b001",
          "id": "19:help0payments@thread.tacv2",
          "serviceUrl": "https://smba.trafficmanager.net/emea/0a6c6f0e-6a3f-4c3b-9a55-3f1d7f2b0001/",
          "teamId": "19:general0payments@thread.tacv2",
          "tenant": "0a6c6f0e-6a3f-4c3b-9a55-3f1d7f2b0001",
          "thread": "1763644000000",
          "type": "channel",
        },
        "deliveryId": "d",
        "isRepeat": false,
        "pressedId": "1763644950000",
        "sender": {
          "directoryId": "5b0c2a7e-1111-4f00-9000-00000000a001",
          "id": "29:1Mia7XKq2hT0nVb8Wl4dEr5",
          "name": "Mia Chen",
        },
        "surface": "button",
        "timeZone": "Europe/Berlin",
      },
      "type": "event",
    }
  `);
});

test("a button outside of threads is pressed in its channel: others may not see its message", () => {
  const given = JSON.parse(readFileSync(new URL("action-submit.json", folder), "utf8"));
  const [id] = given.conversation.id.split(";");
  const activity = parseActivity({ ...given, conversation: { ...given.conversation, id } });
  const read = activity && readActivity(activity, { tenant, deliveryId: "d", isRepeat: false });

  expect(read).toMatchObject({
    event: {
      message: { url: expect.stringContaining("/l/message/19%3Ahelp0payments%40thread.tacv2/1763644950000?") },
      placeUrl: expect.stringContaining("/l/channel/19%3Ahelp0payments%40thread.tacv2/"),
    },
  });
});

test("a button of another version is an old one", () => {
  expect(meaning("action-submit-of-another-version")).toMatchInlineSnapshot(`
    {
      "spot": {
        "activityId": "f:5d1c7c5e-1ec8-4d3a-9f70-0000000000c2",
        "conversation": {
          "id": "a:1pErSoNaL-mia-callboard",
          "serviceUrl": "https://smba.trafficmanager.net/emea/0a6c6f0e-6a3f-4c3b-9a55-3f1d7f2b0001/",
          "tenant": "0a6c6f0e-6a3f-4c3b-9a55-3f1d7f2b0001",
          "type": "personal",
        },
        "deliveryId": "d",
        "isRepeat": false,
        "pressedId": "1763644950001",
        "sender": {
          "directoryId": "5b0c2a7e-1111-4f00-9000-00000000a001",
          "id": "29:1Mia7XKq2hT0nVb8Wl4dEr5",
          "name": "Mia Chen",
        },
        "surface": "button",
        "timeZone": "Europe/Berlin",
      },
      "type": "old-button",
    }
  `);
});

test("a button of Action.Execute replaces its card", () => {
  expect(meaning("action-execute")).toMatchInlineSnapshot(`
    {
      "event": {
        "address": {
          "channel": "19:help0payments@thread.tacv2",
          "platform": "teams",
          "tenant": "0a6c6f0e-6a3f-4c3b-9a55-3f1d7f2b0001",
          "thread": "1763644000000",
        },
        "hasOwnShare": true,
        "place": "channel",
        "placeUrl": "https://teams.microsoft.com/l/message/19%3Ahelp0payments%40thread.tacv2/1763644000000?tenantId=0a6c6f0e-6a3f-4c3b-9a55-3f1d7f2b0001&groupId=d2f0c3b4-2222-4a00-8000-00000000b001&parentMessageId=1763644000000",
        "text": "show component:default/payments-api",
        "type": "command",
      },
      "spot": {
        "activityId": "f:5d1c7c5e-1ec8-4d3a-9f70-0000000000c3",
        "conversation": {
          "groupId": "d2f0c3b4-2222-4a00-8000-00000000b001",
          "id": "19:help0payments@thread.tacv2",
          "serviceUrl": "https://smba.trafficmanager.net/emea/0a6c6f0e-6a3f-4c3b-9a55-3f1d7f2b0001/",
          "teamId": "19:general0payments@thread.tacv2",
          "tenant": "0a6c6f0e-6a3f-4c3b-9a55-3f1d7f2b0001",
          "thread": "1763644000000",
          "type": "channel",
        },
        "deliveryId": "d",
        "isRepeat": false,
        "pressedId": "1763644955000",
        "replaces": true,
        "sender": {
          "directoryId": "5b0c2a7e-1111-4f00-9000-00000000a001",
          "id": "29:1Mia7XKq2hT0nVb8Wl4dEr5",
          "name": "Mia Chen",
        },
        "surface": "execute",
        "timeZone": "Europe/Berlin",
      },
      "type": "event",
    }
  `);
});

test("task/fetch opens a form", () => {
  expect(meaning("task-fetch")).toMatchInlineSnapshot(`
    {
      "event": {
        "address": {
          "channel": "19:help0payments@thread.tacv2",
          "platform": "teams",
          "tenant": "0a6c6f0e-6a3f-4c3b-9a55-3f1d7f2b0001",
          "thread": "1763644000000",
        },
        "canOpenForm": true,
        "flow": "ask",
        "hasOwnShare": true,
        "place": "channel",
        "placeUrl": "https://teams.microsoft.com/l/message/19%3Ahelp0payments%40thread.tacv2/1763644000000?tenantId=0a6c6f0e-6a3f-4c3b-9a55-3f1d7f2b0001&groupId=d2f0c3b4-2222-4a00-8000-00000000b001&parentMessageId=1763644000000",
        "state": "component:default/payments-api",
        "type": "open",
      },
      "spot": {
        "activityId": "f:5d1c7c5e-1ec8-4d3a-9f70-0000000000c4",
        "conversation": {
          "groupId": "d2f0c3b4-2222-4a00-8000-00000000b001",
          "id": "19:help0payments@thread.tacv2",
          "serviceUrl": "https://smba.trafficmanager.net/emea/0a6c6f0e-6a3f-4c3b-9a55-3f1d7f2b0001/",
          "teamId": "19:general0payments@thread.tacv2",
          "tenant": "0a6c6f0e-6a3f-4c3b-9a55-3f1d7f2b0001",
          "thread": "1763644000000",
          "type": "channel",
        },
        "deliveryId": "d",
        "isRepeat": false,
        "pressedId": "1763644960000",
        "sender": {
          "directoryId": "5b0c2a7e-1111-4f00-9000-00000000a001",
          "id": "29:1Mia7XKq2hT0nVb8Wl4dEr5",
          "name": "Mia Chen",
        },
        "surface": "dialog",
        "timeZone": "Europe/Berlin",
      },
      "type": "event",
    }
  `);
});

test("a button of an answer in a dialog is a command", () => {
  expect(meaning("task-submit-in-answer")).toMatchInlineSnapshot(`
    {
      "event": {
        "address": {
          "channel": "a:1pErSoNaL-mia-callboard",
          "platform": "teams",
          "tenant": "0a6c6f0e-6a3f-4c3b-9a55-3f1d7f2b0001",
        },
        "canOpenForm": true,
        "hasOwnShare": true,
        "place": "direct",
        "text": "deps payments-api",
        "type": "command",
      },
      "spot": {
        "activityId": "f:5d1c7c5e-1ec8-4d3a-9f70-0000000000c6",
        "conversation": {
          "id": "a:1pErSoNaL-mia-callboard",
          "serviceUrl": "https://smba.trafficmanager.net/emea/0a6c6f0e-6a3f-4c3b-9a55-3f1d7f2b0001/",
          "tenant": "0a6c6f0e-6a3f-4c3b-9a55-3f1d7f2b0001",
          "type": "personal",
        },
        "deliveryId": "d",
        "isRepeat": false,
        "sender": {
          "directoryId": "5b0c2a7e-1111-4f00-9000-00000000a001",
          "id": "29:1Mia7XKq2hT0nVb8Wl4dEr5",
          "name": "Mia Chen",
        },
        "surface": "dialog",
        "timeZone": "Europe/Berlin",
      },
      "type": "event",
    }
  `);
});

test("an entry of a message's menu brings all that can be read in the message", () => {
  expect(meaning("message-menu")).toMatchInlineSnapshot(`
    {
      "event": {
        "address": {
          "channel": "19:help0payments@thread.tacv2",
          "platform": "teams",
          "tenant": "0a6c6f0e-6a3f-4c3b-9a55-3f1d7f2b0001",
          "thread": "1763640000123",
        },
        "canOpenForm": true,
        "hasOwnShare": true,
        "place": "channel",
        "placeUrl": "https://teams.microsoft.com/l/message/19%3Ahelp0payments%40thread.tacv2/1763640000123?tenantId=0a6c6f0e-6a3f-4c3b-9a55-3f1d7f2b0001&parentMessageId=1763640000123",
        "shortcut": "who-owns-this",
        "texts": [
          "Checkout is slow",
          "https://github.com/acme/payments-api/pull/7",
          "See this change by Jonas Weber & others",
          "Deploy of payments-api failed",
          "Stage",
          "production",
          "Logs",
          "https://ci.acme.example/runs/42",
        ],
        "type": "shortcut",
      },
      "spot": {
        "activityId": "f:5d1c7c5e-1ec8-4d3a-9f70-0000000000c8",
        "conversation": {
          "id": "19:help0payments@thread.tacv2",
          "serviceUrl": "https://smba.trafficmanager.net/emea/0a6c6f0e-6a3f-4c3b-9a55-3f1d7f2b0001/",
          "teamId": "19:general0payments@thread.tacv2",
          "tenant": "0a6c6f0e-6a3f-4c3b-9a55-3f1d7f2b0001",
          "thread": "1763640000123",
          "type": "channel",
        },
        "deliveryId": "d",
        "isRepeat": false,
        "pressedId": "1763640000123",
        "sender": {
          "directoryId": "5b0c2a7e-1111-4f00-9000-00000000a001",
          "id": "29:1Mia7XKq2hT0nVb8Wl4dEr5",
          "name": "Mia Chen",
        },
        "surface": "menu",
        "timeZone": "Europe/Berlin",
      },
      "type": "event",
    }
  `);
});

test("an entry of the compose box is a shortcut on nothing", () => {
  expect(meaning("compose-menu")).toMatchInlineSnapshot(`
    {
      "event": {
        "address": {
          "channel": "19:5b0c2a7e-1111-4f00-9000-00000000a001_5b0c2a7e-1111-4f00-9000-00000000a002@unq.gbl.spaces",
          "platform": "teams",
          "tenant": "0a6c6f0e-6a3f-4c3b-9a55-3f1d7f2b0001",
        },
        "canOpenForm": true,
        "hasOwnShare": true,
        "place": "channel",
        "shortcut": "find-in-catalog",
        "texts": [],
        "type": "shortcut",
      },
      "spot": {
        "activityId": "f:5d1c7c5e-1ec8-4d3a-9f70-0000000000c9",
        "conversation": {
          "id": "19:5b0c2a7e-1111-4f00-9000-00000000a001_5b0c2a7e-1111-4f00-9000-00000000a002@unq.gbl.spaces",
          "serviceUrl": "https://smba.trafficmanager.net/emea/0a6c6f0e-6a3f-4c3b-9a55-3f1d7f2b0001/",
          "tenant": "0a6c6f0e-6a3f-4c3b-9a55-3f1d7f2b0001",
          "type": "groupChat",
        },
        "deliveryId": "d",
        "isRepeat": false,
        "sender": {
          "directoryId": "5b0c2a7e-1111-4f00-9000-00000000a001",
          "id": "29:1Mia7XKq2hT0nVb8Wl4dEr5",
          "name": "Mia Chen",
        },
        "surface": "menu",
        "timeZone": "Europe/Berlin",
      },
      "type": "event",
    }
  `);
});

test("a button in a dialog that a menu opened is as good as any", () => {
  expect(meaning("menu-submit")).toMatchInlineSnapshot(`
    {
      "event": {
        "address": {
          "channel": "19:help0payments@thread.tacv2",
          "platform": "teams",
          "tenant": "0a6c6f0e-6a3f-4c3b-9a55-3f1d7f2b0001",
          "thread": "1763640000123",
        },
        "canOpenForm": true,
        "flow": "ask",
        "hasOwnShare": true,
        "place": "channel",
        "placeUrl": "https://teams.microsoft.com/l/channel/19%3Ahelp0payments%40thread.tacv2/channel?tenantId=0a6c6f0e-6a3f-4c3b-9a55-3f1d7f2b0001",
        "state": "component:default/payments-api",
        "type": "open",
      },
      "spot": {
        "activityId": "f:5d1c7c5e-1ec8-4d3a-9f70-0000000000d1",
        "conversation": {
          "id": "19:help0payments@thread.tacv2",
          "serviceUrl": "https://smba.trafficmanager.net/emea/0a6c6f0e-6a3f-4c3b-9a55-3f1d7f2b0001/",
          "teamId": "19:general0payments@thread.tacv2",
          "tenant": "0a6c6f0e-6a3f-4c3b-9a55-3f1d7f2b0001",
          "thread": "1763640000123",
          "type": "channel",
        },
        "deliveryId": "d",
        "isRepeat": false,
        "sender": {
          "directoryId": "5b0c2a7e-1111-4f00-9000-00000000a001",
          "id": "29:1Mia7XKq2hT0nVb8Wl4dEr5",
          "name": "Mia Chen",
        },
        "surface": "menu",
        "timeZone": "Europe/Berlin",
      },
      "type": "event",
    }
  `);
});

test("the app that was installed says what it can", () => {
  expect(meaning("installed-personally")).toMatchInlineSnapshot(`
    {
      "event": {
        "address": {
          "channel": "a:1pErSoNaL-mia-callboard",
          "platform": "teams",
          "tenant": "0a6c6f0e-6a3f-4c3b-9a55-3f1d7f2b0001",
        },
        "hasOwnShare": true,
        "isInTheOpen": true,
        "place": "direct",
        "text": "help",
        "type": "command",
      },
      "spot": {
        "activityId": "f:5d1c7c5e-1ec8-4d3a-9f70-0000000000d2",
        "conversation": {
          "id": "a:1pErSoNaL-mia-callboard",
          "serviceUrl": "https://smba.trafficmanager.net/emea/0a6c6f0e-6a3f-4c3b-9a55-3f1d7f2b0001/",
          "tenant": "0a6c6f0e-6a3f-4c3b-9a55-3f1d7f2b0001",
          "type": "personal",
        },
        "deliveryId": "d",
        "isRepeat": false,
        "sender": {
          "directoryId": "5b0c2a7e-1111-4f00-9000-00000000a001",
          "id": "29:1Mia7XKq2hT0nVb8Wl4dEr5",
          "name": "Mia Chen",
        },
        "surface": "install",
        "timeZone": "Europe/Berlin",
      },
      "type": "event",
    }
  `);
});

test("the app that was installed in a team says so there", () => {
  expect(meaning("installed-in-team")).toMatchInlineSnapshot(`
    {
      "event": {
        "address": {
          "channel": "19:general0payments@thread.tacv2",
          "platform": "teams",
          "tenant": "0a6c6f0e-6a3f-4c3b-9a55-3f1d7f2b0001",
        },
        "hasOwnShare": true,
        "isInTheOpen": true,
        "place": "channel",
        "text": "help",
        "type": "command",
      },
      "spot": {
        "activityId": "f:5d1c7c5e-1ec8-4d3a-9f70-0000000000d3",
        "conversation": {
          "groupId": "d2f0c3b4-2222-4a00-8000-00000000b001",
          "id": "19:general0payments@thread.tacv2",
          "serviceUrl": "https://smba.trafficmanager.net/emea/0a6c6f0e-6a3f-4c3b-9a55-3f1d7f2b0001/",
          "teamId": "19:general0payments@thread.tacv2",
          "teamName": "Payments",
          "tenant": "0a6c6f0e-6a3f-4c3b-9a55-3f1d7f2b0001",
          "type": "channel",
        },
        "deliveryId": "d",
        "isRepeat": false,
        "sender": {
          "directoryId": "5b0c2a7e-1111-4f00-9000-00000000a001",
          "id": "29:1Mia7XKq2hT0nVb8Wl4dEr5",
          "name": "Mia Chen",
        },
        "surface": "install",
        "timeZone": "Europe/Berlin",
      },
      "type": "event",
    }
  `);
});

test("a bot that was added is an app that was installed", () => {
  expect(meaning("bot-added-to-team")).toMatchInlineSnapshot(`
    {
      "event": {
        "address": {
          "channel": "19:general0payments@thread.tacv2",
          "platform": "teams",
          "tenant": "0a6c6f0e-6a3f-4c3b-9a55-3f1d7f2b0001",
        },
        "hasOwnShare": true,
        "isInTheOpen": true,
        "place": "channel",
        "text": "help",
        "type": "command",
      },
      "spot": {
        "activityId": "f:5d1c7c5e-1ec8-4d3a-9f70-0000000000d6",
        "conversation": {
          "groupId": "d2f0c3b4-2222-4a00-8000-00000000b001",
          "id": "19:general0payments@thread.tacv2",
          "serviceUrl": "https://smba.trafficmanager.net/emea/0a6c6f0e-6a3f-4c3b-9a55-3f1d7f2b0001/",
          "teamId": "19:general0payments@thread.tacv2",
          "teamName": "Payments",
          "tenant": "0a6c6f0e-6a3f-4c3b-9a55-3f1d7f2b0001",
          "type": "channel",
        },
        "deliveryId": "d",
        "isRepeat": false,
        "sender": {
          "directoryId": "5b0c2a7e-1111-4f00-9000-00000000a001",
          "id": "29:1Mia7XKq2hT0nVb8Wl4dEr5",
          "name": "Mia Chen",
        },
        "surface": "install",
        "timeZone": "Europe/Berlin",
      },
      "type": "event",
    }
  `);
});

test.each([
  "channel-message-without-mention",
  "edited-message",
  "message-of-a-bot",
  "person-added-to-team",
  "reaction",
  "removed-from-team",
  "upgraded",
])("%s is nothing that anybody waits for", (name) => {
  expect(meaning(name)).toEqual({ type: "nothing" });
});

test("forms and search fields are read elsewhere", () => {
  expect(meaning("task-submit")).toMatchObject({ type: "old-button" });
  expect(meaning("application-search")).toEqual({ type: "nothing" });
});

test("what is kept of an activity is read to the same", () => {
  for (const name of readdirSync(folder)) {
    const activity = parseActivity(JSON.parse(readFileSync(new URL(name, folder), "utf8")));

    expect(activity).toBeDefined();
    expect(parseActivity(JSON.parse(JSON.stringify(activity)))).toEqual(activity);
  }
});
