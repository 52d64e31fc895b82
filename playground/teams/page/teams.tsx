import { lazy } from "react";
import type { Platform } from "../../page/platform.ts";
import { Body } from "./body.tsx";

/** The simulated Teams at the page. */
export const teams: Platform = {
  id: "teams",
  name: "Teams",
  Body,
  Overlays: lazy(() => import("./dialog.tsx").then(({ Dialogs }) => ({ default: Dialogs }))),
  sign: "",
  mention: "realName",
  hasThreads: ({ kind }) => kind === "channel",
  // What begins with a slash in a chat with the app alone is a text like any other.
  takesCommands: ({ channel, isThread, app }) =>
    channel?.kind !== "im" && (!isThread || `Commands do not work in replies. Mention the app: @${app} help`),
  calls: ["sendToConversation", "replyToActivity", "updateActivity", "createConversation", "token"],
  whileAway: "What is said meanwhile does not reach it.",
};
