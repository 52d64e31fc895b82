import type { Attachment } from "botframework-schema";
import { wholeWords } from "../../../src/chat/cut.ts";
import type { Form, OpenForm } from "../../../src/chat/form.ts";
import type { Message } from "../../../src/chat/message.ts";
import { plain } from "../../../src/chat/text.ts";
import { BotError } from "../../../src/errors.ts";
import { cardType, renderCard } from "./card.ts";
import { adaptiveCard, type CardElement, textBlock } from "./elements.ts";
import { fieldElements, type Problems, said } from "./form-fields.ts";
import { limits } from "./limits.ts";
import type { FormData } from "./read-form.ts";
import { type Look, literalLine, markdownLines, plainLabel } from "./text.ts";

/** What a dialog shows: the `value` of `{ task: { type: "continue", value } }`. */
export interface Dialog {
  readonly title: string;
  readonly height: "small" | "medium" | "large";
  readonly width: "small" | "medium";
  readonly card: Attachment;
}

/** Forms name things, they know no people. */
const plainLook: Look = { profileUrl: () => undefined, channelName: () => undefined };

/**
 * A form as a dialog, also its next pages; with `problems` again, with what was typed and what is wrong above the fields and
 * at them. `origin` is the adapter's own: it comes back with flow and state.
 *
 * @throws BotError `unsupported` when state and origin are more than a form may carry
 */
export function renderForm({ flow, state, form }: OpenForm, origin: string, problems?: Problems): Dialog {
  if (state.length > limits.formState || origin.length > limits.formState) {
    throw new BotError("unsupported", "This form is too large for Teams. Type the command with its values instead.");
  }
  const fields = form.fields.slice(0, limits.fields);
  const share = (whole: number) => Math.floor(whole / Math.max(1, fields.length));
  const context = { form: { flow, state }, problems, texts: share(limits.typedText), units: share(limits.choices) };
  const note = markdownLines(form.note ?? "", plainLook, 500);
  const body: readonly CardElement[] = [
    ...problemLines(form, problems),
    ...markdownLines(form.intro ?? "", plainLook)
      .slice(0, limits.formLines)
      .map((line) => textBlock(line)),
    ...fields.flatMap((field) => fieldElements(field, context)),
    ...note.slice(0, limits.formLines).map((line) => textBlock(line, { size: "Small", isSubtle: true })),
    submitButton(form, { v: 1, do: "submit", flow, state, origin, ...keptForm(form) }),
  ];
  return dialog(wholeWords(form.title, limits.dialogTitle), body, form.fields.length > 2 ? "large" : "medium");
}

/** An answer shown in a dialog. Its buttons are sent as `task/submit`, with what `decodeAction` reads. */
export function renderAnswerDialog(message: Message, look: Look): Dialog {
  return dialog("Callboard", renderCard(message, look, "dialog").body, "medium");
}

function dialog(title: string, body: readonly CardElement[], height: Dialog["height"]): Dialog {
  return {
    title: plainLabel(title, limits.dialogTitle, "Callboard"),
    height,
    width: "medium",
    card: { contentType: cardType, content: adaptiveCard(body) },
  };
}

function submitButton(form: Form, cb: FormData["cb"]): CardElement {
  const title = plainLabel(form.submit, limits.dialogButton, "Send");
  return {
    type: "ActionSet",
    spacing: "Medium",
    actions: [{ type: "Action.Submit", title, style: "positive", data: { cb } }],
  };
}

function keptForm(form: Form): { readonly form?: Form } {
  return JSON.stringify(form).length <= limits.keptForm ? { form } : {};
}

/** One line above all: which fields, or what is wrong with none of them. */
function problemLines({ fields }: Form, problems: Problems | undefined): readonly CardElement[] {
  if (problems === undefined) return [];
  const wrong = fields.filter(({ name }) => said(problems.errors, name) !== undefined);
  const others = Object.entries(problems.errors).filter(([name]) => !wrong.some((field) => field.name === name));
  const lines = [
    ...(wrong.length === 0 ? [] : [`Not sent yet. See ${wrong.map(({ label }) => plain(label)).join(", ")}.`]),
    ...others.map(([, message]) => message),
  ];
  return lines
    .map((line) => literalLine(line, limits.fieldError))
    .filter((line) => line !== "")
    .map((line) => textBlock(line, { color: "Attention", weight: "Bolder" }));
}
