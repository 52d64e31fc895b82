import type { SimulatedSlack } from "../../playground/slack/simulated-slack.ts";
import type { SlackMessage } from "../../playground/slack/world.ts";

/** Something that a person did, and what has to come of it once it was acknowledged. */
export interface Asked<M = unknown> {
  readonly what: string;
  /** Whether the platform was told in time that it was taken; known once `settled` resolved. */
  readonly wasAcknowledged: () => boolean;
  readonly settled: Promise<unknown>;
  /** The messages that are its answer. */
  readonly answers: () => readonly M[];
  /** Messages that say that it was not done. */
  readonly denials?: () => readonly M[];
}

/** People who use a bot in all the ways there are. */
export interface MixedLoad {
  /** One round of everything, at once: commands, mentions, direct messages, a question to a team, somebody who takes one. */
  readonly round: () => readonly Asked[];
  /** Only what people type. */
  readonly talk: () => readonly Asked[];
}

/** People and places that the load needs. */
export const loadPopulation = {
  users: ["mia", "jon", "ada"].map((name) => ({
    id: `U0${name.toUpperCase()}`,
    name,
    email: `${name}@acme.example`,
  })),
  channels: [
    { id: "C0DEV", name: "dev", members: ["U0MIA", "U0JON", "U0ADA"] },
    { id: "C0HELP", name: "team-help", members: ["U0MIA"] },
  ],
};

/** @param things how many things the catalog has; each is asked for once, five in a round */
export function mixedLoad(slack: SimulatedSlack, things: number): MixedLoad {
  let count = 0;
  let questions = 0;
  let lastQuestion: SlackMessage | undefined;
  let askable: { readonly asker: string; readonly answer: SlackMessage } | undefined;

  const nextThing = (): string => {
    // Asked for twice, it could not be told whose the answer is.
    if (count === things) throw new Error("the catalog has too few things for so much load");
    return `thing-${count++}`;
  };
  const sinceNow = (): (() => readonly SlackMessage[]) => {
    const before = slack.messages.length;
    return () => slack.messages.slice(before);
  };

  function slash(name: string, command = "/whoowns"): Asked<SlackMessage> {
    const thing = nextThing();
    const fresh = sinceNow();
    const person = slack.as(name, { channel: "dev" });
    const answers = () =>
      fresh().filter(({ visibleTo, text }) => visibleTo === person.user.id && text.includes(`owns ${thing} `));
    return asked(`${command} ${thing} by ${name}`, person.slash(command, fullText(command, thing)), answers);
  }

  function mention(name: string): Asked<SlackMessage> {
    const thing = nextThing();
    const fresh = sinceNow();
    const doing = slack.as(name, { channel: "dev" }).mention(`whoowns ${thing}`);
    const own = slack.messages.at(-1)?.ts;
    const answers = () => fresh().filter(({ thread_ts, text }) => thread_ts === own && text.includes(`owns ${thing} `));
    return asked(`a mention of ${thing} by ${name}`, doing, answers);
  }

  function directMessage(name: string): Asked<SlackMessage> {
    const thing = nextThing();
    const fresh = sinceNow();
    const person = slack.as(name, { channel: "im" });
    const answers = () =>
      fresh().filter(
        ({ channel, text, user }) =>
          channel.startsWith("D") && user !== person.user.id && text.includes(`owns ${thing} `),
      );
    return asked(`a direct message about ${thing} by ${name}`, person.directMessage(`whoowns ${thing}`), answers);
  }

  /** Somebody new each time, whose screen is empty. Presses on the answer of a command, then fills in what opens. */
  function askTeam(): readonly Asked<SlackMessage>[] {
    const text = `question ${questions++}`;
    const answers = () =>
      slack.messages.filter(
        ({ channel, blocks }) => channel === "C0HELP" && JSON.stringify(blocks ?? []).includes(`> ${text}\\n`),
      );
    if (askable === undefined) return [];
    const { asker, answer } = askable;
    askable = undefined;
    const person = slack.as(asker, { channel: "dev" });
    const doing = async () => {
      await person.press(answer, "Ask the team");
      const view = await soon(() => person.view());
      if (view === undefined) return undefined;
      const { acknowledgement, isClosed } = await person.submit(view, { question: text });
      // A form that stays open says why, and holds the text.
      return isClosed ? acknowledgement : undefined;
    };
    const fresh = sinceNow();
    const denials = () =>
      fresh().filter((message) => message.visibleTo === person.user.id && message.text.includes("was not taken"));
    return [{ ...asked(`${text} to the team`, doing(), answers), denials }];
  }

  function take(): readonly Asked<SlackMessage>[] {
    const question = lastQuestion;
    lastQuestion = undefined;
    if (question === undefined || !isFree(question)) return [];
    const answers = () =>
      slack.messages.filter(
        ({ ts, channel, blocks }) =>
          ts === question.ts && channel === question.channel && JSON.stringify(blocks ?? []).includes("Taken by"),
      );
    const doing = slack.as("mia", { channel: "team-help" }).press(question, "I'll take it");
    return [asked("taking a question", doing, answers)];
  }

  /** The next round presses on what this one answers. */
  function withAsker(): Asked<SlackMessage> {
    const asker = slack.addUser({ name: `asker-${count}`, email: `asker-${count}@acme.example` });
    slack.world.channels.get("C0DEV")?.members.add(asker.id);
    const command = slash(asker.name);
    return {
      ...command,
      answers: () => {
        const found = command.answers();
        if (found[0] !== undefined) askable = { asker: asker.name, answer: found[0] };
        return found;
      },
    };
  }

  function withQuestion(question: Asked<SlackMessage>): Asked<SlackMessage> {
    return {
      ...question,
      answers: () => {
        const found = question.answers();
        lastQuestion = found.find(isFree) ?? lastQuestion;
        return found;
      },
    };
  }

  const talk = (): readonly Asked<SlackMessage>[] => [
    slash("mia"),
    slash("jon", "/callboard"),
    mention("ada"),
    directMessage("jon"),
  ];
  return { talk, round: () => [...askTeam().map(withQuestion), ...take(), withAsker(), ...talk()] };
}

function isFree({ blocks }: SlackMessage): boolean {
  return JSON.stringify(blocks ?? []).includes("I'll take it");
}

function fullText(command: string, thing: string): string {
  return command === "/callboard" ? `whoowns ${thing}` : thing;
}

/** @param doing what was acknowledged; undefined for what was not taken */
export function asked<M>(
  what: string,
  doing: Promise<{ readonly error?: unknown; readonly status: number } | undefined>,
  answers: Asked<M>["answers"],
): Asked<M> {
  let wasAcknowledged = false;
  const settled = doing.then((acknowledgement) => {
    wasAcknowledged = acknowledgement !== undefined && acknowledgement.error === undefined;
  });
  return { what, settled, wasAcknowledged: () => wasAcknowledged, answers };
}

/** What `look` finds within a second. */
export async function soon<T>(look: () => T | undefined): Promise<T | undefined> {
  for (let tries = 0; tries < 100; tries += 1) {
    const found = look();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return undefined;
}

/** Whether a message says that it may stand there twice. */
export function saysRepeat(message: unknown): boolean {
  return JSON.stringify(message).includes("Possible repeat");
}

/** What is wrong with what came of it: acknowledged and not answered, or answered twice without saying so. */
export function mistakesOf(all: readonly Asked[]): readonly string[] {
  return all.flatMap(({ what, wasAcknowledged, answers, denials = () => [] }) => {
    const unmarked = answers().filter((answer) => !saysRepeat(answer));
    return [
      ...(wasAcknowledged() && answers().length === 0 ? [`${what}: acknowledged and lost`] : []),
      ...(unmarked.length > 1 ? [`${what}: ${unmarked.length} answers that do not say so`] : []),
      ...(answers().length > 0 && denials().length > 0 ? [`${what}: done, and said not to be`] : []),
    ];
  });
}
