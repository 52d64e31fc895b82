import type { Message } from "./message.ts";
import type { Text } from "./text.ts";

/** One page of a form. Adapters cut what is too long for their platform. */
export interface Form {
  /** At most 24 characters are shown everywhere. */
  readonly title: string;
  /** What stands above the fields. */
  readonly intro?: Text;
  readonly fields: readonly Field[];
  /** A small line below the fields. */
  readonly note?: Text;
  /** The button that sends it, a verb first. */
  readonly submit: string;
}

interface FieldBase {
  /** Unique in its form; letters, digits and dashes. */
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly isOptional?: true;
}

export type Field =
  | (FieldBase & {
      readonly type: "text";
      readonly isLong?: true;
      readonly maxLength: number;
      readonly initial?: string;
    })
  /** Choices are asked for as one types. */
  | (FieldBase & { readonly type: "search"; readonly placeholder?: string; readonly initial?: Choice })
  | (FieldBase & { readonly type: "select"; readonly choices: readonly Choice[]; readonly initial?: Choice });

/** One of several. Labels are shown up to 75 characters; values are at most 75. */
export interface Choice {
  readonly label: string;
  readonly value: string;
  /** A second, smaller line where the platform has one. */
  readonly about?: string;
}

/** A form with what is needed to find its way back: which flow it belongs to and the state that the flow gave it. */
export interface OpenForm {
  readonly flow: string;
  /** At most 2,000 characters; the flow checks it when it comes back. */
  readonly state: string;
  readonly form: Form;
}

/** What becomes of a form that was sent. */
export type FormResult =
  /** It is over. With `message` the sender is told. */
  | { readonly type: "done"; readonly message?: Message }
  /** It stays, with what is wrong at each field. With `message` that is said where the form is closed by then: it holds what was typed. */
  | { readonly type: "errors"; readonly errors: Readonly<Record<string, string>>; readonly message?: Message }
  /** Its next page. */
  | { readonly type: "next"; readonly state: string; readonly form: Form };
