import type { ChatUser, CommandEvent } from "../chat/event.ts";
import type { Clock } from "../clock.ts";
import type { Asker, Ctx, Permission } from "./command.ts";

/** Who did something and where, whatever it was. */
export type Occasion = Pick<
  CommandEvent,
  "user" | "address" | "place" | "mayBeAlone" | "hasOwnShare" | "placeName" | "placeUrl"
>;

/** Makes what the code of a feature knows of the moment. Rejects when it cannot be known who asks. */
export type MakeCtx = (occasion: Occasion, isPrivate: boolean, signal: AbortSignal) => Promise<Ctx>;

/** How askers are known and what they may. */
export interface CtxOptions {
  may(asker: Asker, permission: Permission): boolean;
  identify(user: ChatUser): Asker | Promise<Asker>;
  readonly clock: Clock;
}

/** @param options how askers are known and what they may */
export function createMakeCtx({ may, identify, clock }: CtxOptions): MakeCtx {
  return async ({ user, address, place, mayBeAlone, hasOwnShare, placeName, placeUrl }, isPrivate, signal) => {
    const asker = await identify(user);
    return {
      asker,
      address,
      place,
      ...(mayBeAlone && { mayBeAlone }),
      ...(hasOwnShare && { hasOwnShare }),
      ...(placeName !== undefined && { placeName }),
      ...(placeUrl !== undefined && { placeUrl }),
      clock,
      signal,
      isPrivate,
      may: (permission) => may(asker, permission),
    };
  };
}
