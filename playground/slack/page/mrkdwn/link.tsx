import type { ComponentProps } from "react";
import type { Workspace } from "../../../desk/protocol.ts";
import { Person } from "../../../page/conversation/person.tsx";
import { useSeen } from "../../../page/live.ts";
import { hrefOf, type Place } from "../../../page/place.ts";

/** Where in the page an address of the workspace leads: to a conversation or one of its messages. Undefined for any other. */
export function placeOfPermalink(url: string, workspace: Workspace | undefined): Place | undefined {
  const [, channel, digits, query] = inWorkspace(url, workspace, /^archives\/([A-Z0-9]+)(?:\/p(\d{7,}))?\/?(\?.*)?$/);
  if (channel === undefined) return undefined;
  if (digits === undefined) return { channel };
  // The dot is left out of the address: six digits stand behind it.
  const message = `${digits.slice(0, -6)}.${digits.slice(-6)}`;
  const thread = new URLSearchParams(query).get("thread_ts");
  return { channel, message, ...(thread && /^\d+\.\d+$/.test(thread) && { thread }) };
}

function inWorkspace(url: string, workspace: Workspace | undefined, path: RegExp): readonly (string | undefined)[] {
  const home = workspace?.home ?? "";
  return (home !== "" && url.startsWith(home) && path.exec(url.slice(home.length))) || [];
}

/** A link: within the page where it leads into the workspace, to a tab of its own otherwise; words alone when it is no safe address. */
export function Link({ url, ...props }: ComponentProps<"a"> & { readonly url: string }) {
  const workspace = useSeen((seen) => seen.workspace);
  const place = placeOfPermalink(url, workspace);
  if (place !== undefined) return <a href={hrefOf(place)} {...props} />;
  // Whose profile it shows.
  const [, personId] = inWorkspace(url, workspace, /^team\/([A-Z0-9]+)\/?$/);
  const person = workspace?.people.find(({ id }) => id === personId);
  if (person !== undefined) return <Person person={person}>{props.children}</Person>;
  if (!URL.canParse(url) || !/^(?:https?|mailto|tel|slack):$/.test(new URL(url).protocol)) return props.children;
  return <a href={url} target="_blank" rel="noreferrer noopener" {...props} />;
}
