import { chatAdapterContract } from "../../src/testing/chat-adapter-contract.ts";
import { slackBench } from "../../src/testing/slack-bench.ts";

/** What Mia sees in her direct messages with the bot. */
async function subject(isSocket: boolean) {
  const { slack, adapter } = await slackBench({ isSocket, isIdle: true });
  const mia = slack.as("mia", { channel: "im" });
  const channel = (slack.world.channels.get("D0MIA") ?? (await openDirect(slack))).id;
  return {
    adapter,
    address: { platform: "slack", tenant: "T0WORKSPACE", channel },
    say: async (text: string) => void (await mia.directMessage(text)),
    seen: () =>
      mia
        .seesDirect()
        .map(({ text, blocks }) => `${text}\n${JSON.stringify(blocks ?? [])}`)
        .join("\n"),
  };
}

async function openDirect(slack: Awaited<ReturnType<typeof slackBench>>["slack"]) {
  const channel = {
    id: "D0MIA",
    name: "directmessage",
    kind: "im" as const,
    teamId: "T0WORKSPACE",
    isShared: false,
    isArchived: false,
    members: new Set(["U0MIA", slack.botUserId]),
  };
  slack.world.channels.set(channel.id, channel);
  return channel;
}

chatAdapterContract("Slack over HTTP", () => subject(false));
chatAdapterContract("Slack over Socket Mode", () => subject(true));
