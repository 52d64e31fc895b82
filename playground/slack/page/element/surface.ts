import type { Act } from "../../desk/act.ts";

/** Where blocks stand: in a message or in a modal. */
export type Surface = Extract<Act, { do: "use" }>["surface"];
