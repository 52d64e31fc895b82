import type { Plugin } from "../../plugin.ts";
import { doctorReply } from "./doctor-reply.ts";

/** `doctor`: what is wrong with the set-up and where to click. */
export const doctorPlugin: Plugin = {
  name: "doctor",
  register({ router, services }) {
    router.command<void>({
      name: "doctor",
      menu: 21,
      summary: "what is wrong with the set-up, and what to do",
      usage: "doctor",
      examples: ["doctor"],
      needs: "operate",
      parse: () => undefined,
      run: async ({ signal }) => doctorReply(await services.diagnose(signal)),
    });
  },
};
