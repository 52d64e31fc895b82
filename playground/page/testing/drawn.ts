import { type ComponentType, createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import type { Workspace } from "../../desk/protocol.ts";
import { type Live, LiveContext, type Seen } from "../live.ts";
import type { Platform } from "../platform.ts";

const about = { about: "", isApp: false };

/** A small workspace as Mia sees it. */
const workspace: Workspace = {
  viewerId: "U0MIA",
  name: "Acme",
  home: "https://acme.slack.com/",
  appUserId: "U0APP",
  people: [
    { id: "U0MIA", name: "mia", realName: "Mia Chen", ...about },
    { id: "U0JON", name: "jon", realName: "Jonas Weber", ...about },
    { id: "U0APP", name: "callboard", realName: "Callboard", about: "", isApp: true },
  ],
  channels: [
    { id: "C0CHECKOUT", name: "checkout-dev", kind: "channel", section: "Channels", isMember: true, memberCount: 3 },
  ],
  commands: [],
  shortcuts: [],
  prompts: [],
};

/** A live view in which nothing happens. */
function stillLive(seen: Partial<Seen> = {}): Live {
  const all: Seen = {
    workspace,
    messages: new Map(),
    overlays: [],
    exchanges: new Map(),
    status: undefined,
    platforms: [],
    githubUrl: undefined,
    isLost: false,
    ...seen,
  };
  return {
    platform: {} as Platform,
    viewerId: "U0MIA",
    seen: () => all,
    subscribe: () => () => {},
    act: async () => ({}),
    close: () => {},
  };
}

/** A component of the page as HTML without its classes, as Mia sees it. */
export function drawn<Props extends object>(component: ComponentType<Props>, props: Props): string {
  const page = createElement(LiveContext, { value: stillLive() }, createElement(component, props));
  return renderToStaticMarkup(page).replace(/ class="[^"]*"/g, "");
}

/** What can be read in HTML. */
export function wordsOf(html: string): string {
  return html
    .replace(/<[^>]*>/g, "")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&#x27;", "'")
    .replaceAll("&amp;", "&");
}
