import type { Plugin } from "../plugin.ts";

/** Commands that do what a feature should not: `crash` fails in no planned way, `dawdle` answers when `until` resolves. */
export function oddCommands(until: () => Promise<void>): Plugin {
  return {
    name: "odd",
    register({ router }) {
      const about = { menu: 99, summary: "for tests", needs: "ask" as const, parse: () => undefined };
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
