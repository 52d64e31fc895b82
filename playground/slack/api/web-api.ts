import { Refusal } from "../refusal.ts";
import type { Json } from "../world.ts";
import { type Call, type Method, needScope, textArg } from "./call.ts";
import { chatMethods } from "./chat.ts";
import { conversationMethods } from "./conversations.ts";
import { modalMethods } from "./modal-methods.ts";
import { peopleMethods } from "./people.ts";

const methods: Readonly<Record<string, Method>> = {
  ...peopleMethods,
  ...conversationMethods,
  ...chatMethods,
  ...modalMethods,
  "apps.connections.open": { scopes: [], token: "app", run: (call) => ({ url: call.newSocketUrl() }) },
};

/** Every scope that some method asks for: what an app without a list of scopes is granted. */
export const allScopes: readonly string[] = [
  ...new Set([
    "commands",
    "app_mentions:read",
    "chat:write.public",
    ...Object.values(methods).flatMap((m) => m.scopes),
  ]),
];

/** What the app may call with. */
export interface Tokens {
  readonly bot: string;
  readonly app?: string;
}

/** Answers one call as Slack does: `{ok: true, …}` or `{ok: false, error, …}`. */
export function answer(name: string, call: Call, token: string, tokens: Tokens): Json {
  try {
    const method = Object.hasOwn(methods, name) ? methods[name] : undefined;
    if (!method) throw new Refusal("unknown_method", { req_method: name });
    checkToken(method, token, tokens);
    if (method.token === undefined) needScope(call.world, ...method.scopes);
    if (method.isPerTeam && call.world.installation.isEnterpriseInstall && textArg(call, "team_id") === "")
      throw new Refusal("missing_argument", {
        response_metadata: { messages: ["[ERROR] missing required field: team_id"] },
      });
    return { ok: true, ...method.run(call) };
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, error: error.error, ...error.extra };
    throw error;
  }
}

function checkToken(method: Method, token: string, tokens: Tokens): void {
  if (token === "") throw new Refusal("not_authed");
  if (token !== tokens.bot && token !== tokens.app) throw new Refusal("invalid_auth");
  if ((method.token === "app") !== (token === tokens.app)) throw new Refusal("not_allowed_token_type");
}
