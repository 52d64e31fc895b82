import { createInterface } from "node:readline/promises";
import { BotError } from "../errors.ts";
import { type InitAnswers, isCalled, mistakeIn } from "./init-config.ts";
import type { Terminal } from "./terminal.ts";

interface Question {
  readonly key: keyof InitAnswers;
  readonly text: string;
  /** What is typed, as the answer that it means. */
  meaning(typed: string): string | undefined;
  isAsked?(answers: Partial<InitAnswers>): boolean;
}

const modes: Readonly<Record<string, string>> = {
  "": "socket",
  "1": "socket",
  "2": "http",
  "3": "none",
  later: "none",
};

const yesOrNo: Readonly<Record<string, string>> = { "": "no", "1": "yes", "2": "no", y: "yes", n: "no", later: "no" };

const questions: readonly Question[] = [
  {
    key: "catalog",
    text: "Catalog: a Git repository (https://…, git@…) or a folder\n> ",
    meaning: (typed) => typed,
  },
  {
    key: "slack",
    text: "Slack: 1 Socket Mode (no public address needed), 2 HTTP, 3 later [1]\n> ",
    meaning: (typed) => modes[typed.toLowerCase()] ?? typed.toLowerCase(),
  },
  {
    key: "teams",
    text: "Microsoft Teams: 1 yes (needs a public address), 2 later [2]\n> ",
    meaning: (typed) => yesOrNo[typed.toLowerCase()] ?? typed.toLowerCase(),
  },
  {
    key: "url",
    text: "Public address of this bot (https://…)\n> ",
    meaning: (typed) => typed,
    isAsked: isCalled,
  },
  {
    key: "admins",
    text: "Who may operate it: a group of the catalog, such as platform [nobody]\n> ",
    meaning: (typed) => (typed === "" ? undefined : typed),
  },
];

/**
 * Asks at the terminal for what the flags leave open; an answer that is of no use is asked for again.
 * @throws BotError `usage` when the input ends before the last answer
 */
export async function askForAnswers(given: Partial<InitAnswers>, terminal: Terminal): Promise<Partial<InitAnswers>> {
  const { input, output, cwd } = terminal;
  const lines = createInterface({ input, output, terminal: false });
  const typed = lines[Symbol.asyncIterator]();
  let answers = given;
  try {
    for (const question of questions) {
      if (answers[question.key] !== undefined || question.isAsked?.(answers) === false) continue;
      answers = { ...answers, ...(await answerTo(question)) };
    }
    return answers;
  } finally {
    lines.close();
  }

  async function answerTo({ key, text, meaning }: Question): Promise<Partial<InitAnswers>> {
    for (;;) {
      output.write(text);
      const next = await typed.next();
      if (next.done) throw new BotError("usage", "Nothing was written: the answers ended too soon.");
      const value = meaning(next.value.trim());
      if (value === "") {
        output.write("An answer is needed here.\n");
        continue;
      }
      const answer = value === undefined ? {} : { [key]: value };
      const mistake = await mistakeIn(answer, cwd);
      if (mistake === undefined) return answer;
      output.write(`${mistake}\n`);
    }
  }
}
