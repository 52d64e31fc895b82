/**
 * How much Slack takes, in UTF-16 units. What is longer is cut, never refused.
 * https://docs.slack.dev/reference/block-kit/blocks, https://docs.slack.dev/reference/views
 */
export const limits = {
  /** Blocks of a message. */
  blocks: 50,
  /** Blocks of a modal. */
  viewBlocks: 100,
  /** The text of a section, of a context element and of a field that is typed into. */
  sectionText: 3000,
  /** All text of a message's blocks together. Not documented; 13,200 was seen to be refused. */
  messageText: 12_000,
  /** The notification text; Slack takes 4,000, people read less. */
  notification: 300,
  /** A visible button says what it does in a few words. Slack takes 75. */
  buttonLabel: 30,
  buttonValue: 2000,
  optionText: 75,
  optionValue: 75,
  selectOptions: 100,
  overflowOptions: 5,
  /** Elements of an actions block. */
  actionElements: 25,
  placeholder: 150,
  fieldLabel: 2000,
  fieldHint: 2000,
  fieldError: 2000,
  viewTitle: 24,
  viewButton: 24,
  privateMetadata: 3000,
} as const;
