import type { z } from "zod";
import type { ExchangeLog } from "../wire/exchange-log.ts";
import type { ActResult } from "./act.ts";
import { differenceOf, type Sight } from "./difference.ts";
import type { LiveEvent, PlatformId } from "./protocol.ts";

/** What a simulated platform shows to somebody at the page, and lets them do. */
export interface DeskPlatform<Act> {
  readonly id: PlatformId;
  readonly exchanges: Pick<ExchangeLog, "get" | "onChange">;
  /** Tells of whatever else can change what is seen; returns how to stop listening. */
  readonly onChange: (listener: () => void) => () => void;
  /** The id of somebody who can be at the page, by id or name. */
  readonly idOf: (named: string) => string | undefined;
  /** Who the page is opened as, by id or name. */
  readonly defaultViewer: string;
  /** Somebody comes to look. */
  readonly enter?: (viewerId: string) => void;
  /** Everything that somebody sees now. What did not change is to be equal, or better the same object. */
  readonly sightOf: (viewerId: string) => Sight;
  readonly act: z.ZodType<Act>;
  /** What is refused is a problem in the result too: what somebody sees can vanish before they press it. */
  readonly perform: (viewerId: string, act: Act) => Promise<ActResult>;
}

/** What the page sees and does. People are named by id or name. */
export interface Desk<Act> {
  readonly platform: DeskPlatform<Act>;
  /** Tells everything at once, then what is new or changed; returns how to stop. Strangers see what the default viewer sees. */
  readonly subscribe: (named: string, listener: (event: LiveEvent) => void) => () => void;
  /** Does something as somebody. */
  readonly perform: (named: string, act: Act) => Promise<ActResult>;
  readonly stop: () => void;
}

/** What happens within this time is told together: one act of the app is often several changes. */
const togetherMs = 15;

/** A desk over this platform. */
export function createDesk<Act>(platform: DeskPlatform<Act>): Desk<Act> {
  const tellings = new Set<() => void>();
  let timer: NodeJS.Timeout | undefined;

  const soon = (): void => {
    if (tellings.size === 0) return;
    timer ??= setTimeout(() => {
      timer = undefined;
      for (const tell of tellings) tell();
    }, togetherMs);
  };
  // Between them they see everything: what the app does goes over the wire, the rest says so itself.
  const stops = [platform.onChange(soon), platform.exchanges.onChange(soon)];

  return {
    platform,
    subscribe: (named, listener) => {
      const viewerId = platform.idOf(named) ?? platform.idOf(platform.defaultViewer) ?? "";
      platform.enter?.(viewerId);
      let before: Sight | undefined;
      const tell = (): void => {
        const now = platform.sightOf(viewerId);
        const event = differenceOf(before, now);
        before = now;
        if (event !== undefined) listener(event);
      };
      tellings.add(tell);
      tell();
      return () => tellings.delete(tell);
    },
    perform: async (named, act) => {
      const viewerId = platform.idOf(named);
      if (viewerId === undefined) return { problem: "There is no such person." };
      return platform.perform(viewerId, act).finally(soon);
    },
    stop: () => {
      for (const stop of stops) stop();
      clearTimeout(timer);
      tellings.clear();
    },
  };
}
