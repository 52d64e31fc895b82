import { z } from "zod";
import { configSchema } from "./schema.ts";

/** The JSON Schema of the configuration file, as the text of docs/callboard.schema.json. What only code can check, it leaves out. */
export function configJsonSchema(): string {
  const schema = z.toJSONSchema(configSchema, { io: "input", target: "draft-2020-12" });
  return `${JSON.stringify({ title: "Callboard configuration", ...schema }, null, 2)}\n`;
}
