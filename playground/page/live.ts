import { createContext, useContext, useSyncExternalStore } from "react";
import type { ActResult, CommonAct } from "../desk/act.ts";
import type { LiveEvent, PlatformId, ShownMessage, ShownOverlay, Status, Workspace } from "../desk/protocol.ts";
import type { ExchangeLine } from "../wire/exchange.ts";
import { openEvents } from "./open-events.ts";
import { isOutdated } from "./outdated.ts";
import type { Platform } from "./platform.ts";

/** What the page knows of the simulated platform, as one person sees it. */
export interface Seen {
  /** Undefined until the first event. */
  readonly workspace: Workspace | undefined;
  /** By key, oldest first. */
  readonly messages: ReadonlyMap<string, ShownMessage>;
  readonly overlays: readonly ShownOverlay[];
  /** By id, oldest first. */
  readonly exchanges: ReadonlyMap<number, ExchangeLine>;
  readonly status: Status | undefined;
  /** All that can be looked at. */
  readonly platforms: readonly PlatformId[];
  /** Where the pages of the simulated GitHub are; undefined where there is none. */
  readonly githubUrl: string | undefined;
  /** Whether events should be coming and are not. */
  readonly isLost: boolean;
}

const nothing: Seen = {
  workspace: undefined,
  messages: new Map(),
  overlays: [],
  exchanges: new Map(),
  status: undefined,
  platforms: [],
  githubUrl: undefined,
  isLost: false,
};

/** As many as the server keeps. */
const keptExchanges = 1000;

/** The live view of one person, and what they do. */
export interface Live<Act = CommonAct, Result extends ActResult = ActResult> {
  readonly platform: Platform;
  readonly viewerId: string;
  readonly seen: () => Seen;
  readonly subscribe: (listener: () => void) => () => void;
  /** Does something as this person. Never rejects: what went wrong is the result's `problem`. */
  readonly act: (act: Act) => Promise<Result>;
  readonly close: () => void;
}

/** Connects to a platform as a person; `viewerId` "" leaves the choice to the server. */
export function openLive(platform: Platform, viewerId: string): Live {
  let seen = nothing;
  const listeners = new Set<() => void>();
  const show = (next: Seen): void => {
    seen = next;
    for (const listener of listeners) listener();
  };
  const address = `/${platform.id}/live?as=${encodeURIComponent(viewerId)}`;
  const onEvent = (event: LiveEvent): void => {
    if (isOutdated(event.script)) {
      // What a newer playground tells may be more than this page understands.
      close();
      location.reload();
    } else show(after(seen, event));
  };
  const close = openEvents(address, onEvent, () => show({ ...seen, isLost: true }));

  return {
    platform,
    viewerId,
    seen: () => seen,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    act: (act) => send(platform, seen.workspace?.viewerId ?? viewerId, act),
    close,
  };
}

/** What is known after an event. */
function after(before: Seen, event: LiveEvent): Seen {
  const base = event.isWhole ? nothing : before;
  return {
    workspace: event.workspace ?? base.workspace,
    messages: mergedMessages(base.messages, event),
    overlays: event.overlays ?? base.overlays,
    exchanges:
      event.exchanges.length === 0
        ? base.exchanges
        : new Map(
            [...base.exchanges, ...event.exchanges.map((line) => [line.id, line] as const)].slice(-keptExchanges),
          ),
    status: event.status ?? base.status,
    platforms: event.platforms ?? base.platforms,
    githubUrl: event.githubUrl ?? base.githubUrl,
    isLost: false,
  };
}

function mergedMessages(before: Seen["messages"], { messages, gone }: LiveEvent): Seen["messages"] {
  if (messages.length === 0 && gone.length === 0) return before;
  const all = new Map(before);
  for (const key of gone) all.delete(key);
  for (const message of messages) all.set(message.key, message);
  return new Map([...all].sort(([, a], [, b]) => Number(a.ts) - Number(b.ts)));
}

async function send({ id }: Platform, viewerId: string, act: CommonAct): Promise<ActResult> {
  try {
    const response = await fetch(`/${id}/acts?as=${encodeURIComponent(viewerId)}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(act),
    });
    return (await response.json()) as ActResult;
  } catch {
    return { problem: "The playground does not answer. Is npm start still running?" };
  }
}

/** Who is at the page. */
export const LiveContext = createContext<Live | undefined>(undefined);

/** The live view of whoever is at the page. */
export function useLive(): Live {
  const live = useContext(LiveContext);
  if (live === undefined) throw new Error("A LiveContext.Provider is missing above this component.");
  return live;
}

/** The platform before whoever is at the page. */
export function usePlatform(): Platform {
  return useLive().platform;
}

/** What `select` takes of what is known; the component renders again when that changes. */
export function useSeen<T>(select: (seen: Seen) => T): T {
  const live = useLive();
  const selected = (): T => select(live.seen());
  return useSyncExternalStore(live.subscribe, selected, selected);
}
