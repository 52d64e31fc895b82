import type { ChatAdapter, PersonClue, Place } from "../../../src/chat/adapter.ts";
import type { Home } from "../web-api/home.ts";
import type { Channels } from "./channels.ts";
import type { Directory } from "./directory.ts";

/** Finds where channels and people of one home are reached. */
export function createFind(parts: {
  readonly home: Home;
  readonly channels: Pick<Channels, "find">;
  readonly directory: Pick<Directory, "idOf" | "user">;
}): ChatAdapter["find"] {
  const { home, channels, directory } = parts;

  async function person({ email }: PersonClue): Promise<Place | undefined> {
    if (email === undefined) return undefined;
    const id = await directory.idOf(email);
    if (id === undefined) return undefined;
    const user = await directory.user(id);
    if (user.barred !== undefined) return undefined;
    return {
      address: { platform: "slack", tenant: home.tenant, channel: id },
      label: user.displayName ?? email,
      ...(user.profileUrl !== undefined && { url: user.profileUrl }),
    };
  }

  return async (what) => ("channel" in what ? channels.find(what.channel) : person(what.person));
}
