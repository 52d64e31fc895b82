import { onTestFinished } from "vitest";
import type { Parser } from "../sync/parse/parser.ts";
import type { Root } from "../sync/source.ts";
import { createMemorySource, type FileChanges } from "./memory-source.ts";
import { createTestBot, type TestBot } from "./test-bot.ts";

/** What the catalog of a bot is made of. */
export interface CatalogBotOptions {
  /** One for all bots of a test file, which closes it at the end. */
  readonly parser: Parser;
  readonly admins?: readonly string[];
  /** Repositories beside the catalog's own, by the name that people give them. */
  readonly repositories?: Readonly<Record<string, FileChanges>>;
}

/** A synced bot over one trusted source; it ends with the running test. Every repository of it is on github.com. */
export async function catalogBot(files: FileChanges, options: CatalogBotOptions): Promise<TestBot> {
  const source = createMemorySource("org");
  source.tree("acme/catalog", { repository: onGithub("acme/catalog"), files });
  for (const [slug, repositoryFiles] of Object.entries(options.repositories ?? {})) {
    source.tree(slug, { repository: onGithub(slug), files: repositoryFiles });
  }
  const { parser, admins = [] } = options;
  const bot = createTestBot([source], { parser, admins });
  onTestFinished(() => bot.app.stop());
  await bot.sync();
  return bot;
}

function onGithub(slug: string): NonNullable<Root["repository"]> {
  return { host: "github.com", slug, branch: "main" };
}
