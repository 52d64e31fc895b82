import { HostConfig } from "adaptivecards";

const foregroundColors = Object.fromEntries(
  [
    ["default", "ink"],
    ["dark", "ink"],
    ["light", "quiet"],
    ["accent", "link"],
    ["good", "link"],
    ["warning", "warning"],
    ["attention", "danger"],
  ].map(([name, token]) => [
    name,
    { default: `var(--${token})`, subtle: name === "default" ? "var(--quiet)" : `var(--${token})` },
  ]),
);
const styled = (backgroundColor: string) => ({ backgroundColor, foregroundColors });
const fontSizes = { small: 13, default: 15, medium: 17, large: 20, extraLarge: 24 };
const fontWeights = { lighter: 400, default: 400, bolder: 600 };

/** The page's colours and letters, of both themes; spaces and limits about as Teams has them. */
export const hostConfig = new HostConfig({
  supportsInteractivity: true,
  fontTypes: {
    default: { fontFamily: "var(--font)", fontSizes, fontWeights },
    monospace: { fontFamily: "var(--mono)", fontSizes: { ...fontSizes, default: 13.5 }, fontWeights },
  },
  spacing: { small: 4, default: 8, medium: 12, large: 16, extraLarge: 24, padding: 10 },
  separator: { lineThickness: 1, lineColor: "var(--line)" },
  containerStyles: {
    default: styled("transparent"),
    emphasis: styled("var(--hover)"),
    accent: styled("var(--tint)"),
    good: styled("var(--tint)"),
    warning: styled("var(--mark)"),
    // A line at its side says it, see the style sheet: on a red ground letters are hard to read.
    attention: styled("var(--hover)"),
  },
  actions: {
    maxActions: 6,
    spacing: "medium",
    buttonSpacing: 0,
    actionsOrientation: "horizontal",
    actionAlignment: "left",
    allowTitleToWrap: true,
    showCard: { actionMode: "inline", inlineTopMargin: 12, style: "emphasis" },
  },
  inputs: {
    label: {
      inputSpacing: "small",
      requiredInputs: { weight: "bolder", suffix: " *", suffixColor: "attention" },
      optionalInputs: { weight: "bolder" },
    },
    errorMessage: { color: "attention", size: "small" },
  },
  textBlock: { headingLevel: 3 },
});
