import { type ComponentProps, type MouseEvent, useState } from "react";
import type { Workspace } from "../../desk/protocol.ts";
import { useSeen } from "../../page/live.ts";
import { goTo, type Place } from "../../page/place.ts";
import text from "../../page/text.module.css";

/** An address of Teams, and what is asked for there. */
const inTeams =
  /^https:\/\/teams\.(?:microsoft\.com|cloud\.microsoft)\/l\/(message|channel|chat)\/([^/?#]+)(?:\/([^/?#]+))?/;

/** Where in the page an address of Teams leads: to a conversation or one of its messages. Undefined for any other. */
export function placeOfLink(url: string): Place | undefined {
  const [, kind, conversation = "", message = ""] = inTeams.exec(url) ?? [];
  if (kind === undefined || kind === "chat") return undefined;
  const channel = decodeURIComponent(conversation);
  if (kind === "channel") return { channel };
  const [thread, shown] = [new URL(url).searchParams.get("parentMessageId"), decodeURIComponent(message)];
  return { channel, message: tsOf(shown), ...(thread && thread !== shown && { thread: tsOf(thread) }) };
}

/** The ids of messages are milliseconds. */
function tsOf(id: string): string {
  return `${id.slice(0, -3)}.${id.slice(-3)}000`;
}

/** Who it is with whom an address of Teams begins a chat. */
function personOfLink(url: string, workspace: Workspace | undefined): string | undefined {
  if (inTeams.exec(url)?.[1] !== "chat") return undefined;
  const [name] = new URL(url).searchParams.get("users")?.split("@") ?? [];
  const person = workspace?.people.find((one) => one.name === name);
  return person && [person.realName, person.about].filter(Boolean).join(" · ");
}

/** Goes where an address leads within the page, or says who that is; false for any other address. */
export function useVisit() {
  const workspace = useSeen((seen) => seen.workspace);
  const [who, setWho] = useState<string>();
  const visit = (url: string): boolean => {
    const [place, person] = [placeOfLink(url), personOfLink(url, workspace)];
    if (place) goTo(place);
    setWho(person);
    return place !== undefined || person !== undefined;
  };
  return { who, visit };
}

/** Something with links in it: those into Teams stay within the page. */
export function Links(props: ComponentProps<"div">) {
  const { who, visit } = useVisit();
  const onClick = (event: MouseEvent): void => {
    const link = (event.target as Element).closest("a");
    if (link && visit(link.href)) event.preventDefault();
  };
  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions lint/a11y/useKeyWithClickEvents: the links in it have the keys. */}
      <div {...props} onClick={onClick} />
      {who && (
        <p role="status" className={text.quiet}>
          {who}
        </p>
      )}
    </>
  );
}
