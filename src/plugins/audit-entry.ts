import type { AuditEntry } from "../audit.ts";
import type { Services } from "../plugin.ts";
import type { Ctx } from "../router/command.ts";

/** Notes what somebody did, and goes on when it cannot be noted: the log says so. */
export async function note(
  { audit, log }: Pick<Services, "audit" | "log">,
  { asker, address }: Pick<Ctx, "asker" | "address">,
  done: Pick<AuditEntry, "what" | "result" | "reason">,
): Promise<void> {
  const entry: AuditEntry = {
    who: asker.isOperator ? "terminal" : `${asker.platform}:${asker.tenant}/${asker.id}`,
    ...(asker.ref !== undefined && { user: asker.ref }),
    where: `${address.platform}:${address.tenant}/${address.channel}`,
    ...done,
  };
  try {
    await audit.record(entry);
  } catch (error) {
    // What was done is done: refusing to say so would not undo it.
    log.error({ err: error, entry }, "audit entry lost");
  }
}
