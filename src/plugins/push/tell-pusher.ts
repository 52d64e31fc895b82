import { z } from "zod";
import { createForgePeople } from "../../catalog/forge-people.ts";
import { personClue } from "../../catalog/team.ts";
import { asPossibleRepeat } from "../../chat/outgoing/possible-repeat.ts";
import { BotError } from "../../errors.ts";
import { type PushEvent, repositoryKey } from "../../event/delivery-event.ts";
import type { Services } from "../../plugin.ts";
import { findPerson } from "../find-person.ts";
import type { Breakages } from "./breakages.ts";
import { brokenMessage } from "./broken-message.ts";
import { stateOf } from "./refresh-after-push.ts";
import { errorKey, errorsOf, type FileError } from "./repository-errors.ts";

type Parts = Pick<Services, "catalog" | "chat" | "store" | "log">;

/** What became of telling of the last commit of a repository that was told of. */
const record = z.object({ revision: z.string(), isTold: z.boolean() });

/**
 * Tells whoever pushed what their push broke, once. Whose commit is not the newest that was read is told nothing.
 * Rejects with `unavailable` where the platform does not answer: it may later.
 */
export async function tellPusher(parts: Parts, event: PushEvent, breakages: Breakages): Promise<void> {
  const { catalog, chat, store, log } = parts;
  const { by, isByBot, after, repository } = event;
  const state = stateOf(parts, event);
  if (by === undefined || isByBot || state === undefined || after === undefined || state.revision !== after) return;
  const errors = newErrors(parts, event, breakages);
  if (errors.length === 0) return;
  const key = `push/told/${repositoryKey(repository)}`;
  const last = record.safeParse((await store.get(key))?.value).data;
  const isRepeat = last?.revision === after;
  if (isRepeat && last.isTold) return;
  const pusher = createForgePeople(catalog.snapshot()).user(repository.host, by);
  const place = pusher && (await findPerson(chat, personClue(pusher)));
  if (place === undefined) {
    log.info(
      { repository: repositoryKey(repository), commit: after, by },
      "whoever broke catalog files is not found in chat",
    );
    return;
  }
  await store.commit([{ key, value: { revision: after, isTold: false } }]);
  const message = brokenMessage(event, state, errors);
  try {
    await chat.send(place.address, isRepeat ? asPossibleRepeat(message) : message);
  } catch (error) {
    if (!(error instanceof BotError) || error.code === "unavailable") throw error;
    log.info({ err: error }, "whoever broke catalog files cannot be told");
  }
  await store.commit([{ key, value: { revision: after, isTold: true } }]);
}

/** What is wrong now that was not before the push. */
function newErrors({ catalog }: Parts, event: PushEvent, breakages: Breakages): readonly FileError[] {
  const key = repositoryKey(event.repository);
  const snapshot = catalog.snapshot();
  const state = snapshot.repositories.get(key);
  const isFirstPush = event.before === undefined;
  const before = isFirstPush ? new Set<string>() : breakages.before(key, event.after ?? "");
  if (state === undefined || before === undefined) return [];
  return errorsOf(snapshot, state).filter((error) => !before.has(errorKey(error)));
}
