import type { LiveEvent } from "../../playground/desk/protocol.ts";

/** The first live event of whoever comes to a page, which tells everything, as it is sent. */
export async function firstEventText(url: string): Promise<string> {
  const { body } = await fetch(url);
  let text = "";
  for await (const chunk of body ?? []) {
    text += Buffer.from(chunk).toString();
    const event = /^data: .*$/m.exec(text.slice(0, text.lastIndexOf("\n")))?.[0];
    if (event !== undefined) return event;
  }
  throw new Error(`No event: ${text}`);
}

/** The same, read. */
export async function firstEvent(url: string): Promise<LiveEvent> {
  return JSON.parse((await firstEventText(url)).slice("data: ".length)) as LiveEvent;
}
