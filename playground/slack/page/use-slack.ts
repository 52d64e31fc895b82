import { type Live, useLive } from "../../page/live.ts";
import type { Act, ActResult } from "../desk/act.ts";

/** The live view, with what only Slack takes. */
export const useSlack = useLive as () => Live<Act, ActResult>;
