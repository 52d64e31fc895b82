import { z } from "zod";
import { pause } from "../../../src/chat/outgoing/pause.ts";
import type { Clock } from "../../../src/clock.ts";
import { BotError } from "../../../src/errors.ts";
import type { Log } from "../../../src/log.ts";
import type { SlackCall } from "../web-api/call.ts";
import { refusalCode } from "../web-api/errors.ts";
import type { Home } from "../web-api/home.ts";
import { pages, workspaces } from "../web-api/pages.ts";
import { chatUser, profilePage, type SlackUser, slackUser } from "./slack-user.ts";

/** Whose e-mail address is whose: for links to people that an answer names. */
export interface AddressBook {
  idOf(email: string): Promise<string | undefined>;
  profileUrl(email: string): string | undefined;
  /** From the last list of all members; undefined for nobody. @throws BotError `unavailable` before there is one */
  listedId(email: string): string | undefined;
  begin(signal: AbortSignal): void;
}

const refillMs = 6 * 3_600_000;
const retryMs = 10 * 60_000;

/** An address book of the home's members, filled from Slack every six hours. */
export function createAddressBook(parts: {
  readonly call: SlackCall;
  readonly home: Home;
  readonly clock: Clock;
  readonly log: Log;
}): AddressBook {
  const { call, home, clock, log } = parts;
  let ids: ReadonlyMap<string, string> = new Map();
  let isListed = false;

  /** Guests' and strangers' addresses are not vouched for, so they are not in the book. */
  const memberEmail = (user: SlackUser): string | undefined =>
    chatUser(user, home, { guests: "deny", external: "deny" }).email?.trim().toLowerCase();

  async function fill(signal: AbortSignal): Promise<void> {
    const found = new Map<string, string>();
    for await (const user of members(call, home, signal)) {
      const email = memberEmail(user);
      if (email !== undefined) found.set(email, user.id);
    }
    ids = found;
    isListed = true;
  }

  async function keepFilled(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const waitMs = await fill(signal).then(
        () => refillMs,
        (error: unknown) => {
          if (!signal.aborted)
            log.info({ err: error }, "Slack's members cannot be listed; people are shown without links");
          return refusalCode(error) === undefined ? retryMs : refillMs;
        },
      );
      await pause(clock, waitMs, signal);
    }
  }

  return {
    async idOf(email) {
      const wanted = email.trim().toLowerCase();
      const filled = ids.get(wanted);
      if (filled !== undefined) return filled;
      try {
        const { user } = await call("users.lookupByEmail", { email: wanted }, z.object({ user: slackUser }));
        return memberEmail(user) === undefined ? undefined : user.id;
      } catch (error) {
        if (refusalCode(error) === "users_not_found") return undefined;
        throw error;
      }
    },
    listedId(email) {
      if (!isListed) throw new BotError("unavailable", "Slack's members are not listed yet. Try again in a minute.");
      return ids.get(email.trim().toLowerCase());
    },
    profileUrl(email) {
      const id = ids.get(email.trim().toLowerCase());
      return id === undefined ? undefined : profilePage(home, id);
    },
    begin(signal) {
      // Never rejects: each round catches its own failure.
      void keepFilled(signal);
    },
  };
}

async function* members(call: SlackCall, home: Home, signal: AbortSignal): AsyncGenerator<SlackUser> {
  const patience = { signal, withinMs: 600_000 };
  for (const team of await workspaces(call, home.isOrg, patience)) {
    const args = team.id === undefined ? {} : { team_id: team.id };
    for await (const page of pages(call, "users.list", args, { key: "members", item: slackUser }, patience))
      yield* page;
  }
}
