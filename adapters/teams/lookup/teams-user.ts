import type { TeamsChannelAccount } from "botframework-schema";
import type { ChatUser } from "../../../src/chat/event.ts";
import type { Sender, Spot } from "../receive/spot.ts";
import { chatUrl } from "../render/text.ts";
import type { TeamsOptions } from "../teams-options.ts";

/** Whose members may ask, and which others may as externals. */
export type Tenants = Pick<TeamsOptions, "tenantId" | "tenants" | "unauthenticated">;

/** A member of the home tenant, as the directory vouches for them. */
interface Member {
  readonly id: string;
  readonly directoryId?: string;
  /** In lower case. */
  readonly upn?: string;
  readonly name?: string;
}

/** A member of home who can be written to. */
export interface KnownPerson extends Member {
  /** The tenant in which the bot is asked: home, where no tenant is configured. */
  readonly tenant: string;
}

/**
 * The member of home that Teams names; undefined for guests, people of other tenants and whoever has no role. Where no home
 * is configured, which is for an emulator on this machine, every tenant is.
 */
export function memberOf(account: TeamsChannelAccount, of: Tenants): Member | undefined {
  if (!isHome(account.tenantId, of) || account.userRole !== "user" || isGuestName(account.userPrincipalName))
    return undefined;
  const directoryId = directoryIdOf(account);
  return {
    id: account.id,
    ...(directoryId && { directoryId }),
    ...(account.userPrincipalName && { upn: account.userPrincipalName.toLowerCase() }),
    ...(account.name && { name: account.name }),
  };
}

/** Rosters have it under another name: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/get-teams-context */
function directoryIdOf(account: TeamsChannelAccount & { readonly objectId?: unknown }): string | undefined {
  const { aadObjectId, objectId } = account;
  return aadObjectId || (typeof objectId === "string" ? objectId : undefined);
}

/** Guests are called after their own organisation: `ada_contoso.com#EXT#@fabrikam.onmicrosoft.com`. */
function isGuestName(upn: string | undefined): boolean {
  return upn?.toUpperCase().includes("#EXT#") === true;
}

/**
 * The person as the rest of Callboard knows them. Only members of home get an e-mail address and an id of the directory:
 * the address is the UPN, for anybody may have set the one that is called e-mail.
 */
export function chatUser(
  account: TeamsChannelAccount,
  spot: Pick<Spot, "sender" | "conversation">,
  of: Tenants,
): ChatUser {
  const member = memberOf(account, of);
  const tenant = account.tenantId ?? spot.sender.tenant ?? spot.conversation.tenant;
  const name = account.name || spot.sender.name;
  const bare = {
    platform: "teams",
    tenant,
    id: directoryIdOf(account) || account.id,
    ...(name && { displayName: name }),
  };
  if (member === undefined) {
    const barred = barredKind(account, of);
    return { ...bare, ...(barred !== undefined && { barred }) };
  }
  return { ...bare, ...memberFields(member) };
}

function memberFields({ upn, directoryId }: Member): Pick<ChatUser, "email" | "profileUrl" | "directoryId"> {
  return {
    ...(upn !== undefined && { email: upn, profileUrl: chatUrl(upn) }),
    ...(directoryId !== undefined && { directoryId }),
  };
}

/** The same of whom a team's list names; undefined where they ask as somebody of another tenant. */
export function listedUser(person: KnownPerson, sender: Sender, of: Tenants): ChatUser | undefined {
  if (sender.tenant !== undefined && !isHome(sender.tenant, of)) return undefined;
  const { id, tenant, directoryId, name } = person;
  return {
    platform: "teams",
    tenant: of.tenantId ?? tenant,
    id: directoryId || id,
    ...(name !== undefined && { displayName: name }),
    ...memberFields(person),
  };
}

/** Ids of tenants are the same in capitals. */
function isSame(one: string | undefined, other: string): boolean {
  return one?.toLowerCase() === other.toLowerCase();
}

function isHome(tenant: string | undefined, { tenantId, unauthenticated }: Tenants): boolean {
  return tenantId === undefined ? unauthenticated : isSame(tenant, tenantId);
}

function barredKind(account: TeamsChannelAccount, of: Tenants): ChatUser["barred"] {
  const { tenantId, userRole, userPrincipalName } = account;
  const isUser = userRole === "user" && !isGuestName(userPrincipalName);
  if (isUser && of.tenants.some((tenant) => isSame(tenantId, tenant))) return undefined;
  return isUser || (tenantId !== undefined && !isHome(tenantId, of)) ? "external" : "guest";
}

/** Somebody of whom Teams tells the bot nothing. */
export function strangerAs(sender: Sender, tenant: string): ChatUser {
  return {
    platform: "teams",
    tenant: sender.tenant ?? tenant,
    id: sender.directoryId ?? sender.id,
    ...(sender.name && { displayName: sender.name }),
    barred: "external",
  };
}
