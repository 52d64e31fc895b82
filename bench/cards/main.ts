// Checks every kind of message and form as Teams gets it against the published schema of Adaptive Cards 1.5.
// Run: npx tsx bench/cards/main.ts ../shared/data/adaptive-cards
// Exit code 1 when a card breaks the schema, 2 when the schema is not there.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import addFormats from "ajv-formats";
import { renderMessage } from "../../adapters/teams/render/card.ts";
import { renderAnswerDialog, renderForm } from "../../adapters/teams/render/form.ts";
import { chatUrl } from "../../adapters/teams/render/text.ts";
import { teamsMessages } from "../../src/testing/teams-messages.ts";

const [folder = "../shared/data/adaptive-cards"] = process.argv.slice(2);
const file = join(folder, "adaptive-card-1.5.0.json");
if (!existsSync(file)) {
  process.stderr.write(`no schema of Adaptive Cards: ${file}\n`);
  process.exit(2);
}

const look = { profileUrl: chatUrl, channelName: () => undefined, timeZone: "Europe/Berlin" };
const { messages, forms } = await teamsMessages();
const cards = [
  ...[...messages].map(([name, message]) => [name, renderMessage(message, look).attachments?.[0]?.content] as const),
  ...[...messages].map(
    ([name, message]) => [`${name}, in a dialog`, renderAnswerDialog(message, look).card.content] as const,
  ),
  ...[...forms].map(([name, form]) => [name, renderForm(form, "").card.content] as const),
];

const ajv = new Ajv({ strict: false, allErrors: true });
addFormats.default(ajv);
const isCard = ajv.compile(withoutNames(JSON.parse(readFileSync(file, "utf8"))));
let broken = 0;
for (const [name, card] of cards) {
  if (isCard(withoutSearch(card))) continue;
  broken += 1;
  const errors = (isCard.errors ?? []).filter(({ keyword }) => !["anyOf", "if"].includes(keyword));
  process.stdout.write(`${name}: ${errors.map((error) => `${error.instancePath} ${error.message}`).join("; ")}\n`);
}
process.stdout.write(`${cards.length} cards, ${broken} break the schema\n`);
process.exitCode = broken > 0 || cards.length < 50 ? 1 : 0;

/** Teams searches in the choices of cards of any version; the schema knows neither the style nor the query of it. */
function withoutSearch(card: unknown): unknown {
  const known = (key: string, value: unknown) => (key === "style" && value === "filtered" ? "compact" : value);
  return JSON.parse(JSON.stringify(card, (key, value) => (key === "choices.data" ? undefined : known(key, value))));
}

/** The schema is of draft 6, which only names itself otherwise. */
function withoutNames(schema: Readonly<Record<string, unknown>>): object {
  const { $schema, id, ...others } = schema;
  return others;
}
