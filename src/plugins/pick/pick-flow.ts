import { capital } from "../../chat/phrase.ts";
import { oneLine } from "../../chat/text.ts";
import { BotError } from "../../errors.ts";
import type { PluginHost, Services } from "../../plugin.ts";
import type { CommandInfo } from "../../router/command.ts";
import type { FormFlow } from "../../router/interaction.ts";
import { pickFlowId } from "../pick-flow.ts";
import type { Offer } from "./offer.ts";
import { readPickValue } from "./pick-value.ts";

const titles: Readonly<Record<string, string>> = {
  whoowns: "Who owns it",
  show: "Find in catalog",
  deps: "Who to tell",
};

/** The form of one search field; its state is the command that answers for what is chosen. */
export function pickFlow(
  router: Pick<PluginHost["router"], "commands">,
  offer: Offer,
  { catalog }: Pick<Services, "catalog">,
): FormFlow {
  /** @throws BotError `expired` when there is no such command: the form is of another time */
  function commandOf(state: string): CommandInfo {
    const command = router.commands().find(({ name }) => name === state);
    if (command === undefined) throw new BotError("expired", "This form has expired. Type `help` for what there is.");
    return command;
  }

  return {
    id: pickFlowId,
    async build(_ctx, state) {
      const { name, summary } = commandOf(state);
      return {
        title: oneLine(Object.hasOwn(titles, name) ? (titles[name] ?? "") : capital(name), 24),
        fields: [
          {
            type: "search",
            name: "thing",
            label: "Name",
            placeholder: "payments-api",
            hint: oneLine(capital(summary), 100),
          },
        ],
        submit: "Show",
      };
    },
    async submit(_ctx, state, values) {
      const { name } = commandOf(state);
      const chosen = (values["thing"] ?? "").trim();
      if (chosen === "") return { type: "errors", errors: { thing: "Choose one of the list." } };
      return { type: "command", command: `${name} ${readPickValue(catalog.snapshot(), chosen)}` };
    },
    async options(ctx, field, query, state) {
      return field === "thing" ? offer(ctx, commandOf(state).name, query) : [];
    },
  };
}
