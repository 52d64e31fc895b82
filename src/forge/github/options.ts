import type { Clock } from "../../clock.ts";
import type { Log } from "../../log.ts";

/** One GitHub and how it is reached. */
export interface GitHubOptions {
  /** `github.com` */
  readonly host: string;
  /** `https://api.github.com`, `https://ghe.example.com/api/v3` */
  readonly apiUrl: string;
  /** `https://github.com` */
  readonly webUrl: string;
  readonly auth: GitHubAuth;
  /** The organisations of the configured sources: theirs are the webhooks, and what `check` looks at. */
  readonly owners: readonly string[];
  /** The way out. */
  readonly fetch: typeof fetch;
  readonly clock: Clock;
  readonly log: Log;
  /** Where the bot is reached, for what `check` says of webhooks. */
  readonly publicUrl?: string;
  /** Missed deliveries are fetched: `check` asks for what that takes, and does not mind where the webhook delivers to. */
  readonly isPulled?: boolean;
  /** Hears of each request that was answered or failed; `status` 0 is no answer. */
  readonly onRequest?: (method: string, route: string, status: number) => void;
}

/** As a GitHub App, or with somebody's token. */
export type GitHubAuth =
  | { readonly type: "app"; readonly id: string | number; readonly privateKey: string }
  | { readonly type: "token"; readonly token: string };
