import { z } from "zod";
import type { ChatUser } from "../../../src/chat/event.ts";
import type { Clock } from "../../../src/clock.ts";
import type { Log } from "../../../src/log.ts";
import type { SlackOptions } from "../slack-options.ts";
import type { SlackCall } from "../web-api/call.ts";
import { refusalCode } from "../web-api/errors.ts";
import type { Home } from "../web-api/home.ts";
import { createAddressBook } from "./address-book.ts";
import { chatUser, slackUser, strangerAs, unknownAs } from "./slack-user.ts";

/** Who people are. */
export interface Directory {
  /** Rejects with `unavailable` when Slack does not say and said nothing in the last day. */
  user(userId: string): Promise<ChatUser>;
  /** The person with an e-mail address; undefined when there is none. */
  idOf(email: string): Promise<string | undefined>;
  /** The same from a list that may be some hours old. @throws BotError `unavailable` while there is none */
  listedId(email: string): string | undefined;
  /** The page of a person whose address is known already. */
  profileUrl(email: string): string | undefined;
  /** Fills the address book until `signal` says so. */
  begin(signal: AbortSignal): void;
}

const freshMs = 10 * 60_000;
const usableMs = 24 * 3_600_000;
/** How long somebody waits for Slack to say who they are: not long where it is known from earlier today. */
const patienceMs = 8_000;
const hurryMs = 1_500;
const maxKnown = 20_000;

interface Known {
  readonly user: ChatUser;
  readonly atMs: number;
}

/** Asks Slack who somebody is, at most every ten minutes for each person. */
export function createDirectory(parts: {
  readonly call: SlackCall;
  readonly home: Home;
  readonly options: Pick<SlackOptions, "guests" | "external">;
  readonly clock: Clock;
  readonly log: Log;
}): Directory {
  const { call, home, options, clock, log } = parts;
  const known = new Map<string, Known>();
  const asking = new Map<string, Promise<ChatUser>>();
  const book = createAddressBook(parts);

  async function ask(userId: string, withinMs: number): Promise<ChatUser> {
    const answer = await call("users.info", { user: userId }, z.object({ user: slackUser }), { withinMs });
    return chatUser(answer.user, home, options);
  }

  /** What was known within the last day. */
  function usable(userId: string): ChatUser | undefined {
    const before = known.get(userId);
    return before !== undefined && clock.monotonicMs() - before.atMs < usableMs ? before.user : undefined;
  }

  function remember(userId: string, user: ChatUser): ChatUser {
    known.delete(userId);
    const [oldest] = known.keys();
    if (known.size >= maxKnown && oldest !== undefined) known.delete(oldest);
    known.set(userId, { user, atMs: clock.monotonicMs() });
    return user;
  }

  async function look(userId: string): Promise<ChatUser> {
    const before = usable(userId);
    try {
      return remember(userId, await ask(userId, before === undefined ? patienceMs : hurryMs));
    } catch (error) {
      const code = refusalCode(error);
      if (code === "missing_scope") return remember(userId, unknownAs(userId, home, options));
      if (code === "user_not_found" || code === "user_not_visible")
        return remember(userId, strangerAs(userId, home, options));
      if (before === undefined) throw error;
      log.warn({ user: userId }, "Slack does not say who somebody is; an older answer is used");
      return before;
    }
  }

  return {
    async user(userId) {
      const before = known.get(userId);
      if (before !== undefined && clock.monotonicMs() - before.atMs < freshMs) return before.user;
      const running = asking.get(userId) ?? look(userId).finally(() => asking.delete(userId));
      asking.set(userId, running);
      return running;
    },
    idOf: book.idOf,
    listedId: book.listedId,
    profileUrl: book.profileUrl,
    begin: book.begin,
  };
}
