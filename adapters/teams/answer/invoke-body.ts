import type { Message } from "../../../src/chat/message.ts";
import type { Spot } from "../receive/spot.ts";
import { cardType, renderCard } from "../render/card.ts";
import { renderAnswerDialog } from "../render/form.ts";
import type { Look } from "../render/text.ts";

/**
 * What the HTTP response holds when it is the answer: a card in the place of the pressed one, or a dialog.
 * https://learn.microsoft.com/en-us/microsoftteams/platform/task-modules-and-cards/cards/universal-actions-for-adaptive-cards/overview
 */
export function answerBody(message: Message, surface: Spot["surface"], look: Look): object {
  if (surface !== "execute") return dialogBody(renderAnswerDialog(message, look));
  return { statusCode: 200, type: cardType, value: renderCard(message, look) };
}

/** A dialog that is opened, or stands in the place of the one that was sent. https://learn.microsoft.com/en-us/microsoftteams/platform/task-modules-and-cards/task-modules/task-modules-bots */
export function dialogBody(value: object): object {
  return { task: { type: "continue", value } };
}
