import { type Live, useLive } from "../../page/live.ts";
import type { Act, ActResult } from "../desk/act.ts";

/** The live view, with what only Teams takes. */
export const useTeams = useLive as () => Live<Act, ActResult>;
