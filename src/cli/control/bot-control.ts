import { BotError } from "../../errors.ts";
import type { Bot } from "../../main.ts";
import { unknownSource } from "../../plugins/sync/index.ts";
import { deliveriesUnderWay } from "../../store/open-deliveries.ts";
import { exportStore } from "../../store/transfer.ts";
import type { Control } from "./control.ts";

/** The control of a bot in this process. */
export function botControl({ app, store }: Pick<Bot, "app" | "store">): Control {
  return {
    ask: (event, signal) => app.answer(event, signal),
    async sync({ accept }) {
      const { sources } = app.pipeline;
      const unknown = accept.find((name) => !sources.includes(name));
      if (unknown !== undefined) throw new BotError("usage", unknownSource(unknown, sources));
      const reports = await app.pipeline.sync({ accept });
      await app.pipeline.settled();
      return reports;
    },
    diagnose: (signal) => app.diagnose(signal),
    // What is being dealt with is this bot's: answered again elsewhere, it would be answered twice.
    exportLines: () => exportStore(store, { without: deliveriesUnderWay }),
  };
}
