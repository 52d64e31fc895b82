import { z } from "zod";
import { parseRef } from "../catalog/ref.ts";
import { isBranchName } from "../sync/git/branch-name.ts";
import { gitAddressMistake, proxyMistake } from "./address.ts";
import { isCron } from "./cron.ts";
import { forgeSchema, githubSourceKeys, webhooksSchema } from "./github-schema.ts";
import { globMistake } from "./glob.ts";
import { serverSchema } from "./server-schema.ts";
import { slackSchema } from "./slack-schema.ts";
import { teamsSchema } from "./teams-schema.ts";
import { checkedText, text, yesOrNo } from "./value-schema.ts";

/** What is read where `paths` is left out; Locations in these files lead to the rest. */
export const defaultPaths: readonly string[] = ["**/catalog-info.yaml", "**/catalog-info.yml"];

const name = text(
  "a name of its own: lower-case letters, digits and dashes, a letter or digit first, at most 63",
  (value) => /^[a-z0-9][a-z0-9-]{0,62}$/.test(value),
).describe("How this source is called in reports and problems; unique. Lower-case letters, digits and dashes.");

const paths = z
  .array(checkedText("a glob", globMistake), { error: "a list of globs" })
  .min(1, { error: "at least one glob" })
  .max(100, { error: "at most 100 globs" });

const branch = text("the name of a branch", (value) => isBranchName(value) && !value.startsWith("refs/")).describe(
  "Branch to read. Default: the repository's own default branch.",
);

const gitSource = z.strictObject(
  {
    type: z.literal("git"),
    name,
    url: checkedText("the address of a Git repository", gitAddressMistake).describe(
      "https, ssh, user@host:path, file:// or a local path; http only on this machine. No credentials in it: use token.",
    ),
    branch: branch.optional(),
    paths: paths.describe(`Which files are catalog files. Default: ${defaultPaths.join(", ")}.`).optional(),
    trusted: yesOrNo()
      .describe(
        "Whether its files may define users, groups and templates and speak for other repositories. Default: false.",
      )
      .optional(),
    token: text("a token: printable characters without spaces", (value) => /^[\x21-\x7e]+$/.test(value))
      .describe("Token for an https address.")
      .optional(),
  },
  { error: "a mapping" },
);

const folderSource = z.strictObject(
  {
    type: z.literal("folder"),
    name,
    path: text("the path of a folder").describe("Folder on this machine. A relative path is relative to this file."),
    paths: paths.describe(`Which files are catalog files. Default: ${defaultPaths.join(", ")}.`).optional(),
    trusted: z.literal(true, { error: "true: a folder is always trusted" }).optional(),
  },
  { error: "a mapping" },
);

const githubSource = z.strictObject(
  {
    type: z.literal("github"),
    name,
    ...githubSourceKeys,
    paths: paths
      .describe(
        "Which files are catalog files. Without * they cost nothing to look for. Default: catalog-info.yaml, catalog-info.yml.",
      )
      .optional(),
    trusted: yesOrNo()
      .describe(
        "Whether its files may define users, groups and templates and speak for other repositories. Default: false.",
      )
      .optional(),
  },
  { error: "a mapping" },
);

const catalog = z.strictObject(
  {
    schedule: text("a cron expression of five fields, such as */5 * * * *", isCron)
      .describe("When to sync, as cron: minute, hour, day, month, day of week. Default: */5 * * * *.")
      .optional(),
    sources: z
      .array(
        z.discriminatedUnion("type", [gitSource, githubSource, folderSource], {
          error: "a source of type git, github or folder",
        }),
        {
          error: "a list of sources",
        },
      )
      .min(1, { error: "at least one source" })
      .describe("Where catalog files are read from."),
  },
  { error: "a mapping with sources" },
);

const network = z.strictObject(
  {
    proxy: checkedText("the address of a proxy", proxyMistake)
      .describe("Proxy for every outgoing connection.")
      .optional(),
    caFile: text("the path of a PEM file").describe("More certificate authorities to trust, PEM.").optional(),
  },
  { error: "a mapping" },
);

const admin = text("a group or user, such as group:default/platform", isOwnerRef);

/** The configuration file as people write it. */
export const configSchema = z.strictObject(
  {
    server: serverSchema.describe("The HTTP server: chat platforms, health, metrics.").optional(),
    data: text("the path of a folder")
      .describe("Folder for mirrors, catalog snapshot and state. Default: data.")
      .optional(),
    store: z
      .strictObject({ type: z.enum(["lowdb", "memory"], { error: "lowdb or memory" }) }, { error: "a mapping" })
      .describe("Where state is kept: lowdb, in <data>/state, or memory, which forgets. Default: lowdb.")
      .optional(),
    network: network.describe("How the outside is reached.").optional(),
    admins: z
      .array(admin, { error: "a list of groups or users" })
      .describe("Who operates the bot: groups or users of the catalog. Default: nobody.")
      .optional(),
    catalog: catalog.describe("The software catalog."),
    chat: z
      .strictObject(
        {
          slack: slackSchema.describe("The Slack workspace.").optional(),
          teams: teamsSchema.describe("Microsoft Teams.").optional(),
        },
        { error: "a mapping" },
      )
      .describe("Where people ask.")
      .optional(),
    forge: forgeSchema.describe("Where repositories live, and how the bot signs in there.").optional(),
    webhooks: webhooksSchema.describe("What other systems tell the bot at once.").optional(),
    log: z
      .strictObject(
        { level: z.enum(["debug", "info", "warn", "error"], { error: "debug, info, warn or error" }).optional() },
        { error: "a mapping" },
      )
      .describe("What is logged. Default level: info.")
      .optional(),
  },
  { error: "a mapping with catalog: in it, such as callboard init writes" },
);

/** The file's content once it is known to be right. */
export type ConfigFile = z.infer<typeof configSchema>;

/** What the contract names and a later version brings, as paths without list positions. */
export const notBuiltYet = {
  keys: ["environments", "webhooks.argocd", "webhooks.generic", "notify", "subscriptions", "permissions"],
  values: { "store.type": ["postgres"] } as Readonly<Record<string, readonly string[]>>,
} as const;

function isOwnerRef(value: string): boolean {
  try {
    const { kind, namespace, name } = parseRef(value, { kind: "group" });
    return /^(group|user)$/i.test(kind) && [namespace, name].every((part) => /^[\w.-]{1,63}$/.test(part));
  } catch {
    // parseRef's own reason would be a second answer to the same mistake.
    return false;
  }
}
