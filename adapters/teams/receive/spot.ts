/** A conversation of Teams, as an activity names it. */
export interface Conversation {
  /** The conversation's own id; of a post in a channel without `;messageid=…`. */
  readonly id: string;
  readonly type: "personal" | "channel" | "groupChat";
  /** Of a post in a channel: the id of the message that starts it. A reply goes to `<id>;messageid=<thread>`. */
  readonly thread?: string;
  /** Where the connector is reached for it: checked against the allow-list each time before anything is sent. */
  readonly serviceUrl: string;
  /** The tenant of the conversation. */
  readonly tenant: string;
  /** Of a channel: the team, and how both are called, where Teams says so. */
  readonly teamId?: string;
  /** The team's id in the directory: it stands in links. */
  readonly groupId?: string;
  readonly teamName?: string;
  readonly channelName?: string;
}

/** A person, as an activity names them. */
export interface Sender {
  /** `29:…`: theirs for this bot alone. */
  readonly id: string;
  /** The object id in the directory. */
  readonly directoryId?: string;
  readonly name?: string;
  /** The tenant that they belong to, where the activity says so. */
  readonly tenant?: string;
}

/** Where something was asked: all that answering needs to know. */
export interface Spot {
  readonly surface:
    | /** Typed: in a personal chat, or with a mention. */ "message"
    | /** Typed as a slash command: a targeted message, which the asker and the bot alone see. */ "slash"
    | /** A button that was pressed (`Action.Submit`). */ "button"
    | /** A button whose answer replaces its card for whoever pressed (`Action.Execute`): answered in the HTTP response. */ "execute"
    | /** A button that opens a dialog (`task/fetch`), or a dialog that was sent (`task/submit`): answered in the HTTP response. */ "dialog"
    | /** An entry of the menu of messages or of the compose box (`composeExtension/fetchTask`): answered in the HTTP response. */ "menu"
    | /** The app was installed. */ "install";
  /** The delivery that asked. */
  readonly deliveryId: string;
  /** An earlier run may have answered already; whoever waited for the HTTP response is gone. */
  readonly isRepeat: boolean;
  readonly sender: Sender;
  readonly conversation: Conversation;
  /** The activity that asked. */
  readonly activityId: string;
  /** The message whose button was pressed. */
  readonly pressedId?: string;
  /** The answer takes the place of the pressed message. */
  readonly replaces?: true;
  /** `Europe/Berlin`, of whoever asks. */
  readonly timeZone?: string;
}
