import { checkView } from "../check-message.ts";
import type { Acknowledgement } from "../delivery.ts";
import { replaceModal, showModal, withState } from "../modals.ts";
import { interaction } from "../payloads.ts";
import type { FormValues, Json, View } from "../world.ts";
import { clientErrors, type Filling, filled } from "./form-filling.ts";
import type { Offers } from "./offers.ts";
import { interact, responseUrlsOf, type Seat } from "./seat.ts";

/** What came of pressing a modal's submit button. */
export interface Submission {
  /** Undefined when Slack itself found an input missing and did not ask the app. */
  readonly acknowledgement: Acknowledgement | undefined;
  /** By block_id; empty for none. */
  readonly errors: Readonly<Record<string, string>>;
  /** Whether this modal is gone. */
  readonly isClosed: boolean;
  /** The modal on top afterwards. */
  readonly view: View | undefined;
}

/** What a person does with a modal. */
export interface Submitting {
  /** Puts values into the inputs: by block_id, action_id or label. */
  readonly fill: (view: View, filling: Filling) => View;
  /** Submits with exactly this state of its inputs. */
  readonly submitState: (view: View, values: FormValues) => Promise<Submission>;
  /** Fills and submits. */
  readonly submit: (view: View, filling?: Filling) => Promise<Submission>;
  /** Closes the top modal, or all of them with ×. Undefined when the app did not ask to be told. */
  readonly close: (view: View, how?: { readonly all?: boolean }) => Promise<Acknowledgement | undefined>;
}

/** What the person in this seat can do with modals. */
export function submitting(seat: Seat, offers: Offers): Submitting {
  const fill = (view: View, filling: Filling): View => filled(seat.world, view, filling, offers);
  const send = async (current: View): Promise<Submission> => {
    const errors = clientErrors(current);
    if (Object.keys(errors).length > 0) return { acknowledgement: undefined, errors, isClosed: false, view: current };
    const acknowledgement = await interact(seat, {
      ...interaction(seat.world, seat.actor, "view_submission", current.id),
      view: current,
      response_urls: responseUrlsOf(seat, current),
    });
    return settle(seat, current, acknowledgement);
  };
  return {
    fill,
    submitState: (view, values) => send(withState(seat.world, view, values)),
    submit: (view, filling = {}) => send(fill(view, filling)),
    close: async (view, how = {}) => {
      const all = how.all === true || view["clear_on_close"] === true;
      const stack = stackOf(seat);
      const closed = all ? (stack[0] ?? view) : view;
      seat.world.modals.set(seat.actor.user.id, all ? [] : stack.slice(0, -1));
      seat.world.changes.changed();
      if (closed["notify_on_close"] !== true) return undefined;
      const { trigger_id: _trigger, ...common } = interaction(seat.world, seat.actor, "view_closed");
      return interact(seat, { ...common, view: closed, is_cleared: all });
    },
  };
}

function stackOf(seat: Seat): readonly View[] {
  return seat.world.modals.get(seat.actor.user.id) ?? [];
}

/** Does what the app answered: https://docs.slack.dev/surfaces/modals#response_actions */
function settle(seat: Seat, view: View, acknowledgement: Acknowledgement): Submission {
  const { world, actor } = seat;
  const answer = (acknowledgement.body ?? {}) as Json;
  const result = (errors: Readonly<Record<string, string>> = {}): Submission => {
    const stack = stackOf(seat);
    return { acknowledgement, errors, isClosed: !stack.some((open) => open.id === view.id), view: stack.at(-1) };
  };
  // The modal stays open with a note that the app could not be reached.
  const failed = () => result({ "": "We had some trouble connecting. Try again?" });
  if (acknowledgement.error !== undefined) return failed();
  const action = answer["response_action"];
  if (action === "clear") world.modals.set(actor.user.id, []);
  else if (action === "errors") return errorsOf(seat, view, answer, result);
  else if (action === "update" || action === "push") {
    const definition = answer["view"] as Json;
    const problems = checkView(definition);
    if (problems.length > 0) {
      world.violations.push({ where: `response_action ${action}`, problems, params: answer });
      return failed();
    }
    const current = stackOf(seat).find((open) => open.id === view.id) ?? view;
    if (action === "update") replaceModal(world, current, definition);
    else showModal(world, { userId: actor.user.id, teamId: actor.teamId }, definition, "on top");
  } else {
    const others = stackOf(seat).filter((open) => open.id !== view.id);
    world.modals.set(actor.user.id, others);
  }
  return result();
}

function errorsOf(
  seat: Seat,
  view: View,
  answer: Json,
  result: (errors: Record<string, string>) => Submission,
): Submission {
  const errors = (answer["errors"] ?? {}) as Record<string, string>;
  const inputs = view.blocks.filter((block) => block["type"] === "input").map((block) => block["block_id"]);
  const strays = Object.keys(errors).filter((blockId) => !inputs.includes(blockId));
  if (strays.length > 0 || Object.keys(errors).length === 0)
    seat.world.violations.push({
      where: "response_action errors",
      problems: [`/errors: ${strays.join(", ") || "nothing"} is no input block`],
      params: answer,
    });
  return result(errors);
}
