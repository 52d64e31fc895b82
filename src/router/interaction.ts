import type { MessageRef } from "../chat/event.ts";
import type { Choice, Form, FormResult } from "../chat/form.ts";
import type { Ctx, FormReply, Permission, Reply } from "./command.ts";

/** A form of one or more pages. What it needs to remember between them is its `state`, which comes back as it was given. */
export interface FormFlow {
  /** Unique: lower-case letters, digits and dashes. */
  readonly id: string;
  readonly needs?: Permission;
  /** A reply is said instead of opening a form. @throws BotError, said to whoever wanted the form */
  build(ctx: Ctx, state: string): Promise<Form | Reply>;
  /** `{type: "command"}` answers as if its text had been typed. Called once for each sent form. @throws BotError, said to the sender */
  submit(ctx: Ctx, state: string, values: Readonly<Record<string, string>>): Promise<FlowResult>;
  /** What a search field offers; the best first, at most 100. `query` may be empty. */
  options?(ctx: Ctx, field: string, query: string, state: string): Promise<readonly Choice[]>;
}

/** What becomes of a sent form: as adapters know it, or a command to answer with. */
export type FlowResult = FormResult | { readonly type: "command"; readonly command: string };

/** A button that does something of its own. With `needs` its value is kept in the audit log: never a secret. */
export interface Press {
  /** Unique: lower-case letters, digits and dashes. */
  readonly id: string;
  readonly needs?: Permission;
  /** Undefined: nothing is said to the presser. @throws BotError, said to the presser */
  run(ctx: Ctx, value: string, message: MessageRef | undefined): Promise<Reply | FormReply | undefined>;
}

/** An entry of the platform's menus. */
export interface Shortcut {
  /** Unique: lower-case letters, digits and dashes. */
  readonly id: string;
  /** As the menu shows it, at most 24 characters. */
  readonly name: string;
  /** One line, at most 150 characters. */
  readonly description: string;
  /** In the menu of every message, or wherever one is. */
  readonly on: "message" | "anywhere";
  readonly needs?: Permission;
  run(ctx: Ctx, texts: readonly string[]): Promise<Reply | FormReply>;
}

/** What manifests need to know of a shortcut. */
export type ShortcutInfo = Pick<Shortcut, "id" | "name" | "description" | "on">;
