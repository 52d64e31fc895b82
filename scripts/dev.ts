/** `npm run dev`: the bot from its sources, started anew at every change. */
import { main } from "../src/cli.ts";

process.exitCode = await main(["start"]);
