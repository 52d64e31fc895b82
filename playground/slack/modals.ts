import { keptValues } from "./form-state.ts";
import { asShown } from "./stored-blocks.ts";
import type { Json, View, World } from "./world.ts";

/** Opens a modal over those that a person has open, or alone. */
export function showModal(
  world: World,
  owner: { readonly userId: string; readonly teamId: string },
  definition: Json,
  place: "alone" | "on top",
): View {
  const below = place === "on top" ? (world.modals.get(owner.userId) ?? []) : [];
  const id = world.newId("V");
  const view = viewOf(world, definition, {
    id,
    team_id: owner.teamId,
    root_view_id: below[0]?.id ?? id,
    previous_view_id: below.at(-1)?.id ?? null,
    blocks: [],
    state: { values: {} },
  });
  world.modals.set(owner.userId, [...below, view]);
  return view;
}

/** Puts another definition into an open modal; what was typed stays where block_id and action_id stay. */
export function replaceModal(world: World, view: View, definition: Json): View {
  return putBack(world, viewOf(world, definition, view));
}

/** The open modal with this id or external_id. */
export function findModal(world: World, id: string, externalId: string): View | undefined {
  const open = [...world.modals.values()].flat();
  if (id !== "") return open.find((view) => view.id === id);
  return externalId === "" ? undefined : open.find((view) => view.external_id === externalId);
}

/** Changes what stands in the inputs of an open modal. */
export function withState(world: World, view: View, values: View["state"]["values"]): View {
  return putBack(world, { ...view, state: { values } });
}

function putBack(world: World, next: View): View {
  for (const [userId, stack] of world.modals)
    world.modals.set(
      userId,
      stack.map((open) => (open.id === next.id ? next : open)),
    );
  return next;
}

type Kept = Pick<View, "id" | "root_view_id" | "previous_view_id" | "blocks" | "state"> & {
  readonly team_id?: unknown;
};

function viewOf(world: World, definition: Json, kept: Kept): View {
  const { installation, home } = world;
  const { appId, botId, enterprise, isEnterpriseInstall } = installation;
  const blocks = asShown(world, definition["blocks"] as Json[]);
  const text = (name: string) => String(definition[name] ?? "");
  return {
    id: kept.id,
    team_id: kept.team_id,
    type: "modal",
    blocks,
    private_metadata: text("private_metadata"),
    callback_id: text("callback_id"),
    state: { values: keptValues(blocks, kept.blocks, kept.state.values) },
    hash: `${Math.floor(world.now() / 1000)}.${world.newId("h")}`,
    title: definition["title"],
    clear_on_close: definition["clear_on_close"] === true,
    notify_on_close: definition["notify_on_close"] === true,
    close: definition["close"] ?? null,
    submit: definition["submit"] ?? null,
    previous_view_id: kept.previous_view_id,
    root_view_id: kept.root_view_id,
    app_id: appId,
    external_id: text("external_id"),
    app_installed_team_id: (isEnterpriseInstall && enterprise?.id) || home.id,
    bot_id: botId,
  };
}
