import type { Delivered } from "../../playground/teams/courier.ts";
import type { SimulatedTeams, TeamsOptions } from "../../playground/teams/simulated-teams.ts";
import type { TeamsMessage } from "../../playground/teams/world.ts";
import { type Asked, asked, type MixedLoad, soon } from "./mixed-load.ts";

/** People and places that the load needs. */
export const teamsLoadPopulation: Pick<TeamsOptions, "people" | "teams"> = {
  people: ["mia", "jon", "ada"].map((name) => ({ name, email: `${name}@acme.example` })),
  teams: [{ name: "Dev", channels: ["dev", "help"] }],
};

const dev = { channel: "Dev › dev" };
const help = { channel: "Dev › help" };

type Question = Asked<TeamsMessage>;

/** The same as `mixedLoad` in Teams. @param things how many things the catalog has; each is asked for once, five in a round */
export function mixedTeamsLoad(teams: SimulatedTeams, things: number): MixedLoad {
  let count = 0;
  let questions = 0;
  let lastQuestion: TeamsMessage | undefined;
  let askable: { readonly asker: string; readonly answer: TeamsMessage } | undefined;

  const nextThing = (): string => {
    // Asked for twice, it could not be told whose the answer is.
    if (count === things) throw new Error("the catalog has too few things for so much load");
    return `thing-${count++}`;
  };
  const sinceNow = (): (() => readonly TeamsMessage[]) => {
    const before = teams.messages.length;
    return () => teams.messages.slice(before).filter(({ from }) => from.startsWith("28:"));
  };

  function slash(name: string): Question {
    const thing = nextThing();
    const fresh = sinceNow();
    const person = teams.as(name, dev);
    const answers = () =>
      fresh().filter((message) => message.visibleTo === person.person.id && says(message, `owns ${thing} `));
    return asked(`a slash command for ${thing} by ${name}`, person.slash(`whoowns ${thing}`), answers);
  }

  function mention(name: string): Question {
    const thing = nextThing();
    const fresh = sinceNow();
    const doing = teams.as(name, dev).mention(`whoowns ${thing}`);
    const own = teams.messages.at(-1)?.id;
    const answers = () => fresh().filter((message) => message.thread === own && says(message, `owns ${thing} `));
    return asked(`a mention of ${thing} by ${name}`, doing, answers);
  }

  function directMessage(name: string): Question {
    const thing = nextThing();
    const fresh = sinceNow();
    const person = teams.as(name);
    const { id } = person.conversation();
    const answers = () => fresh().filter((message) => message.conversation === id && says(message, `owns ${thing} `));
    return asked(`a direct message about ${thing} by ${name}`, person.say(`whoowns ${thing}`), answers);
  }

  /** Somebody new each time, whose screen is empty. Presses on the answer of a command, then fills in what opens. */
  function askTeam(): readonly Question[] {
    if (askable === undefined) return [];
    const text = `question ${questions++}`;
    const helpId = teams.conversation(help.channel).id;
    const answers = () =>
      teams.messages.filter(
        ({ conversation, attachments }) =>
          conversation === helpId && JSON.stringify(attachments).includes(`"text":"${text}"`),
      );
    const { asker, answer } = askable;
    askable = undefined;
    const person = teams.as(asker, dev);
    const doing = async (): Promise<Delivered | undefined> => {
      await person.press(answer, "Ask the team");
      const dialog = await soon(person.dialog);
      if (!JSON.stringify(dialog?.card ?? {}).includes("Input.Text")) return undefined;
      const { answer: sent } = await person.submit({ Question: text });
      // A form that stays open says why, and holds the text.
      return JSON.stringify(person.dialog()?.card ?? {}).includes("Input.Text") ? undefined : sent;
    };
    const fresh = sinceNow();
    const denials = () => fresh().filter((message) => says(message, "was not taken"));
    return [{ ...asked(`${text} to the team`, doing(), answers), denials }];
  }

  function take(): readonly Question[] {
    const question = lastQuestion;
    lastQuestion = undefined;
    if (question === undefined || !isFree(question)) return [];
    const answers = () =>
      teams.messages.filter(
        ({ id, attachments }) => id === question.id && JSON.stringify(attachments).includes("Taken by"),
      );
    const doing = teams.as("mia", help).press(question, "I'll take it");
    return [
      asked(
        "taking a question",
        doing.then(({ answer }) => answer),
        answers,
      ),
    ];
  }

  /** The next round presses on what this one answers. */
  function withAsker(): Question {
    const asker = teams.addPerson({ name: `asker-${count}`, email: `asker-${count}@acme.example` });
    teams.conversation(dev.channel).members.add(asker.id);
    const command = slash(asker.name);
    return watching(command, ([first]) => {
      if (first !== undefined) askable = { asker: asker.name, answer: first };
    });
  }

  const talk = (): readonly Question[] => [slash("mia"), slash("jon"), mention("ada"), directMessage("jon")];
  const asking = () =>
    askTeam().map((question) =>
      watching(question, (found) => {
        lastQuestion = found.find(isFree) ?? lastQuestion;
      }),
    );
  return { talk, round: () => [...asking(), ...take(), withAsker(), ...talk()] };
}

/** Looks at the answers whenever somebody does. */
function watching(question: Question, look: (found: readonly TeamsMessage[]) => void): Question {
  return {
    ...question,
    answers: () => {
      const found = question.answers();
      look(found);
      return found;
    },
  };
}

function says({ summary = "" }: TeamsMessage, words: string): boolean {
  return summary.includes(words);
}

function isFree({ attachments }: TeamsMessage): boolean {
  return JSON.stringify(attachments).includes("I'll take it");
}
