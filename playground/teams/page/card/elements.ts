import {
  AdaptiveCard,
  type CardElement,
  CardObjectRegistry,
  ChoiceSetInput,
  Container,
  GlobalRegistry,
  GlobalSettings,
  NumberInput,
  SerializationContext,
  Table,
  TextInput,
  Versions,
} from "adaptivecards";
import type { Choice } from "../../../page/control/use-select.ts";
import { cardHtml } from "../markdown.ts";

/** A choice that is found by typing: what the page draws in its `host` sets what is `chosen`. */
export class SearchInput extends ChoiceSetInput {
  host: HTMLElement | undefined;
  chosen: Choice | undefined;
  /** Told when what names it changes: its label, and what is wrong. */
  onLabels: (() => void) | undefined;

  get isSearched(): boolean {
    return this.style === "filtered" && !this.isMultiSelect;
  }

  get isOneField(): boolean {
    return this.style !== "expanded" && !this.isMultiSelect;
  }

  choose(choice: Choice | undefined): void {
    this.chosen = choice;
    this.valueChanged();
  }

  labels(): readonly string[] {
    return this.getAllLabelIds();
  }

  protected override internalRender(): HTMLElement | undefined {
    if (!this.isSearched) return super.internalRender();
    const found = this.choices.find(({ value }) => value === this.defaultValue);
    this.chosen = found?.value === undefined ? undefined : { value: found.value, label: found.title ?? found.value };
    this.host = document.createElement("div");
    this.host.className = "ac-search";
    return this.host;
  }

  protected override updateInputControlAriaLabelledBy(): void {
    super.updateInputControlAriaLabelledBy();
    if (this.isSearched) this.onLabels?.();
    else if (this.isOneField) tellErrors(this.renderedInputControlElement, this.labels());
  }

  override get value(): string | undefined {
    return this.isSearched ? this.chosen?.value : super.value;
  }

  override isSet(): boolean {
    return this.isSearched ? this.chosen !== undefined : super.isSet();
  }

  override focus(): void {
    if (this.isSearched) this.host?.querySelector("input")?.focus();
    else super.focus();
  }
}

/** Its style is to be seen by more than its ground. */
class StyledContainer extends Container {
  protected override internalRender(): HTMLElement | undefined {
    const element = super.internalRender();
    if (this.style !== undefined) element?.classList.add(`style-${this.style}`);
    return element;
  }
}

/** The library takes an empty one for a wrong one as soon as it has bounds. */
class OptionalNumber extends NumberInput {
  protected override updateInputControlAriaLabelledBy(): void {
    super.updateInputControlAriaLabelledBy();
    tellErrors(this.renderedInputControlElement, this.getAllLabelIds());
  }

  override isValid(): boolean {
    return (!this.isRequired && !this.isSet()) || super.isValid();
  }
}

/** One that says what is wrong with it. */
class TypedInput extends TextInput {
  protected override updateInputControlAriaLabelledBy(): void {
    super.updateInputControlAriaLabelledBy();
    tellErrors(this.renderedInputControlElement, this.getAllLabelIds());
  }
}

/** To the library an error is a part of the name; here it is what is said besides. */
function tellErrors(element: HTMLElement | undefined, [label = "", ...errors]: readonly string[]): void {
  if (label !== "") element?.setAttribute("aria-labelledby", label);
  element?.setAttribute("aria-invalid", String(errors.length > 0));
  element?.setAttribute("aria-describedby", errors.join(" "));
}

const elements = new CardObjectRegistry<CardElement>();
GlobalRegistry.populateWithDefaultElements(elements);
// Bundlers leave out the file in which it registers itself.
elements.register("Table", Table, Versions.v1_5);
elements.register("Container", StyledContainer, Versions.v1_0);
elements.register("Input.ChoiceSet", SearchInput, Versions.v1_0);
elements.register("Input.Text", TypedInput, Versions.v1_0);
elements.register("Input.Number", OptionalNumber, Versions.v1_0);
GlobalSettings.setTabIndexAtCardRoot = false;
GlobalSettings.allowMoreThanMaxActionsInOverflowMenu = true;
AdaptiveCard.onProcessMarkdown = (text, result) => {
  result.outputHtml = cardHtml(text);
  result.didProcess = true;
};

/** How a card is read: `choices.data` is younger than the version that cards of Teams name. */
export function readingContext(): SerializationContext {
  const context = new SerializationContext(Versions.v1_6);
  context.setElementRegistry(elements);
  return context;
}
