import type { CallOptions, Connector, Target } from "../connector/connector.ts";
import { isDeadReference } from "../connector/errors.ts";
import type { Conversations } from "../lookup/conversations.ts";
import type { Sender } from "../receive/spot.ts";

/** Personal chats with people. */
export interface Direct {
  /** The one with somebody, opened if there is none. Rejects with a BotError when the app may not write to them. */
  chatWith(
    person: Pick<Sender, "id">,
    where: Pick<Target, "tenant" | "serviceUrl">,
    options?: CallOptions,
  ): Promise<Target>;
  /** What failed in a conversation may mean that the bot is there no more: then it is forgotten. Returns what failed. */
  noteFailure(at: Target, error: unknown): Promise<unknown>;
}

/** Knows those that the store knows. */
export function createDirect(parts: {
  readonly connector: Pick<Connector, "openPersonal">;
  readonly conversations: Conversations;
}): Direct {
  const { connector, conversations } = parts;
  return {
    async chatWith({ id }, where, options) {
      const known = await conversations.personal(where.tenant, id);
      if (known !== undefined) return { id: known.id, tenant: known.tenant, serviceUrl: known.serviceUrl };
      const { tenant, serviceUrl } = where;
      const opened = { id: await connector.openPersonal({ tenant, serviceUrl }, id, options), tenant, serviceUrl };
      await conversations.remember({ ...opened, type: "personal" }, { personId: id });
      return opened;
    },
    async noteFailure(at, error) {
      if (isDeadReference(error)) await conversations.forget(at.tenant, at.id);
      return error;
    },
  };
}
