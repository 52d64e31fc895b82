/** How much Teams takes, or people read; in UTF-16 units. What is longer is cut, never refused. */
export const limits = {
  /**
   * A whole message as JSON: Teams takes 100 KB in UTF-16 of it; 80 KB are used.
   * https://learn.microsoft.com/en-us/microsoftteams/platform/bots/how-to/format-your-bot-messages
   */
  message: 40_000,
  /** Of it, what is for the connector's own fields around a card, and the summary. */
  envelope: 4_000,
  /** Of it, what the buttons of all rows may take, and again the others. */
  actions: 10_000,
  /** Elements of a card. Not documented; nobody reads more. */
  elements: 150,
  /** One line. */
  line: 1_000,
  /** Somebody else's words, all their lines. */
  quote: 2_000,
  /** The notification text. */
  summary: 300,
  /** A visible button says what it does in a few words. */
  buttonLabel: 30,
  /** What a button carries. */
  actionData: 4_000,
  /** Buttons of a message, those of rows too. */
  actionElements: 40,
  /** Buttons side by side: Teams shows no more of one set. */
  actionsOfSet: 6,
  optionText: 150,
  optionValue: 200,
  selectOptions: 100,
  /** Choices that Teams shows of those it asked for. https://learn.microsoft.com/en-us/microsoftteams/platform/task-modules-and-cards/cards/dynamic-search */
  searchOptions: 15,
  /** What the choices of all fields of a form may take. */
  choices: 10_000,
  fields: 12,
  /** Lines above the fields of a form, and below them. */
  formLines: 5,
  placeholder: 150,
  fieldText: 3_000,
  /** What was typed into all fields of a form. */
  typedText: 9_000,
  fieldLabel: 300,
  fieldError: 500,
  dialogTitle: 60,
  dialogButton: 24,
  /** A form that comes back with what was typed, so that it can be shown again. */
  keptForm: 6_000,
  formState: 3_000,
} as const;
