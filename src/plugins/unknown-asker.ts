import { oneLine } from "../chat/text.ts";
import { BotError } from "../errors.ts";
import type { Services } from "../plugin.ts";
import type { Ctx } from "../router/command.ts";
import { helpPhrase } from "./help-phrase.ts";

/** What somebody is told whom the catalog does not know: who they are here, and how to be known. */
export function unknownAsker(services: Pick<Services, "helpChannel">, { asker }: Pick<Ctx, "asker">): BotError {
  const who = asker.email === undefined ? "" : ` (${oneLine(asker.email)})`;
  const message = `Your account matches nobody in the catalog${who}. ${helpPhrase(services, asker.platform)} to be added.`;
  return new BotError("not_found", message);
}
