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
}

/** Who speaks, by what the platform vouches for. */
export interface ChatUser {
  readonly platform: string;
  readonly tenant: string;
  readonly id: string;
  /** An e-mail address that the platform vouches for. */
  readonly email?: string;
  readonly displayName?: string;
  /** The person runs this process (the terminal without `--as`): may do what admins may. */
  readonly isOperator?: true;
}

/** What arrives from a chat platform. */
export interface ChatEvent {
  readonly type: "command";
  /** As typed; the router resolves quotes, dashes and the platforms' markup. */
  readonly text: string;
  readonly user: ChatUser;
  readonly address: Address;
  /** Where it was said: `direct` means only the user and the bot are there. */
  readonly place: "channel" | "direct";
}
