import type { Plugin } from "../plugin.ts";
import { askPlugin } from "./ask/index.ts";
import { auditPlugin } from "./audit/index.ts";
import { depsPlugin } from "./deps/index.ts";
import { doctorPlugin } from "./doctor/index.ts";
import { findPlugin } from "./find/index.ts";
import { gapsPlugin } from "./gaps/index.ts";
import { helpPlugin } from "./help/index.ts";
import { ownedPlugin } from "./owned/index.ts";
import { ownerPlugin } from "./owner/index.ts";
import { pickPlugin } from "./pick/index.ts";
import { pushPlugin } from "./push/index.ts";
import { showPlugin } from "./show/index.ts";
import { syncPlugin } from "./sync/index.ts";
import { teamPlugin } from "./team/index.ts";

/** The features that come with Callboard, all over the interface that anybody's package would use. */
export const builtInPlugins: readonly Plugin[] = [
  ownerPlugin,
  depsPlugin,
  findPlugin,
  showPlugin,
  ownedPlugin,
  teamPlugin,
  gapsPlugin,
  helpPlugin,
  syncPlugin,
  askPlugin,
  pickPlugin,
  doctorPlugin,
  auditPlugin,
  pushPlugin,
];
