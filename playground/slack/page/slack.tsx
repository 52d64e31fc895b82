import { lazy } from "react";
import type { Platform } from "../../page/platform.ts";
import { Body } from "./body.tsx";

/** The simulated Slack at the page. */
export const slack: Platform = {
  id: "slack",
  name: "Slack",
  Body,
  Overlays: lazy(() => import("./modal/modals.tsx").then(({ Modals }) => ({ default: Modals }))),
  sign: "#",
  mention: "name",
  hasThreads: () => true,
  // https://docs.slack.dev/interactivity/implementing-slash-commands: "Slash commands cannot be invoked in message threads."
  takesCommands: ({ isThread, app }) =>
    !isThread || `Slash commands do not work in threads. Mention the app: @${app} help`,
  calls: ["chat.postMessage", "chat.postEphemeral", "chat.update", "response_url", "views.open", "views.update"],
  socket: "Socket Mode",
  whileAway: "Messages are delivered again within minutes, commands are not.",
};
