import type { TeamsOptions } from "../teams-options.ts";
import type { TeamsActivity } from "./activity.ts";

/** Whose tenants may ask. */
export type AllowedTenants = Pick<TeamsOptions, "tenantId" | "tenants" | "unauthenticated">;

/** A tenant that no configuration has: of an emulator that names none. */
const local = "local";

/**
 * The tenant of an activity; undefined when it names none or two. The token does not say it, and an app can be installed
 * anywhere, so the list is ours to keep. https://learn.microsoft.com/en-us/azure/bot-service/rest-api/bot-framework-rest-connector-authentication
 */
export function tenantOf(activity: TeamsActivity, options: AllowedTenants): string | undefined {
  const said = [activity.conversation.tenantId, activity.channelData?.tenant?.id].filter(
    (tenant): tenant is string => typeof tenant === "string",
  );
  const [tenant] = said;
  if (tenant === undefined) return options.unauthenticated ? (options.tenantId ?? local) : undefined;
  return said.every((other) => isSame(other, tenant)) ? (configured(tenant, options) ?? tenant) : undefined;
}

/** The same where its people may ask at all. */
export function allowedTenantOf(activity: TeamsActivity, options: AllowedTenants): string | undefined {
  const tenant = tenantOf(activity, options);
  return tenant !== undefined && isAllowed(tenant, options) ? tenant : undefined;
}

/** Where nobody proves anything, and no tenant is set, all may. */
function isAllowed(tenant: string, options: AllowedTenants): boolean {
  if (configured(tenant, options) !== undefined) return true;
  return options.unauthenticated && options.tenantId === undefined && options.tenants.length === 0;
}

/** As it is written in the configuration: ids of tenants are the same in capitals. */
function configured(tenant: string, { tenantId, tenants }: AllowedTenants): string | undefined {
  return [tenantId, ...tenants].find((one) => one !== undefined && isSame(one, tenant));
}

function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
