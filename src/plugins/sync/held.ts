import { z } from "zod";
import { personClue } from "../../catalog/team.ts";
import type { Message } from "../../chat/message.ts";
import { asPossibleRepeat } from "../../chat/outgoing/possible-repeat.ts";
import { bold, code, oneLine, rich } from "../../chat/text.ts";
import { BotError } from "../../errors.ts";
import type { Plugin, Services } from "../../plugin.ts";
import { findPerson } from "../find-person.ts";

const job = "sync: tell admins of held removals";

/** Who was told of what a source holds back. */
const record = z.object({
  since: z.iso.datetime(),
  told: z.array(z.string()),
  /** Who may have been told, unless they are among those who were: an earlier attempt did not come to its end. */
  telling: z.string().exactOptional(),
});
type HeldRecord = z.infer<typeof record>;

type Jobs = Parameters<Plugin["register"]>[0]["jobs"];

/** Tells each admin once when a source holds removals back, and again when it does so anew. Looks once a minute. */
export function tellHeldRemovals(jobs: Jobs, services: Services): void {
  jobs.every(job, "* * * * *", async (signal) => {
    for (const source of services.sync.sources) {
      if (signal.aborted) return;
      await lookAt(services, source);
    }
  });
}

async function lookAt(services: Services, source: string): Promise<void> {
  const { store, clock, catalog } = services;
  const held = heldOf(services, source);
  const key = `sync/held/${source}`;
  const kept = record.safeParse((await store.get(key))?.value).data;
  if (held !== undefined)
    return tellAll(services, { key, held, kept: kept ?? { since: clock.now().toISOString(), told: [] } });
  if (kept === undefined) return;
  // What was only not read again since a restart, or fails now, is held as it was.
  const syncedAt = catalog.snapshot().sources.find(({ name }) => name === source)?.syncedAt;
  if (syncedAt !== undefined && syncedAt > new Date(kept.since)) await store.commit([{ key, value: undefined }]);
}

/** What a source holds back. */
export interface Held {
  readonly source: string;
  /** `17 of 60 things` */
  readonly things: string;
}

function heldOf({ catalog }: Services, source: string): Held | undefined {
  try {
    const { problems } = catalog.snapshot();
    const problem = problems.find((one) => one.code === "removal_held" && one.source === source);
    const [things] = /^\d+ of \d+ things/.exec(problem?.message ?? "") ?? [];
    return problem && { source, things: things ?? "Many things" };
  } catch (error) {
    // Nothing was ever loaded.
    if (error instanceof BotError) return undefined;
    throw error;
  }
}

async function tellAll(
  services: Services,
  { key, held, kept }: { readonly key: string; readonly held: Held; readonly kept: HeldRecord },
): Promise<void> {
  let { told } = kept;
  for (const admin of services.admins()) {
    const { ref } = admin;
    if (told.includes(ref)) continue;
    await services.store.commit([{ key, value: { ...kept, told, telling: ref } }]);
    if (!(await tell(services, personClue(admin), held, kept.telling === ref))) continue;
    told = [...told, ref];
    await services.store.commit([{ key, value: { ...kept, told } }]);
  }
}

/** Whether there is no more to do for this one. */
async function tell(
  { chat, log }: Services,
  clue: Parameters<typeof findPerson>[1],
  held: Held,
  isRepeat: boolean,
): Promise<boolean> {
  try {
    const place = await findPerson(chat, clue);
    if (place === undefined)
      log.info({ source: held.source }, "an admin is not found in chat and not told of held removals");
    else await chat.send(place.address, isRepeat ? asPossibleRepeat(heldMessage(held)) : heldMessage(held));
    return true;
  } catch (error) {
    if (!(error instanceof BotError)) throw error;
    log.warn({ err: error, source: held.source }, "an admin is not told of held removals");
    return error.code !== "unavailable";
  }
}

/** What an admin is told. */
export function heldMessage({ source, things }: Held): Message {
  const title = oneLine(`${things} would go from source ${source}`);
  const command = `sync --accept ${source}`;
  return {
    text: title,
    card: {
      title: [bold(title)],
      blocks: [
        { type: "text", text: rich`Nothing was changed. If that is right: ${code(command)}` },
        { type: "actions", main: [{ type: "command", label: "Remove them", command }], more: [] },
      ],
    },
  };
}
