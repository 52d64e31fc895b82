import { BotError } from "../errors.ts";
import type { ChatAdapter } from "./adapter.ts";

/** Every platform as one: what plugins send through. An address says which platform it is of. */
export type Chat = Pick<ChatAdapter, "send" | "update"> & {
  /** The platforms that are connected. */
  readonly platforms: readonly string[];
  /** What a platform is like. One that is not connected can nothing. */
  traits(platform: string): { readonly mentionHint?: string; readonly hasForms: boolean };
  /** Where a channel or a person is reached on one platform; see `ChatAdapter.find`. */
  find(platform: string, what: Parameters<ChatAdapter["find"]>[0]): ReturnType<ChatAdapter["find"]>;
};

/** Leads each call to the adapter of its platform. */
export function createChat(adapters: readonly ChatAdapter[]): Chat {
  function adapterOf(platform: string): ChatAdapter {
    const adapter = adapters.find((candidate) => candidate.platform === platform);
    if (adapter === undefined)
      throw new BotError("not_found", `${platform} is not connected. Add it to callboard.yaml.`);
    return adapter;
  }
  return {
    platforms: adapters.map(({ platform }) => platform),
    traits(asked) {
      const { mentionHint, supports } = adapters.find(({ platform }) => platform === asked) ?? {};
      return { hasForms: supports?.forms === true, ...(mentionHint !== undefined && { mentionHint }) };
    },
    send: async (to, message) => adapterOf(to.platform).send(to, message),
    update: async (ref, message) => adapterOf(ref.platform).update(ref, message),
    find: async (platform, what) => adapterOf(platform).find(what),
  };
}
