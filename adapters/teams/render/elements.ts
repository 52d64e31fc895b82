import type { ActionData } from "./action-data.ts";

/** A line of a card. Adaptive Cards 1.5: https://adaptivecards.io/explorer/ */
export interface TextBlock {
  readonly type: "TextBlock";
  readonly text: string;
  readonly wrap: true;
  readonly spacing: "None" | "Small" | "Default" | "Medium";
  readonly size?: "Medium" | "Small";
  readonly weight?: "Bolder";
  readonly color?: "Attention";
  readonly fontType?: "Monospace";
  readonly isSubtle?: true;
}

interface Button {
  readonly title: string;
  readonly mode?: "secondary";
}

/** A button. */
export type CardAction =
  | (Button & { readonly type: "Action.OpenUrl"; readonly url: string })
  | (Button & {
      readonly type: "Action.Submit";
      /** Of the button that ends a form. */
      readonly style?: "positive";
      readonly data: (ActionData | { readonly cb: object }) & { readonly msteams?: { readonly type: "task/fetch" } };
    })
  | (Button & { readonly type: "Action.Execute"; readonly verb: string; readonly data: ActionData });

/** One of several, as Teams has them. */
export interface CardChoice {
  readonly title: string;
  readonly value: string;
}

interface Input {
  readonly id: string;
  readonly label: string;
  readonly isRequired?: true;
  readonly errorMessage?: string;
  readonly placeholder?: string;
  readonly value?: string;
  readonly spacing: "Medium";
}

/** A field of a form. */
export type CardInput =
  | (Input & { readonly type: "Input.Text"; readonly isMultiline: boolean; readonly maxLength: number })
  | (Input & {
      readonly type: "Input.ChoiceSet";
      readonly style: "compact" | "filtered";
      readonly choices: readonly CardChoice[];
      readonly "choices.data"?: { readonly type: "Data.Query"; readonly dataset: string };
    });

/** What a card is made of. */
export type CardElement =
  | TextBlock
  | CardInput
  | { readonly type: "ActionSet"; readonly spacing: "Small" | "Medium"; readonly actions: readonly CardAction[] }
  | {
      readonly type: "Container";
      readonly style: "attention";
      readonly bleed: true;
      readonly items: readonly CardElement[];
    };

/** A card; Teams takes version 1.5 from bots. https://learn.microsoft.com/en-us/microsoftteams/platform/task-modules-and-cards/cards/cards-reference */
export interface AdaptiveCard {
  readonly $schema: "http://adaptivecards.io/schemas/adaptive-card.json";
  readonly type: "AdaptiveCard";
  readonly version: "1.5";
  readonly body: readonly CardElement[];
}

/** A card around its elements. */
export const adaptiveCard = (body: readonly CardElement[]): AdaptiveCard => ({
  $schema: "http://adaptivecards.io/schemas/adaptive-card.json",
  type: "AdaptiveCard",
  version: "1.5",
  body,
});

/** A line of a card, below the one before. */
export function textBlock(text: string, looks: Partial<Omit<TextBlock, "type" | "text" | "wrap">> = {}): TextBlock {
  return { type: "TextBlock", text, wrap: true, spacing: "Small", ...looks };
}
