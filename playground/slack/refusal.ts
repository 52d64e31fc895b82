/** `ok: false` as the Web API answers it. */
export class Refusal extends Error {
  readonly error: string;
  readonly extra: Readonly<Record<string, unknown>>;

  constructor(error: string, extra: Readonly<Record<string, unknown>> = {}) {
    super(error);
    this.error = error;
    this.extra = extra;
  }
}

/**
 * `ok: false` because of something in JSON, with each problem as Slack writes it: `must be less than 151 characters
 * [json-pointer:/blocks/0/text/text]`. Takes them as `/blocks/0/text/text: must be …`; `root` is put before the pointers.
 */
export function refusedJson(error: string, problems: readonly string[], root = ""): Refusal {
  const errors = problems.map((problem) => {
    const [pointer, words] = splitProblem(problem);
    return `${words} [json-pointer:${`${root}${pointer}`.replace(/(?<=.)\/$/, "")}]`;
  });
  return new Refusal(error, { errors, response_metadata: { messages: errors.map((message) => `[ERROR] ${message}`) } });
}

/** The pointer and the words of `/blocks/0: wrong`. */
export function splitProblem(problem: string): readonly [string, string] {
  const end = problem.indexOf(": ");
  return [problem.slice(0, end), problem.slice(end + 2)];
}
