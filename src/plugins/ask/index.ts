import type { Plugin } from "../../plugin.ts";
import { askFlow } from "./ask-flow.ts";
import { createQuestionLog } from "./question-log.ts";
import { takePress } from "./take.ts";

/** Asking the owner of a thing: a form, a message in their channel, and somebody who takes the question. */
export const askPlugin: Plugin = {
  name: "ask",
  register({ router, services }) {
    const questions = createQuestionLog(services);
    router.flow(askFlow(services, questions));
    router.press(takePress(services, questions));
  },
};
