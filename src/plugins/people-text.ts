import { displayName, type Entity } from "../catalog/entity.ts";
import { profileEmail } from "../catalog/team.ts";
import { oneLine, person, type Span } from "../chat/text.ts";

/** A person of the catalog by name, with a link to their profile where the platform knows them. Never a mention. */
export function personSpan(entity: Entity): Span {
  return person(oneLine(displayName(entity), 30), { email: profileEmail(entity) });
}

/** The first two people and how many more: `Mia Chen, Jonas Weber + 5`. Empty for nobody. */
export function peopleText(people: readonly Entity[]): readonly Span[] {
  return namesText(people.map(personSpan));
}

/** The same of names. */
export function namesText(names: readonly Span[]): readonly Span[] {
  const shown = names.slice(0, 2);
  const rest = names.length - shown.length;
  const spans = shown.flatMap((span, index): Span[] => (index === 0 ? [span] : [{ type: "text", text: ", " }, span]));
  return rest > 0 ? [...spans, { type: "text", text: ` + ${rest}` }] : spans;
}
