import type { Message } from "../message.ts";
import { ago, quoted } from "../phrase.ts";
import { code, rich, type Span, timeOfDay } from "../text.ts";

/** Why something that was acknowledged gets no answer. */
export interface Lost {
  readonly id: string;
  readonly askedAt: Date;
  readonly why: /** The platform was away for long. */
    | "unreachable"
    /** The bot was away for long. */
    | "stopped"
    /** It ended the process twice. */
    | "failed";
}

/** What was lost: a form that was sent, or what somebody typed; a shortcut has no text. */
export type LostThing = { readonly type: "form" } | { readonly type: "question"; readonly text?: string };

const todayMs = 12 * 3_600_000;

/** Tells whoever asked that there will be no answer. */
export function lostMessage(
  thing: LostThing,
  lost: Lost,
  at: { readonly now: Date; readonly platform: string },
): Message {
  const ageMs = at.now.getTime() - lost.askedAt.getTime();
  const when = ageMs < todayMs ? rich`at ${timeOfDay(lost.askedAt)}` : rich`${ago(ageMs)}`;
  return thing.type === "form" ? ofForm(when) : ofQuestion(thing.text, when, reason(lost.why, at.platform));
}

function reason(why: Lost["why"], platform: string): readonly Span[] {
  switch (why) {
    case "unreachable":
      return rich`${platform} was not reachable then. Ask again.`;
    case "stopped":
      return rich`Callboard was stopped before it could answer. Ask again.`;
    case "failed":
      return rich`Something went wrong twice. Admins see it with ${code("callboard doctor")}.`;
  }
}

function ofQuestion(text: string | undefined, when: readonly Span[], why: readonly Span[]): Message {
  const what = text ? quoted(text) : "Your question";
  return message(`${what} was not answered`, [...rich`You asked `, ...when, ...rich`. `, ...why]);
}

/** Nobody knows how far it came. */
function ofForm(when: readonly Span[]): Message {
  const hint = rich`. Look whether it arrived before you send it again.`;
  return message("A form of yours may not have been taken", [...rich`You sent it `, ...when, ...hint]);
}

function message(title: string, text: readonly Span[]): Message {
  return { text: title, card: { title, blocks: [{ type: "text", text }] }, private: true };
}
