import type { ReactNode } from "react";
import { hrefOf, type Place } from "../../../page/place.ts";
import type { ShownPerson, Workspace } from "../../desk/protocol.ts";
import { useSeen } from "../live.ts";
import { Person } from "./person.tsx";

/** Where in the page an address of the workspace leads: to a conversation or one of its messages. Undefined for any other. */
export function placeOfPermalink(url: string, workspace: Workspace | undefined): Place | undefined {
  const { pathname, searchParams } = inWorkspace(url, workspace) ?? {};
  const [, channel, digits] = /^\/archives\/([A-Z0-9]+)(?:\/p(\d{7,}))?\/?$/.exec(pathname ?? "") ?? [];
  if (channel === undefined) return undefined;
  if (digits === undefined) return { channel };
  // The dot is left out of the address: six digits stand behind it.
  const message = `${digits.slice(0, -6)}.${digits.slice(-6)}`;
  const thread = searchParams?.get("thread_ts");
  return { channel, message, ...(thread && /^\d+\.\d+$/.test(thread) && { thread }) };
}

/** Whose profile an address of the workspace shows. */
function personOfPermalink(url: string, workspace: Workspace | undefined): ShownPerson | undefined {
  const [, id] = /^\/team\/([A-Z0-9]+)\/?$/.exec(inWorkspace(url, workspace)?.pathname ?? "") ?? [];
  return workspace?.people.find((person) => person.id === id);
}

function inWorkspace(url: string, workspace: Workspace | undefined): URL | undefined {
  if (workspace === undefined || !URL.canParse(url)) return undefined;
  const address = new URL(url);
  return address.protocol === "https:" && address.host === `${workspace.domain}.slack.com` ? address : undefined;
}

/** A link: within the page where it leads into the workspace, to a tab of its own otherwise; words alone when it is no safe address. */
export function Link({ url, children }: { readonly url: string; readonly children: ReactNode }) {
  const workspace = useSeen((seen) => seen.workspace);
  const place = placeOfPermalink(url, workspace);
  if (place !== undefined) return <a href={hrefOf(place)}>{children}</a>;
  const person = personOfPermalink(url, workspace);
  if (person !== undefined) return <Person person={person}>{children}</Person>;
  if (!isOpenable(url)) return children;
  return (
    <a href={url} target="_blank" rel="noreferrer noopener">
      {children}
    </a>
  );
}

function isOpenable(url: string): boolean {
  return URL.canParse(url) && /^(?:https?|mailto|tel|slack):$/.test(new URL(url).protocol);
}
