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
