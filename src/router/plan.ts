import type { ChatEvent, CommandEvent, FormOpenEvent, PressEvent, ShortcutEvent } from "../chat/event.ts";
import type { Message } from "../chat/message.ts";
import { BotError } from "../errors.ts";
import type { Attempted } from "./attempt.ts";
import type { Argv, Command, Ctx, FormReply, Permission, Reply } from "./command.ts";
import type { CommandTable } from "./command-table.ts";
import type { InteractionTable } from "./interaction-table.ts";
import { withCode } from "./outcome.ts";
import { readRequest } from "./request.ts";
import { suggestion } from "./suggestion.ts";

/** What an event asks for, before anybody looked at whether it may be done. */
export interface Plan {
  readonly kind: Attempted["kind"];
  readonly name: string;
  /** As the audit log shows it. */
  readonly what: string;
  /** As a refusal calls it. */
  readonly label: string;
  readonly needs?: Permission;
  /** Others do not see the answer. */
  readonly isPrivate: boolean;
  /** The asker shows the answer to others who did not see the question. */
  readonly isShared: boolean;
  readonly canOpenForm: boolean;
  run(ctx: Ctx): Promise<Reply | FormReply | undefined>;
}

/** Everything that was registered. */
export interface Tables {
  readonly commands: CommandTable;
  readonly interactions: InteractionTable;
}

/** @throws BotError `usage` for a text that leads nowhere, `expired` for a button or menu entry of a feature that is gone */
export function planFor(event: ChatEvent, tables: Tables): Plan {
  switch (event.type) {
    case "command":
      return planCommand(event, tables);
    case "press":
      return planPress(event, tables.interactions);
    case "open":
      return planOpen(event, tables.interactions);
    case "shortcut":
      return planShortcut(event, tables.interactions);
  }
}

/** As `planFor`, for a typed text. */
export function planCommand(
  event: Pick<CommandEvent, "text" | "place" | "canOpenForm" | "canOfferForm" | "isInTheOpen">,
  { commands, interactions }: Tables,
): Plan {
  const request = readRequest(event.text, commands);
  const { command, argv, isPrivate } = request;
  const { whenEmpty } = command;
  const canOpenForm = event.canOpenForm === true;
  const isFormPossible = (canOpenForm && isPrivate) || event.canOfferForm === true;
  const isFormWanted = isFormPossible && argv.words.length === 0;
  const flow = isFormWanted && whenEmpty !== undefined ? interactions.flow(whenEmpty) : undefined;
  return {
    kind: "command",
    name: command.name,
    what: argv.rest === "" ? command.name : `${command.name} ${argv.rest}`,
    label: `\`${command.name}\``,
    ...(command.needs && { needs: command.needs }),
    isPrivate: isPrivate && !event.isInTheOpen,
    isShared: !isPrivate && !event.isInTheOpen && event.place === "channel",
    canOpenForm,
    async run(ctx) {
      if (flow)
        return { status: "form", flow: flow.id, state: command.name, message: launchMessage(command, argv, flow.id) };
      const reply = await command.run(ctx, command.parse(argv));
      return reply.status === "form" ? reply : suggestion(request, reply, commands.names());
    },
  };
}

/** A button or a menu entry is answered to whoever used it. */
const unshared = { isPrivate: true, isShared: false } as const;

function planPress({ press: id, value, message, canOpenForm }: PressEvent, table: InteractionTable): Plan {
  const press = table.press(id);
  if (press === undefined) throw outdated("button");
  return {
    ...unshared,
    kind: "press",
    name: press.id,
    what: `press ${press.id} ${value}`,
    label: "This button",
    ...(press.needs && { needs: press.needs }),
    canOpenForm: canOpenForm === true,
    run: (ctx) => press.run(ctx, value, message),
  };
}

function planOpen({ flow: id, state }: FormOpenEvent, table: InteractionTable): Plan {
  const flow = table.flow(id);
  if (flow === undefined) throw outdated("button");
  const message = { text: "The form did not open in time. Press the button again." };
  return {
    ...unshared,
    kind: "form",
    name: flow.id,
    what: `form ${flow.id}`,
    label: "This form",
    canOpenForm: true,
    run: async () => ({ status: "form", flow: flow.id, state, message }),
  };
}

function planShortcut({ shortcut: id, texts, canOpenForm }: ShortcutEvent, table: InteractionTable): Plan {
  const shortcut = table.shortcut(id);
  if (shortcut === undefined) throw outdated("menu entry");
  return {
    ...unshared,
    kind: "shortcut",
    name: shortcut.id,
    what: `shortcut ${shortcut.id}`,
    label: "This menu entry",
    ...(shortcut.needs && { needs: shortcut.needs }),
    canOpenForm: canOpenForm === true,
    run: (ctx) => shortcut.run(ctx, texts),
  };
}

/** What is said to whoever uses what a later version no longer has. */
export function outdated(thing: "button" | "form" | "menu entry"): BotError {
  return new BotError("expired", `This ${thing} is from an older version. Type \`help\`.`);
}

/** Instead of a form that cannot be opened at once: what is missing, and the button that opens it. */
function launchMessage(command: Command, argv: Argv, flow: string): Message {
  const title = withCode(whatIsMissing(command, argv));
  const search = { type: "form", label: "Search", flow, state: command.name } as const;
  return { text: title, card: { title, blocks: [{ type: "actions", main: [search], more: [] }] }, private: true };
}

function whatIsMissing({ parse, usage }: Command, argv: Argv): string {
  try {
    parse(argv);
  } catch (error) {
    if (error instanceof BotError) return error.message;
    throw error;
  }
  return `Write it as \`${usage}\`.`;
}

/** An event in the audit log before it is known what it asks for. */
export function wordsOf(event: ChatEvent): string {
  switch (event.type) {
    case "command":
      return event.text;
    case "press":
      return `press ${event.press}`;
    case "open":
      return `form ${event.flow}`;
    case "shortcut":
      return `shortcut ${event.shortcut}`;
  }
}
