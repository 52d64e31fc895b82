#!/usr/bin/env node
import { main } from "../dist/cli.js";

process.exitCode = await main(process.argv.slice(2));
// All is closed by now; a library may still wait half a minute for the farewell of a peer that is gone.
setTimeout(() => process.exit(), 500).unref();
