/** A place where messages are: a platform, its tenant (workspace), a channel and maybe a thread. */
export interface Address {
  readonly platform: string;
  readonly tenant: string;
  readonly channel: string;
  readonly thread?: string;
}

/** A message that was sent. */
export interface MessageRef extends Address {
  readonly id: string;
  /** Where a browser or the platform's own client shows it. */
  readonly url?: string;
}

/** Who speaks, by what the platform vouches for. */
export interface ChatUser {
  readonly platform: string;
  /** The organisation or workspace in which `id` is unique. */
  readonly tenant: string;
  readonly id: string;
  /**
   * An address that the platform vouches for: Slack's e-mail address, Teams' sign-in name. Only of members of the home
   * workspace or tenant, never of guests, externals or bots.
   */
  readonly email?: string;
  /** The object id in the organisation's directory, where the platform has one; of members of the home tenant alone. */
  readonly directoryId?: string;
  readonly displayName?: string;
  /** The person's page on the platform. */
  readonly profileUrl?: string;
  /** The configuration denies this kind of account: it is told so, and that is all it gets. */
  readonly barred?: "guest" | "external" | "bot" | "deactivated";
  /** The person runs this process (the terminal without `--as`): may do what admins may. */
  readonly isOperator?: true;
}

/** What every event says. */
interface Heard {
  readonly user: ChatUser;
  readonly address: Address;
  /** Where it was said: `direct` means only the user and the bot are there. */
  readonly place: "channel" | "direct";
  /** It may be that only the user and the bot are there: the platform does not tell. */
  readonly mayBeAlone?: true;
  /** Whoever gets an answer alone can show it to the others by the platform's own means. */
  readonly hasOwnShare?: true;
  /** How a public channel is called, such as `#checkout-dev`. Absent for private ones: their names are nobody else's business. */
  readonly placeName?: string;
  /** Where the conversation can be opened again. */
  readonly placeUrl?: string;
  /** The platform can open a form in answer to this, if it is soon. */
  readonly canOpenForm?: true;
  /** No form can be opened in answer to this, but a button of the answer opens one. */
  readonly canOfferForm?: true;
}

/** Somebody typed a text for the bot, or pressed a button that stands for one. */
export interface CommandEvent extends Heard {
  readonly type: "command";
  /** As typed; the router resolves quotes, dashes and the platforms' markup. */
  readonly text: string;
  /** Others saw the question (a mention in a channel), so they may see the answer. */
  readonly isInTheOpen?: true;
}

/** Somebody pressed a button of `message` that does something of its own. */
export interface PressEvent extends Heard {
  readonly type: "press";
  /** Which `Press` it is for. */
  readonly press: string;
  readonly value: string;
  readonly message?: MessageRef;
}

/** Somebody pressed a button that opens a form. */
export interface FormOpenEvent extends Heard {
  readonly type: "open";
  readonly flow: string;
  readonly state: string;
}

/** Somebody chose a shortcut from the platform's menus, on a message or anywhere. */
export interface ShortcutEvent extends Heard {
  readonly type: "shortcut";
  readonly shortcut: string;
  /** Everything that can be read in the message: its text, quoted texts, link addresses. Empty for a shortcut on nothing. */
  readonly texts: readonly string[];
}

/** What arrives from a chat platform. */
export type ChatEvent = CommandEvent | PressEvent | FormOpenEvent | ShortcutEvent;

/** Somebody sent a form. */
export interface FormSubmission extends Heard {
  readonly flow: string;
  readonly state: string;
  /** By field name; a field that was left empty is absent. */
  readonly values: Readonly<Record<string, string>>;
}

/** Somebody types into a search field of a form. */
export interface OptionsQuery extends Heard {
  readonly flow: string;
  readonly state: string;
  readonly field: string;
  readonly query: string;
}
