import type { Channel, SlackMessage, User, World } from "../world.ts";
import { richText, typedText } from "./typed-text.ts";

/** What somebody writes, and where. */
export interface Writing {
  readonly user: User;
  readonly channel: Channel;
  /** As typed. */
  readonly text: string;
  readonly threadTs?: string | undefined;
  /** When, for what was written before; now unless told. */
  readonly ts?: string;
}

/** Puts a person's message into a conversation. The app is not told. */
export function writeMessage(
  world: World,
  { user, channel, text, threadTs, ts = world.newTs() }: Writing,
): SlackMessage {
  const escaped = typedText(world, text);
  const message: SlackMessage = {
    client_msg_id: world.newId("M"),
    type: "message",
    text: escaped,
    user: user.id,
    ts,
    team: user.teamId,
    blocks: [{ type: "rich_text", block_id: world.newId("b"), elements: [richText(escaped)] }],
    channel: channel.id,
    ...(threadTs === undefined ? {} : { thread_ts: threadTs }),
  };
  world.messages.push(message);
  world.changes.changed();
  return message;
}
