import { displayName } from "../../catalog/entity.ts";
import { oneLine } from "../../chat/text.ts";
import type { Services } from "../../plugin.ts";
import type { Ctx } from "../../router/command.ts";
import type { ChatPerson } from "./question.ts";

/** Who is speaking, to be kept and named: by their name in chat, else in the catalog. */
export function chatPersonOf({ catalog }: Pick<Services, "catalog">, { asker }: Pick<Ctx, "asker">): ChatPerson {
  const { platform, tenant, id, email, directoryId, displayName: chatName, profileUrl } = asker;
  const entity = asker.ref === undefined ? undefined : catalog.snapshot().entities.get(asker.ref);
  const name = chatName ?? (entity && displayName(entity)) ?? email ?? "Somebody";
  return {
    platform,
    tenant,
    id,
    name: oneLine(name, 60),
    ...(email !== undefined && { email }),
    ...(directoryId !== undefined && { directoryId }),
    ...(profileUrl !== undefined && { url: profileUrl }),
  };
}
