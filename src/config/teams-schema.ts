import { z } from "zod";
import { apiUrlMistake, webMistake } from "./address.ts";
import { checkedText, text, yesOrNo } from "./value-schema.ts";

/** Where Teams and what the bot needs of Microsoft are, in the public cloud. */
export const publicCloud = {
  openIdUrl: "https://login.botframework.com/v1/.well-known/openidconfiguration",
  tokenIssuer: "https://api.botframework.com",
  loginUrl: "https://login.microsoftonline.com/",
} as const;

const guidForm = "such as 11111111-2222-3333-4444-555555555555";

function guid(what: string) {
  return text(`${what}, ${guidForm}`, (value) => /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(value));
}

function list<T extends z.ZodType>(item: T, allowed: string) {
  return z.array(item, { error: allowed }).max(100, { error: "at most 100" });
}

/** The section `chat.teams`. */
export const teamsSchema = z.strictObject(
  {
    appId: guid("the Application (client) ID of the app registration")
      .describe("Application (client) ID of the bot's app registration.")
      .optional(),
    // Entra's secrets have 40 characters today; their identifier, which is copied by mistake, is a GUID.
    appPassword: text(
      "the Value of a client secret, not its Secret ID: 16 characters at least, printable and without spaces",
      (value) => /^[\x21-\x7e]{16,500}$/.test(value) && !/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(value),
    )
      .describe("Value of a client secret of that registration.")
      .optional(),
    tenantId: guid("the Directory (tenant) ID of the app registration")
      .describe("Directory (tenant) ID: of the registration, and whose members may ask.")
      .optional(),
    tenants: list(guid("the id of a tenant"), "a list of ids of tenants")
      .describe("Other tenants in which the app may be installed. Default: none.")
      .optional(),
    serviceUrls: list(checkedText("the address of a connector", apiUrlMistake), "a list of addresses of connectors")
      .describe("Where the Bot Connector may be, besides Microsoft's own addresses. Default: none.")
      .optional(),
    openIdUrl: checkedText("the address of OpenID metadata", webMistake)
      .describe(`Whose keys sign the tokens with which Teams calls. Default: ${publicCloud.openIdUrl}.`)
      .optional(),
    tokenIssuer: checkedText("the issuer of the tokens", webMistake)
      .describe(`Who issues the tokens with which Teams calls. Default: ${publicCloud.tokenIssuer}.`)
      .optional(),
    loginUrl: checkedText("the address of the sign-in service", apiUrlMistake)
      .describe(`Where the bot signs in. Default: ${publicCloud.loginUrl}.`)
      .optional(),
    unauthenticated: yesOrNo()
      .describe(
        "Whether nobody has to prove anything: for an emulator on this machine, without appId and appPassword. Default: false.",
      )
      .optional(),
  },
  { error: "a mapping" },
);
