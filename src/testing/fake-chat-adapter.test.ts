import type { Message } from "../chat/message.ts";
import { plain } from "../chat/text.ts";
import { chatAdapterContract } from "./chat-adapter-contract.ts";
import { createFakeChatAdapter, fakeAddress } from "./fake-chat-adapter.ts";

chatAdapterContract("the fake chat adapter", () => {
  const adapter = createFakeChatAdapter();
  return {
    adapter,
    address: fakeAddress,
    say: (text) => adapter.say(text),
    seen: () => adapter.shown.map((shown) => everyText(shown.message)).join("\n"),
  };
});

/** All texts of a message, labels too. */
function everyText({ text, card }: Message): string {
  const blocks = (card?.blocks ?? []).map((block) => {
    if (block.type === "list") return block.rows.map((row) => plain(row.text)).join("\n");
    if (block.type === "actions") return [...block.main, ...block.more].map((action) => action.label).join("\n");
    return plain(block.text);
  });
  return [plain(text), ...(card ? [plain(card.title)] : []), ...blocks].join("\n");
}
