import type { Snapshot } from "../../catalog/snapshot.ts";
import { count } from "../../chat/phrase.ts";
import { bold, code, rich, type Text } from "../../chat/text.ts";
import type { Reply } from "../../router/command.ts";
import type { Shortcut } from "../../router/interaction.ts";
import { pickFlowId } from "../pick-flow.ts";
import { choiceReply } from "../thing-argument.ts";
import { readClues } from "./clue.ts";
import { type ClueIndex, createClueIndex } from "./clue-index.ts";
import { thingsMeant } from "./meant.ts";
import { ownerReply } from "./owner-reply.ts";
import type { OwnerServices } from "./owner-services.ts";

const mostRows = 5;

/** In the menu of every message: who owns what it is about. */
export function whoOwnsThis(services: OwnerServices): Shortcut {
  const indexOf = latestIndex();
  return {
    id: "who-owns-this",
    name: "Who owns this?",
    description: "Finds the services in a message and says who owns them",
    on: "message",
    async run(ctx, texts) {
      const snapshot = services.catalog.snapshot();
      const things = thingsMeant(indexOf(snapshot), readClues(texts));
      const [only] = things;
      if (only === undefined) return nothingReply();
      if (things.length === 1) return ownerReply(services, ctx, only);
      const matches = things.slice(0, mostRows).map(({ ref }) => ({ ref, score: 1 }));
      return choiceReply(snapshot, matches, "whoowns", `${count(things.length, "thing")} in this message`);
    },
  };
}

/** Builds the index anew only when the catalog changed. */
function latestIndex(): (snapshot: Snapshot) => ClueIndex {
  let latest: ClueIndex | undefined;
  return (snapshot) => {
    if (latest?.snapshot !== snapshot) latest = createClueIndex(snapshot);
    return latest;
  };
}

function nothingReply(): Reply {
  const title = "Nothing of the catalog is in this message";
  const hint: Text = rich`Look it up by name, as in ${code("whoowns payments-api")}.`;
  const search = { type: "form", label: "Search", flow: pickFlowId, state: "whoowns" } as const;
  return {
    status: "none",
    data: { candidates: [] },
    message: {
      text: title,
      card: {
        title: [bold(title)],
        blocks: [
          { type: "text", text: hint },
          { type: "actions", main: [search], more: [] },
        ],
      },
    },
  };
}
