import type { Plugin } from "../../plugin.ts";
import { askFlow } from "./ask-flow.ts";
import { createQuestionLog } from "./question-log.ts";
import { takePress } from "./take.ts";
import { createTeller } from "./tell.ts";

const tellingJob = "ask: tell who takes a question";

/** Asking the owner of a thing: a form, a message in their channel, and somebody who takes the question. */
export const askPlugin: Plugin = {
  name: "ask",
  register({ router, jobs, services }) {
    const questions = createQuestionLog(services);
    const teller = createTeller(services, questions);
    router.flow(askFlow(services, questions));
    router.press(takePress(services, questions, teller));
    jobs.soon(tellingJob, teller.tellAll);
    jobs.every(tellingJob, "* * * * *", teller.tellAll);
  },
};
