import type { Message } from "../chat/message.ts";
import type { Plugin } from "../plugin.ts";
import { brokenMessage } from "../plugins/push/broken-message.ts";
import { heldMessage } from "../plugins/sync/held.ts";

const payments = {
  ...{ host: "github.com", slug: "acme/payments", branch: "main", revision: "abc1234" },
  webUrl: "https://github.com/acme/payments",
};
const push = { branch: "main", after: "abc1234" };

function wrongOwner(line: number, path = "catalog-info.yaml") {
  const message = "payments-api names team-ledger as its owner, which is not in the catalog.";
  const fix = "Correct spec.owner, or add group:default/team-ledger to the catalog.";
  return { code: "owner_unknown", severity: "error", source: "acme", path, line, message, fix } as const;
}

/** What is told unasked, by what the odd command is called that shows it. */
const told: Readonly<Record<string, Message>> = {
  "told-broken": brokenMessage(push, payments, [wrongOwner(14)]),
  "told-very-broken": brokenMessage(
    push,
    payments,
    [14, 31, 48, 65, 82].map((line) => ({ ...wrongOwner(line), code: "schema_invalid" })),
  ),
  "told-held": heldMessage({ source: "acme", things: "17 of 60 things" }),
};

/**
 * Commands that do what a feature should not: `crash` fails in no planned way, `dawdle` answers when `until` resolves, and
 * `told-…` shows what is told unasked.
 */
export function oddCommands(until: () => Promise<void>): Plugin {
  return {
    name: "odd",
    register({ router }) {
      const about = { menu: 99, summary: "for tests", needs: "ask" as const, parse: () => undefined };
      for (const [name, message] of Object.entries(told)) {
        const run = async () => ({ status: "answer" as const, data: {}, message });
        router.command<undefined>({ ...about, name, usage: name, examples: [name], run });
      }
      router.command<undefined>({
        ...about,
        name: "crash",
        usage: "crash",
        examples: ["crash"],
        async run() {
          throw new TypeError("secret details of a crash");
        },
      });
      router.command<undefined>({
        ...about,
        name: "dawdle",
        usage: "dawdle",
        examples: ["dawdle"],
        async run() {
          await until();
          return { status: "answer", data: {}, message: { text: "It took its time." } };
        },
      });
    },
  };
}
