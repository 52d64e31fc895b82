import { join } from "node:path";
import { systemClock } from "../../clock.ts";
import { recordedLog } from "../../testing/recorded-log.ts";
import { storeContract } from "../../testing/store-contract.ts";
import { temporaryFolder } from "../../testing/temporary-folder.ts";
import { openLowdbStore } from "./lowdb-store.ts";

storeContract("the lowdb store", async () =>
  openLowdbStore({ folder: join(await temporaryFolder(), "state"), clock: systemClock(), log: recordedLog().log }),
);
