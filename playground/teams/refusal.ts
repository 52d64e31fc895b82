/** What the connector refuses, with its own code. https://learn.microsoft.com/microsoftteams/platform/bots/build-conversational-capability */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;

  constructor(code: keyof typeof refusals, message?: string) {
    const [status, usual] = refusals[code];
    super(message ?? usual);
    this.status = status;
    this.code = code;
  }
}

const refusals = {
  BadSyntax: [400, "Bad format of activity"],
  BadArgument: [400, "Bad argument"],
  BotNotInConversationRoster: [403, "The bot is not part of the conversation roster."],
  ConversationBlockedByUser: [403, "User blocked the conversation with the bot."],
  MessageWritesBlocked: [403, "The app is not installed for this user: message writes are blocked."],
  ForbiddenOperationException: [403, "Bot is not installed in user's personal scope"],
  NotEnoughPermissions: [403, "The bot does not have permission to change this message."],
  ActivityNotFoundInConversation: [404, "Conversation not found."],
  ConversationNotFound: [404, "Conversation not found."],
  MemberNotFoundInConversation: [404, "Member not found in conversation."],
  MessageSizeTooBig: [413, "Message size too large."],
} as const satisfies Record<string, readonly [number, string]>;
