import { createContext, useContext, useSyncExternalStore } from "react";
import type { LiveEvent, ShownMessage, Status, Workspace } from "../../desk/protocol.ts";
import { isOutdated } from "../../page/outdated.ts";
import type { ExchangeLine } from "../../wire/exchange.ts";
import type { Act, ActResult } from "../desk/act.ts";
import type { ShownView } from "../desk/protocol.ts";
import { openEvents } from "./open-events.ts";

/** What the page knows of the simulated Slack, as one person sees it. */
export interface Seen {
  /** Undefined until the first event. */
  readonly workspace: Workspace | undefined;
  /** By key, oldest first. */
  readonly messages: ReadonlyMap<string, ShownMessage>;
  readonly views: readonly ShownView[];
  /** By id, oldest first. */
  readonly exchanges: ReadonlyMap<number, ExchangeLine>;
  readonly status: Status | undefined;
  /** Whether events should be coming and are not. */
  readonly isLost: boolean;
}

const nothing: Seen = {
  workspace: undefined,
  messages: new Map(),
  views: [],
  exchanges: new Map(),
  status: undefined,
  isLost: false,
};

/** As many as the server keeps. */
const keptExchanges = 1000;

/** The live view of one person, and what they do. */
export interface Live {
  readonly viewerId: string;
  readonly seen: () => Seen;
  readonly subscribe: (listener: () => void) => () => void;
  /** Does something as this person. Never rejects: what went wrong is the result's `problem`. */
  readonly act: (act: Act) => Promise<ActResult>;
  readonly close: () => void;
}

/** Connects as a person; `viewerId` "" leaves the choice to the server. */
export function openLive(viewerId: string): Live {
  let seen = nothing;
  const listeners = new Set<() => void>();
  const show = (next: Seen): void => {
    seen = next;
    for (const listener of listeners) listener();
  };
  const address = `/slack/live?as=${encodeURIComponent(viewerId)}`;
  const onEvent = (event: LiveEvent): void => {
    if (isOutdated(event.script)) {
      // What a newer playground tells may be more than this page understands.
      close();
      location.reload();
    } else show(after(seen, event));
  };
  const close = openEvents(address, onEvent, () => show({ ...seen, isLost: true }));

  return {
    viewerId,
    seen: () => seen,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    act: (act) => send(seen.workspace?.viewerId ?? viewerId, act),
    close,
  };
}

/** What is known after an event. */
function after(before: Seen, event: LiveEvent): Seen {
  const base = event.isWhole ? nothing : before;
  return {
    workspace: event.workspace ?? base.workspace,
    messages: mergedMessages(base.messages, event),
    views: (event.overlays as readonly ShownView[] | undefined) ?? base.views,
    exchanges:
      event.exchanges.length === 0
        ? base.exchanges
        : new Map(
            [...base.exchanges, ...event.exchanges.map((line) => [line.id, line] as const)].slice(-keptExchanges),
          ),
    status: event.status ?? base.status,
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

async function send(viewerId: string, act: Act): Promise<ActResult> {
  try {
    const response = await fetch(`/slack/acts?as=${encodeURIComponent(viewerId)}`, {
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

/** What `select` takes of what is known; the component renders again when that changes. */
export function useSeen<T>(select: (seen: Seen) => T): T {
  const live = useLive();
  const selected = (): T => select(live.seen());
  return useSyncExternalStore(live.subscribe, selected, selected);
}
