import { chatAdapterContract } from "../../src/testing/chat-adapter-contract.ts";
import { hurriedClock } from "../../src/testing/slack-bench.ts";
import { homeTenant, startTenant, storeWithChat, teamsBench } from "../../src/testing/teams-bench.ts";

/** What Mia sees in her personal chat with the bot, which she has had for long. */
async function subject() {
  const on = await startTenant();
  // Its property sends more at once than Teams takes.
  const { adapter } = await teamsBench({
    on,
    store: await storeWithChat(on, "mia"),
    isIdle: true,
    clock: hurriedClock(20),
  });
  const mia = on.as("mia");
  return {
    adapter,
    address: { platform: "teams", tenant: homeTenant, channel: mia.conversation().id },
    say: async (text: string) => void (await mia.say(text)),
    seen: () => JSON.stringify(mia.seesPersonal()),
  };
}

chatAdapterContract("Teams", subject);
