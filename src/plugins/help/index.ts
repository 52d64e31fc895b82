import { displayName, type Entity, specText } from "../../catalog/entity.ts";
import { ownedBy } from "../../catalog/team.ts";
import type { Action, Block } from "../../chat/message.ts";
import { quoted } from "../../chat/phrase.ts";
import { bold, code, oneLine, plain, rich, type Text } from "../../chat/text.ts";
import { BotError } from "../../errors.ts";
import type { Plugin, PluginHost, Services } from "../../plugin.ts";
import type { CommandInfo, Ctx, Reply } from "../../router/command.ts";

/** How many commands the first help shows, and how many a page of all of them. */
const shownCommands = 5;

/** `help`: what can be asked, with names that the asker knows. */
export const helpPlugin: Plugin = {
  name: "help",
  register({ router, services }) {
    router.command<string>({
      name: "help",
      aliases: ["commands", "?"],
      menu: 12,
      summary: "what you can ask",
      usage: "help [command|all]",
      examples: ["help", "help whoowns", "help all"],
      parse: ({ rest }) => rest.trim().toLowerCase(),
      run: async (ctx, about) => {
        const commands = router.commands().filter(({ needs }) => needs === undefined || ctx.may(needs));
        if (about === "") return firstHelp(services, ctx, commands);
        if (/^all\b/.test(about)) return allHelp(commands, Number(about.slice(3)) || 1);
        return oneHelp(router, commands, about);
      },
    });
  },
};

function firstHelp(services: Services, ctx: Ctx, commands: readonly CommandInfo[]): Reply {
  const name = familiarName(services, ctx);
  const lines = commands
    .filter(({ name: command }) => command !== "help")
    .slice(0, shownCommands)
    .map((command): Text => rich`${code(exampleWith(command, name))} ${command.short ?? command.summary}`);
  const main: Action[] = [
    ...(ctx.asker.ref === undefined ? [] : [{ type: "command" as const, label: "What I own", command: "mine" }]),
    { type: "command", label: "All commands", command: "help all" },
  ];
  const note = mentionNote(services, ctx, `whoowns ${name ?? "payments-api"}`);
  return helpReply("Who owns it, who to tell, what is missing", lines, main, commands, note);
}

/** `whoowns <anything>` with a thing that the asker owns, else one that the catalog has. */
function exampleWith({ name, usage, examples }: CommandInfo, thing: string | undefined): string {
  return thing !== undefined && /<(anything|thing)>/.test(usage) ? `${name} ${thing}` : (examples[0] ?? usage);
}

/** Where commands cannot be typed, or are answered to their asker alone, the bot is mentioned. */
function mentionNote({ chat }: Services, { asker }: Ctx, example: string): string | undefined {
  const hint = chat.traits(asker.platform).mentionHint;
  return hint && `${hint}: @Callboard ${example}`;
}

/** What people ask about most. */
function isLiveService(component: Entity): boolean {
  return specText(component, "type") === "service" && specText(component, "lifecycle") === "production";
}

function familiarName({ catalog }: Services, ctx: Ctx): string | undefined {
  try {
    const snapshot = catalog.snapshot();
    const own = ctx.asker.ref === undefined ? [] : ownedBy(snapshot, ctx.asker.ref);
    const components = own.filter(({ kind }) => kind === "Component");
    const thing = components.find(isLiveService) ?? components[0];
    return thing && oneLine(displayName(thing), 30);
  } catch (error) {
    // Help works before the catalog does.
    if (error instanceof BotError) return undefined;
    throw error;
  }
}

function allHelp(commands: readonly CommandInfo[], page: number): Reply {
  const pages = Math.max(1, Math.ceil(commands.length / shownCommands));
  const at = Math.min(Math.max(1, page), pages);
  const shown = commands.slice((at - 1) * shownCommands, at * shownCommands);
  const lines = shown.map(
    (command): Text => rich`${code(command.examples[0] ?? command.usage)} ${command.short ?? command.summary}`,
  );
  const main: Action[] = at < pages ? [{ type: "command", label: "More commands", command: `help all ${at + 1}` }] : [];
  return helpReply(pages === 1 ? "All commands" : `All commands, page ${at} of ${pages}`, lines, main, commands);
}

function oneHelp(router: PluginHost["router"], commands: readonly CommandInfo[], about: string): Reply {
  const isIt = ({ name, aliases = [] }: CommandInfo) => name === about || aliases.includes(about);
  const command = commands.find(isIt);
  if (command === undefined) {
    const message = router.commands().some(isIt)
      ? `No command ${quoted(about)} for you. It is for those who run Callboard.`
      : `There is no command ${quoted(about)}. \`help all\` lists them.`;
    throw new BotError("usage", message);
  }
  const title = rich`${bold(command.name)}: ${command.summary}`;
  const aliases = (command.aliases ?? []).join(", ");
  const lines: Text[] = [
    [code(command.usage)],
    ...command.examples.slice(0, 3).map((example): Text => [code(example)]),
  ];
  const blocks: Block[] = lines.map((text) => ({ type: "text", text }));
  if (aliases !== "") blocks.push({ type: "note", text: `Also: ${aliases}` });
  return { status: "answer", data: { command }, message: { text: plain(title), card: { title, blocks } } };
}

function helpReply(
  title: string,
  lines: readonly Text[],
  main: readonly Action[],
  commands: readonly CommandInfo[],
  note?: string,
): Reply {
  const blocks: Block[] = lines.map((text) => ({ type: "text", text }));
  if (main.length > 0) blocks.push({ type: "actions", main, more: [] });
  if (note !== undefined) blocks.push({ type: "note", text: note });
  return {
    status: "answer",
    data: { total: commands.length, items: commands },
    message: {
      text: `Callboard: ${title.slice(0, 1).toLowerCase()}${title.slice(1)}`,
      card: { title: [bold(title)], blocks },
    },
  };
}
