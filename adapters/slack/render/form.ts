import type { types } from "@slack/bolt";
import { wholeWords } from "../../../src/chat/cut.ts";
import type { OpenForm } from "../../../src/chat/form.ts";
import type { Message } from "../../../src/chat/message.ts";
import { BotError } from "../../../src/errors.ts";
import { plainLabel } from "./buttons.ts";
import { renderMessage } from "./card.ts";
import { fieldBlock, noteOf } from "./form-fields.ts";
import { limits } from "./limits.ts";
import { type Look, mrkdwn, verbatim } from "./text.ts";

/** The `callback_id` of every form of ours. */
const formCallbackId = "cb:form";

/** Forms name things, they know no people. */
const plainLook: Look = { profileUrl: () => undefined };

/**
 * A form as a modal, also its next pages. `origin` is the adapter's own: it comes back with flow and state.
 *
 * @throws BotError `unsupported` when state and origin are more than Slack keeps
 */
export function renderForm({ flow, state, form }: OpenForm, origin: string): types.ModalView {
  const metadata = JSON.stringify({ flow, state, origin });
  if (metadata.length > limits.privateMetadata) {
    throw new BotError("unsupported", "This form is too large for Slack. Type the command with its values instead.");
  }
  const intro = form.intro === undefined ? "" : mrkdwn(form.intro, plainLook).trim();
  const note = form.note === undefined ? "" : mrkdwn(form.note, plainLook, 500).trim();
  const blocks: types.AnyBlock[] = [
    ...(intro === "" ? [] : [{ type: "section" as const, block_id: "form-intro", text: verbatim(intro) }]),
    ...form.fields.slice(0, limits.viewBlocks - 2).map(fieldBlock),
    ...(note === "" ? [] : [noteOf(note)]),
  ];
  return {
    type: "modal",
    callback_id: formCallbackId,
    title: plainLabel(wholeWords(form.title, limits.viewTitle), limits.viewTitle, "Callboard"),
    submit: plainLabel(form.submit, limits.viewButton, "Send"),
    close: plainLabel("Cancel", limits.viewButton),
    private_metadata: metadata,
    blocks,
  };
}

/** An answer shown in a modal: nothing can be sent, only closed. */
export function renderAnswerView(message: Message, look: Look): types.ModalView {
  const { text, blocks } = renderMessage(message, look);
  return {
    type: "modal",
    callback_id: "cb:answer",
    title: plainLabel("Callboard", limits.viewTitle),
    close: plainLabel("Close", limits.viewButton),
    blocks: blocks.length > 0 ? blocks : [{ type: "section", text: verbatim(text) }],
  };
}
