import { z } from "zod";
import { publicUrlMistake } from "./address.ts";
import { checkedText, text } from "./value-schema.ts";

function host() {
  return text("the name or IP address of a network interface, such as 127.0.0.1", (value) =>
    /^[\w.:-]{1,255}$/.test(value),
  );
}

function port() {
  const allowed = "a port from 0 to 65535; 0 is any free one";
  return z.int({ error: allowed }).min(0, { error: allowed }).max(65_535, { error: allowed });
}

/** The section `server`. */
export const serverSchema = z.strictObject(
  {
    host: host().describe("Where it listens. Default: 127.0.0.1.").optional(),
    port: port().describe("Default: 3000.").optional(),
    publicUrl: checkedText("the address at which the internet reaches this server", publicUrlMistake)
      .describe("The address at which chat platforms reach this server; https.")
      .optional(),
    metrics: z
      .strictObject(
        {
          host: host().describe("Where it listens. Default: 127.0.0.1.").optional(),
          port: port().describe("Default: 9464.").optional(),
        },
        { error: "a mapping" },
      )
      .describe("Where Prometheus reads GET /metrics.")
      .optional(),
  },
  { error: "a mapping" },
);
