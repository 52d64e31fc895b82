import type { Resolution } from "../../catalog/search/search-index.ts";
import { BotError } from "../../errors.ts";
import type { Plugin, Services } from "../../plugin.ts";
import type { Ctx, Reply } from "../../router/command.ts";
import { pickFlowId } from "../pick-flow.ts";
import { choiceReply, isExact, matchesTitle, noneReply, resolvedThing } from "../thing-argument.ts";
import { fileAnswer } from "./file-answer.ts";
import { ownerReply } from "./owner-reply.ts";
import { type OwnerServices, ownerServices } from "./owner-services.ts";
import { readRepository, thingsInRepository } from "./repository.ts";
import { whoOwnsThis } from "./shortcut.ts";

/** `whoowns`: who owns anything that has a name, a repository, an address or a path. */
export const ownerPlugin: Plugin = {
  name: "owner",
  register({ router, services: given }) {
    const services = ownerServices(given);
    router.command<string>({
      name: "whoowns",
      menu: 1,
      summary: "who owns it and how to reach them",
      short: "who to ask",
      usage: "whoowns <anything>",
      examples: [
        "whoowns payments-api",
        "whoowns https://github.com/acme/payments",
        "whoowns acme/shop/src/billing/tax.ts",
      ],
      sentences: [/^who\s+owns\s+(.+)$/i, /^(?:the\s+)?owner\s+of\s+(.+)$/i, /^who\s+is\s+the\s+owner\s+of\s+(.+)$/i],
      takesAnything: true,
      isName: (text) => isExactName(services, text),
      whenEmpty: pickFlowId,
      parse({ rest }) {
        if (rest === "")
          throw new BotError(
            "usage",
            "`whoowns` needs a name, a repository, a path or a link: `whoowns payments-api`.",
          );
        return rest;
      },
      run: async (ctx, text) => whoOwns(services, ctx, text),
    });
    router.shortcut(whoOwnsThis(services));
  },
};

function isExactName({ catalog }: Services, text: string): boolean {
  try {
    return isNamed(catalog.resolve(text));
  } catch (error) {
    // Nothing has a name before the catalog is there.
    if (error instanceof BotError) return false;
    throw error;
  }
}

function isNamed(meant: Resolution): boolean {
  return meant.type === "answer" ? isExact(meant.match) : meant.type === "choice" && meant.matches.some(isExact);
}

async function whoOwns(services: OwnerServices, ctx: Ctx, typed: string): Promise<Reply> {
  const snapshot = services.catalog.snapshot();
  const text = services.repositories().onItsHost(typed);
  const exact = services.catalog.resolve(text);
  const answer = isNamed(exact) ? undefined : await fileAnswer(services, ctx, text);
  if (answer !== undefined) return answer;
  const repository = exact.type === "answer" && isExact(exact.match) ? undefined : readRepository(text);
  const inRepository = repository === undefined ? [] : thingsInRepository(snapshot, repository);
  const [only] = inRepository;
  if (only !== undefined && inRepository.length === 1) return ownerReply(services, ctx, only);
  if (inRepository.length > 1) {
    const matches = inRepository.slice(0, 5).map(({ ref }) => ({ ref, score: 1 }));
    return choiceReply(snapshot, matches, "whoowns", matchesTitle(text, matches));
  }
  if (repository?.host !== undefined) {
    const nearest = services.catalog.search().search(repository.slug.split("/")[1] ?? "", { limit: 3 });
    return noneReply(
      services,
      ctx,
      repository.slug,
      nearest.filter(({ score }) => score >= 0.5),
      "whoowns",
    );
  }
  const named = resolvedThing(services, ctx, text, "whoowns", exact);
  return "reply" in named ? named.reply : ownerReply(services, ctx, named.entity, named.typed);
}
