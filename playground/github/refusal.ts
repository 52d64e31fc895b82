/** Why a request is not done, in GitHub's words. https://docs.github.com/rest/using-the-rest-api/troubleshooting-the-rest-api */
export class Refusal extends Error {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.status = status;
    this.headers = headers;
  }
}

/** What is not there, and what may not be seen. */
export function notFound(): Refusal {
  return new Refusal(404, "Not Found");
}

/** What an installation was not given. */
export function notAccessible(): Refusal {
  return new Refusal(403, "Resource not accessible by integration");
}
