import { checkView } from "../check-message.ts";
import { findModal, replaceModal, showModal } from "../modals.ts";
import { Refusal, refusedJson } from "../refusal.ts";
import type { Json, Trigger } from "../world.ts";
import { type Call, jsonArg, type Method, textArg } from "./call.ts";

/** Methods that open and change modals. */
export const modalMethods: Readonly<Record<string, Method>> = {
  "views.open": { scopes: [], run: open },
  "views.push": { scopes: [], run: push },
  "views.update": { scopes: [], run: update },
};

function open(call: Call): Json {
  const view = viewArg(call, "views.open");
  return { view: showModal(call.world, takeTrigger(call), view, "alone") };
}

/** A stack holds three. https://docs.slack.dev/surfaces/modals */
function push(call: Call): Json {
  const view = viewArg(call, "views.push");
  const trigger = takeTrigger(call);
  const stack = call.world.modals.get(trigger.userId) ?? [];
  if (stack.length === 0 || !stack.some((below) => below.id === trigger.viewId))
    throw new Refusal("invalid_trigger_id");
  if (stack.length >= 3) throw new Refusal("push_limit_reached");
  return { view: showModal(call.world, trigger, view, "on top") };
}

function update(call: Call): Json {
  const found = findModal(call.world, textArg(call, "view_id"), textArg(call, "external_id"));
  if (!found) throw new Refusal("not_found");
  const hash = textArg(call, "hash");
  if (hash !== "" && hash !== found.hash) throw new Refusal("hash_conflict");
  return { view: replaceModal(call.world, found, viewArg(call, "views.update", found.id)) };
}

function takeTrigger(call: Call): Trigger {
  const trigger = call.world.triggers.get(textArg(call, "trigger_id"));
  if (!trigger) throw new Refusal("invalid_trigger_id");
  if (trigger.isUsed) throw new Refusal("exchanged_trigger_id");
  if (call.world.now() > trigger.expiresAt) throw new Refusal("expired_trigger_id");
  trigger.isUsed = true;
  return trigger;
}

function viewArg(call: Call, where: string, replacing?: string): Json {
  const view = jsonArg(call, "view", "invalid_arguments") as Json | undefined;
  const problems = checkView(view);
  if (problems.length > 0) call.world.violations.push({ where, problems, params: call.args });
  if (problems.some((problem) => problem.includes("250 KB"))) throw new Refusal("view_too_large");
  if (problems.length > 0 || view === undefined) throw refusedJson("invalid_arguments", problems, "/view");
  const other = findModal(call.world, "", String(view["external_id"] ?? ""));
  if (other && other.id !== replacing) throw new Refusal("duplicate_external_id");
  return view;
}
