import type { Plugin } from "../../plugin.ts";
import { pickFlowId } from "../pick-flow.ts";
import { createOffer } from "./offer.ts";
import { pickFlow } from "./pick-flow.ts";

/** Looking for a thing while typing: a form for commands that were typed without one, and an entry of the menus. */
export const pickPlugin: Plugin = {
  name: "pick",
  register({ router, services }) {
    router.flow(pickFlow(router, createOffer(services), services));
    router.shortcut({
      id: "find-in-catalog",
      name: "Find in catalog",
      description: "Looks for a service, an API, a team or anything else of the catalog",
      on: "anywhere",
      async run() {
        const title = "Find in catalog";
        const search = { type: "form", label: "Search", flow: pickFlowId, state: "show" } as const;
        const blocks = [{ type: "actions" as const, main: [search], more: [] }];
        return { status: "form", flow: pickFlowId, state: "show", message: { text: title, card: { title, blocks } } };
      },
    });
  },
};
