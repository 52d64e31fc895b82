import type { Entity } from "../../src/catalog/entity.ts";
import { ALIASES_ANNOTATION } from "../../src/catalog/search/document.ts";
import type { Random } from "./random.ts";

/** Makes a question about a thing; undefined when the thing does not lend itself to the class. */
export type MakeQuestion = (entity: Entity, random: Random) => string | undefined;

/** Makes a slip in what was typed. */
export type MakeTypo = (query: string, random: Random) => string;

/** What makes a question of a class fair: how many things may share what was typed. */
export type Ambiguity = "name" | "prefix" | "word" | "initials" | "text" | "none";

/** A way in which people ask. */
export interface QuestionClass {
  readonly make: MakeQuestion;
  readonly ambiguity: Ambiguity;
  /** Made once the question is known to be fair. */
  readonly slip?: MakeTypo;
}

const LETTERS = "abcdefghijklmnopqrstuvwxyz";
const KEYBOARD = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];
const ABBREVIATIONS: readonly (readonly [short: string, long: string])[] = [
  ["svc", "service"],
  ["gw", "gateway"],
  ["db", "database"],
  ["js", "javascript"],
  ["ts", "typescript"],
  ["util", "utility"],
  ["utils", "utilities"],
  ["lib", "library"],
  ["app", "application"],
  ["mgr", "manager"],
  ["cfg", "config"],
  ["srv", "server"],
  ["ctrl", "controller"],
  ["btn", "button"],
  ["img", "image"],
  ["err", "error"],
  ["fn", "function"],
  ["tmpl", "template"],
  ["ext", "extension"],
  ["proc", "processor"],
  ["sync", "synchronization"],
  ["dev", "device"],
  ["sys", "system"],
  ["comp", "component"],
  ["msg", "message"],
  ["auth", "authentication"],
  ["k8s", "kubernetes"],
  ["repo", "repository"],
  ["env", "environment"],
  ["cmd", "command"],
  ["pkg", "package"],
  ["doc", "documentation"],
  ["infra", "infrastructure"],
];
const TALK: readonly ((name: string) => string)[] = [
  (name) => `who owns the ${name}?`,
  (name) => `whoowns ${name}`,
  (name) => `@bot ${name}`,
  (name) => `hey, who is on ${name}`,
  (name) => `who do I ask about ${name}`,
  (name) => `owner of ${name}`,
  (name) => `the ${name} please`,
  (name) => `\`${name}\``,
  (name) => `"${name}"`,
  (name) => `${name} !!`,
  (name) => `${name}?`,
  (name) => `${name} service`,
];

/** The words of a name as the questions take it apart. */
export function nameParts(entity: Entity): string[] {
  return entity.name
    .replace(/([a-z0-9])([A-Z])/g, "$1-$2")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((part) => part !== "");
}

/** The words of all that is written about a thing. */
export function allWords(entity: Entity): Set<string> {
  return new Set(textParts([entity.name, entity.title ?? "", entity.description ?? "", ...entity.tags].join(" ")));
}

/** Every way of asking, by its name in the development data. */
export const QUESTION_CLASSES: Readonly<Record<string, QuestionClass>> = {
  exact: named((name) => name),
  upper: named((name) => name.toUpperCase()),
  sep_space: several((parts) => parts.join(" ")),
  sep_none: several((parts) => parts.join("")),
  sep_camel: several((parts) => parts.map((part) => part.slice(0, 1).toUpperCase() + part.slice(1)).join("")),
  sep_under: several((parts, random) => parts.join(random.pick(["_", "."]))),
  plural: parted((parts, random) => onLongPart(parts, random, 3, pluralOther).join("-")),
  typo_ins: parted((parts, random) => onLongPart(parts, random, 3, inserted).join("-")),
  typo_del: parted((parts, random) => onLongPart(parts, random, 4, deleted).join("-")),
  typo_sub: parted((parts, random) => onLongPart(parts, random, 3, replaced).join("-")),
  typo_tra: parted((parts, random) => onLongPart(parts, random, 3, swapped).join("-")),
  typo_key: parted((parts, random) => onLongPart(parts, random, 3, mistyped).join("-")),
  typo2: parted((parts, random) => onLongPart(onLongPart(parts, random, 4, anyTypo), random, 4, anyTypo).join("-")),
  typo1_space: several((parts, random) => onLongPart(parts, random, 3, anyTypo).join(" ")),
  swap: several((parts, random) => turned(parts, random).join(random.pick([" ", " ", "-"]))),
  swap_typo: several((parts, random) => turned(onLongPart(parts, random, 4, anyTypo), random).join(" ")),
  abbr_dict: parted(abbreviated),
  abbr_skel: several((parts, random) => onLongPart(parts, random, 5, bones).join("-")),
  abbr_cut: several((parts, random) => cut(parts, random).join(random.pick(["-", " "]))),
  prefix: { make: beginning, ambiguity: "prefix" },
  acronym: {
    make: (entity) =>
      nameParts(entity).length > 2
        ? nameParts(entity)
            .map((part) => part.slice(0, 1))
            .join("")
        : undefined,
    ambiguity: "initials",
  },
  token: { make: oneWord, ambiguity: "word" },
  token_typo: { make: oneWord, ambiguity: "word", slip: anyTypo },
  alias: { make: alias, ambiguity: "none" },
  alias_typo: {
    make: alias,
    ambiguity: "none",
    slip: (query, random) => onLongPart(query.split("-"), random, 3, anyTypo).join("-"),
  },
  title: { make: titleWords, ambiguity: "text" },
  tag_token: { make: tagAndWord, ambiguity: "text" },
  desc: { make: descriptionWords, ambiguity: "text" },
  chat: parted((parts, random) => random.pick(TALK)(parts.join(random.pick(["-", " "])))),
};

/** A distinctive word of the name, for the classes that ask by one word. */
function oneWord(entity: Entity, random: Random): string | undefined {
  const long = nameParts(entity).filter((part) => part.length >= 5);
  return nameParts(entity).length > 1 && long.length > 0 ? random.pick(long) : undefined;
}

function named(make: (name: string) => string): QuestionClass {
  return { make: ({ name }) => make(name), ambiguity: "name" };
}

function parted(make: (parts: readonly string[], random: Random) => string | undefined): QuestionClass {
  return {
    ambiguity: "name",
    make(entity, random) {
      const parts = nameParts(entity);
      const asked = make(parts, random);
      return asked === undefined || asked === parts.join("-") ? undefined : asked;
    },
  };
}

function several(make: (parts: readonly string[], random: Random) => string | undefined): QuestionClass {
  return parted((parts, random) => (parts.length > 1 ? make(parts, random) : undefined));
}

function onLongPart(
  parts: readonly string[],
  random: Random,
  least: number,
  change: (part: string, random: Random) => string,
): readonly string[] {
  const places = parts.flatMap((part, place) => (part.length >= least ? [place] : []));
  if (places.length === 0) return parts;
  const chosen = random.pick(places);
  return parts.map((part, place) => (place === chosen ? change(part, random) : part));
}

function pluralOther(part: string): string {
  return part.endsWith("s") ? part.slice(0, -1) : `${part}s`;
}

function inserted(part: string, random: Random): string {
  const place = random.below(part.length + 1);
  const letter =
    random.below(3) === 0 ? part.slice(Math.max(0, place - 1), Math.max(1, place)) : random.pick([...LETTERS]);
  return part.slice(0, place) + letter + part.slice(place);
}

function deleted(part: string, random: Random): string {
  const place = random.below(part.length);
  return part.slice(0, place) + part.slice(place + 1);
}

function replaced(part: string, random: Random): string {
  const place = random.below(part.length);
  return part.slice(0, place) + random.pick([...LETTERS]) + part.slice(place + 1);
}

function swapped(part: string, random: Random): string {
  const place = random.below(part.length - 1);
  return part.slice(0, place) + part.slice(place + 1, place + 2) + part.slice(place, place + 1) + part.slice(place + 2);
}

function mistyped(part: string, random: Random): string {
  const place = random.below(part.length);
  const row = KEYBOARD.find((letters) => letters.includes(part.charAt(place)));
  if (row === undefined) return replaced(part, random);
  const at = row.indexOf(part.charAt(place));
  const neighbours = [row.charAt(at - 1), row.charAt(at + 1)].filter((letter) => letter !== "");
  return part.slice(0, place) + random.pick(neighbours) + part.slice(place + 1);
}

function anyTypo(part: string, random: Random): string {
  return random.pick([inserted, deleted, replaced, swapped, mistyped])(part, random);
}

function turned(parts: readonly string[], random: Random): readonly string[] {
  if (parts.length > 2 && random.below(2) === 0) return random.shuffle(parts);
  const place = 1 + random.below(parts.length - 1);
  return [...parts.slice(place), ...parts.slice(0, place)];
}

function abbreviated(parts: readonly string[], random: Random): string | undefined {
  const fitting = ABBREVIATIONS.flatMap(([short, long]) =>
    parts.includes(long) ? [[long, short] as const] : parts.includes(short) ? [[short, long] as const] : [],
  );
  if (fitting.length === 0) return undefined;
  const [from, to] = random.pick(fitting);
  return parts.map((part) => (part === from ? to : part)).join("-");
}

function bones(part: string): string {
  const kept = part.slice(0, 1) + part.slice(1).replace(/[aeiouy]/g, "");
  return kept.length < 3 ? part : kept.slice(0, 4);
}

function cut(parts: readonly string[], random: Random): readonly string[] {
  return parts.map((part, place) =>
    part.length > 4 && (place === 0 || random.below(3) > 0) ? part.slice(0, 3 + random.below(2)) : part,
  );
}

function beginning({ name }: Entity, random: Random): string | undefined {
  const first = name.search(/[^A-Za-z0-9]/);
  if (first === -1 || first + 3 >= name.length) return undefined;
  const separators = [...name.matchAll(/[^A-Za-z0-9]/g)].map(({ index }) => index);
  const end = random.pick(separators) + 2 + random.below(4);
  return end < name.length ? name.slice(0, end).toLowerCase() : undefined;
}

function alias({ annotations }: Entity, random: Random): string | undefined {
  const aliases = annotations[ALIASES_ANNOTATION]?.split(/[\s,]+/) ?? [];
  const chosen = aliases.length === 0 ? undefined : random.pick(aliases);
  return random.below(3) === 0 ? chosen?.replaceAll("-", " ") : chosen;
}

function titleWords(entity: Entity, random: Random): string | undefined {
  const words = textParts(entity.title ?? "");
  if (words.length < 2 || words.join("") === nameParts(entity).join("")) return undefined;
  const start = random.below(Math.max(1, words.length - 2));
  return words.slice(start, start + 3).join(" ");
}

function tagAndWord(entity: Entity, random: Random): string | undefined {
  const word = nameParts(entity).filter((part) => part.length > 3);
  const tags = entity.tags.flatMap((tag) => textParts(tag)).filter((tag) => !nameParts(entity).includes(tag));
  if (tags.length === 0 || word.length === 0) return undefined;
  return random.shuffle([random.pick(tags), random.pick(word)]).join(" ");
}

function descriptionWords(entity: Entity, random: Random): string | undefined {
  const known = new Set([...nameParts(entity), ...textParts(entity.title ?? "")]);
  const words = [...new Set(textParts(entity.description ?? ""))].filter((word) => word.length > 3 && !known.has(word));
  return words.length < 3 ? undefined : random.shuffle(words).slice(0, 3).join(" ");
}

function textParts(text: string): string[] {
  const apart = text.replace(/([a-z0-9])([A-Z])/g, "$1 $2").toLowerCase();
  return apart.split(/[^a-z0-9]+/).filter((word) => word !== "");
}
