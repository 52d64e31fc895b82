import { z } from "zod";
import type { Workspace } from "../desk/protocol.ts";

const text = z.string();
const commandLists = z.array(z.object({ commands: z.array(z.object({ title: text, description: text })) })).default([]);
const extension = z.object({
  commands: z.array(z.object({ id: text, title: text, description: text, context: z.array(text).default([]) })),
});

/** What of an app's manifest a tenant goes by. https://learn.microsoft.com/microsoft-365/extensibility/schema/root */
const manifestSchema = z.object({
  bots: z.array(z.object({ commandLists })).min(1),
  composeExtensions: z.array(extension).default([]),
});

/** What an app brings into menus. Throws an Error with a sentence. */
export function readManifest(manifest: unknown): Pick<Workspace, "commands" | "shortcuts"> {
  const { data, error } = manifestSchema.safeParse(manifest);
  const [issue] = error?.issues ?? [];
  if (data === undefined)
    throw new Error(`That is no manifest of a Teams app: ${issue?.path.join(".")}: ${issue?.message}.`);
  const lists = data.bots.flatMap((bot) => bot.commandLists.flatMap(({ commands }) => commands));
  const commands = new Map(lists.map(({ title, description }) => [title, description]));
  return {
    commands: [...commands].map(([title, description]) => ({ command: `/${title}`, description, usageHint: "" })),
    shortcuts: data.composeExtensions
      .flatMap((one) => one.commands)
      .map(({ id, title, description, context }) => {
        return { callbackId: id, name: title, description, type: context.includes("message") ? "message" : "global" };
      }),
  };
}
