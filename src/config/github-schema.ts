import { createPrivateKey } from "node:crypto";
import { z } from "zod";
import { webMistake } from "./address.ts";
import { checkedText, text, yesOrNo } from "./value-schema.ts";

const hostName = /^[a-z0-9](?:[a-z0-9.-]{0,250}[a-z0-9])?(?::\d{1,5})?$/i;
// https://docs.github.com/en/organizations: letters, digits and single dashes; an underscore in managed users.
const login = /^[a-z0-9](?:[a-z0-9_-]{0,98}[a-z0-9])?$/i;
// https://backstage.io/docs/features/software-catalog/descriptor-format#namespace-optional
const namespaceName = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/** The name of a host that holds repositories. */
function forgeHost() {
  return text("the name of a host, such as github.com or ghe.example.com", (value) => hostName.test(value));
}

/** The name of an organisation, or of a person who has repositories. */
function forgeOwner() {
  return text("the name of an organisation, as it stands in its address", (value) => login.test(value));
}

function webAddress(what: string) {
  return checkedText(what, (value) => {
    return webMistake(value) ?? (/[?#]/.test(value) ? "an address without a question mark or #" : undefined);
  });
}

/** Environments hold one line: a key in one has \n where its lines end. */
export function keyText(written: string): string {
  return written.includes("\n") ? written : written.replaceAll("\\n", "\n");
}

/** Why a text is no key of an App; undefined when it is one. */
function keyMistake(written: string): string | undefined {
  if (!written.includes("-----BEGIN")) return `${privateKey}; a path alone is none`;
  if (/-----BEGIN [A-Z ]*PUBLIC KEY-----/.test(written)) return `${privateKey}; this one is a public key`;
  try {
    const isRsa = createPrivateKey(keyText(written)).asymmetricKeyType === "rsa";
    return isRsa ? undefined : `${privateKey}; this one is of another kind than RSA`;
  } catch {
    // Its reason speaks of decoders; what is allowed says more.
    return `${privateKey}, whole and with its line breaks`;
  }
}

const appId = "the App ID: a number, beside About on the App's page";
const privateKey = `the App's private key: the content of the .pem file that GitHub gave, such as \${file:/run/secrets/gh.pem}`;

const app = z.strictObject(
  {
    id: z
      .union([z.int(), z.string()], { error: appId })
      .refine((value) => /^[1-9]\d{0,15}$/.test(String(value)), { error: appId })
      .describe("App ID, from the App's page."),
    privateKey: checkedText(privateKey, keyMistake).describe(`Private key of the App, PEM; use \${file:…}.`),
  },
  { error: "a mapping with id and privateKey" },
);

const host = z.strictObject(
  {
    host: forgeHost().describe("github.com, or the host of a GitHub Enterprise Server."),
    apiUrl: webAddress("the address of the REST API")
      .describe("Default: https://api.github.com for github.com, else https://<host>/api/v3.")
      .optional(),
    webUrl: webAddress("the address that people open").describe("Default: https://<host>.").optional(),
    app: app.describe("A GitHub App; its installation is found for each organisation.").optional(),
    token: text("a token: printable characters without spaces", (value) => /^[\x21-\x7e]+$/.test(value))
      .describe("A personal access token, instead of app.")
      .optional(),
  },
  { error: "a mapping with host, and app or token" },
);

/** The section `forge`. */
export const forgeSchema = z.strictObject(
  {
    github: z
      .array(host, { error: "a list of hosts, each with host, and app or token" })
      .min(1, { error: "at least one host" })
      .max(20, { error: "at most 20 hosts" })
      .describe("GitHub: github.com, Enterprise Servers, or both.")
      .optional(),
  },
  { error: "a mapping with github" },
);

const webhookSecret = "the secret of the webhook, as it was entered at GitHub, eight characters at least";

/** The section `webhooks`. */
export const webhooksSchema = z.strictObject(
  {
    github: z
      .strictObject(
        {
          secret: text(webhookSecret, (value) => value.length >= 8)
            .describe("What GitHub signs deliveries to /webhooks/github with; eight characters at least.")
            .optional(),
          pull: yesOrNo()
            .describe("Whether deliveries that did not get here are read through the API, each minute. Default: false.")
            .optional(),
        },
        { error: "a mapping with secret, or pull: true" },
      )
      .describe("What GitHub tells.")
      .optional(),
  },
  { error: "a mapping with github" },
);

const peopleNamespace = "a namespace: lower-case letters, digits and dashes between them, 63 at most";

/** A source of type `github`, without what it shares with the others. */
export const githubSourceKeys = {
  org: forgeOwner().describe("The organisation, or the person, whose repositories are read."),
  host: forgeHost().describe("One of forge.github. Default: the only one, else github.com.").optional(),
  include: names("Repositories to read, by name. Default: all.").optional(),
  exclude: names("Repositories to leave out, by name. Default: none.").optional(),
  archived: yesOrNo().describe("Whether archived repositories are read. Default: false.").optional(),
  forks: yesOrNo().describe("Whether forks are read. Default: false.").optional(),
  people: yesOrNo()
    .describe("Whether the organisation's teams and members become groups and users. Default: false.")
    .optional(),
  peopleNamespace: text(peopleNamespace, (value) => namespaceName.test(value))
    .describe("The namespace of these groups; users are always in default. Default: default.")
    .optional(),
};

function names(description: string) {
  const allowed = "a pattern for names of repositories, without a slash, such as sandbox-*";
  return z
    .array(
      text(allowed, (value) => /^[\w.*?{},-]{1,100}$/.test(value)),
      { error: "a list of patterns" },
    )
    .max(200, { error: "at most 200 patterns" })
    .describe(description);
}
