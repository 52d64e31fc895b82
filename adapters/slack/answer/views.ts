import type { types } from "@slack/bolt";
import { z } from "zod";
import type { Message } from "../../../src/chat/message.ts";
import { renderAnswerView } from "../render/form.ts";
import type { Look } from "../render/text.ts";
import type { SlackCall } from "../web-api/call.ts";
import type { Haste, Shown } from "./ways.ts";

/** Modals. */
export interface Views {
  /** Opens a modal, or puts it on top of the one that is open; resolves with its id. */
  open(view: types.ModalView, triggerId: string, isOnTop: boolean, signal: AbortSignal): Promise<string>;
  /** Shows an answer in a modal: in the place of an open one, or in a new one. */
  show(
    message: Message,
    at: { readonly viewId: string } | { readonly triggerId: string },
    haste: Haste,
  ): Promise<Shown>;
}

const opened = z.object({ view: z.object({ id: z.string() }) });

/** A trigger is good for three seconds: https://docs.slack.dev/interactivity/handling-user-interaction */
const triggerMs = 3_000;

/** @param look how people are linked */
export function createViews(call: SlackCall, look: Look): Views {
  async function open(
    view: types.ModalView,
    triggerId: string,
    isOnTop: boolean,
    signal: AbortSignal,
  ): Promise<string> {
    const method = isOnTop ? "views.push" : "views.open";
    const options = { isRepeatable: false, withinMs: triggerMs, signal };
    return (await call(method, { trigger_id: triggerId, view }, opened, options)).view.id;
  }
  return {
    open,
    async show(message, at, { signal }) {
      const view = renderAnswerView(message, look);
      if ("triggerId" in at) return { type: "view", viewId: await open(view, at.triggerId, false, signal) };
      const options = { withinMs: 10_000, signal };
      const answer = await call("views.update", { view_id: at.viewId, view }, opened, options);
      return { type: "view", viewId: answer.view.id };
    },
  };
}
