import { z } from "zod";
import { BotError } from "../../errors.ts";
import type { Finding } from "../../finding.ts";
import { areaOf, problemOf } from "./area.ts";
import type { Client } from "./client.ts";
import { webhookPath } from "./deliveries.ts";
import { missingPermissions, neededEvents } from "./permissions.ts";

const appSchema = z.object({
  slug: z.string(),
  name: z.string(),
  owner: z.object({ login: z.string(), type: z.string().optional() }).nullish(),
  permissions: z.record(z.string(), z.string()).catch({}),
  events: z.array(z.string()).catch([]),
});
const hookSchema = z.object({ url: z.string().optional().catch(undefined) });

type App = z.infer<typeof appSchema>;

/** What is wrong with the App, with its installations, and what is well. */
export async function checkApp(client: Client, signal: AbortSignal): Promise<readonly Finding[]> {
  const own = await client.rest("GET /app", {}, { as: "app", signal }).catch(absence);
  if (own === undefined) return [noApp(client)];
  const app = client.read(own.data, appSchema);
  const found: Finding[] = [...grantsOf(client, app), ...(await webhookOf(client, app, signal))];
  for (const owner of client.options.owners) found.push(...(await installationAt(client, app, owner, signal)));
  return found;
}

/** Nothing for what is not there. */
function absence(error: unknown): undefined {
  if (error instanceof BotError && error.code === "not_found") return undefined;
  throw error;
}

function noApp(client: Client): Finding {
  const { auth, webUrl } = client.options;
  const id = auth.type === "app" ? auth.id : "";
  return {
    ...{ level: "problem", area: areaOf(client), url: `${webUrl}/settings/apps` },
    found: `No App has the id ${id} there: nothing is read.`,
    fix: "Correct app.id: the App's page has it, beside About.",
  };
}

function settings({ options }: Client, { owner, slug }: App, page: string): string {
  const place = owner && owner.type !== "User" ? `organizations/${owner.login}/settings` : "settings";
  return `${options.webUrl}/${place}/apps/${slug}${page}`;
}

function grantsOf(client: Client, app: App): readonly Finding[] {
  const area = areaOf(client);
  const url = settings(client, app, "/permissions");
  const permissions = missingPermissions(app.permissions).map(
    ({ label, without, isRequired }): Finding => ({
      level: isRequired ? "problem" : "warning",
      ...{ area, url, found: `The App ${app.name} may not read “${label}”: ${without}.` },
      fix: "Set it to “Read-only” in the App's permissions, and accept that for each organisation.",
    }),
  );
  const events = neededEvents
    .filter(({ name }) => !app.events.includes(name))
    .map(
      ({ label, without }): Finding => ({
        ...{ level: "warning", area, url, found: `The App ${app.name} does not subscribe to “${label}”: ${without}.` },
        fix: "Subscribe to it below the App's permissions.",
      }),
    );
  const all = [...permissions, ...events];
  return all.length > 0
    ? all
    : [{ level: "ok", area, found: `The App ${app.name} has every permission that is used.` }];
}

async function webhookOf(client: Client, app: App, signal: AbortSignal): Promise<readonly Finding[]> {
  const { publicUrl, isPulled } = client.options;
  if (publicUrl === undefined || isPulled) return [];
  const wanted = `${publicUrl.replace(/\/+$/, "")}${webhookPath}`;
  const area = areaOf(client);
  try {
    const { data } = await client.rest("GET /app/hook/config", {}, { as: "app", signal });
    const { url } = client.read(data, hookSchema);
    if (url === wanted) return [{ level: "ok", area, found: `The App's webhook delivers to ${wanted}.` }];
    const found = url ? "The App's webhook delivers elsewhere" : "The App's webhook has no address";
    return [
      {
        ...{ level: "warning", area, found: `${found}: changes are seen at the next sync only.` },
        ...{ fix: `Set its URL to ${wanted}.`, url: settings(client, app, "") },
      },
    ];
  } catch (error) {
    if (error instanceof BotError) return [];
    throw error;
  }
}

async function installationAt(
  client: Client,
  app: App,
  owner: string,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  const area = areaOf(client);
  try {
    const installed = await client.credentials.installation(owner, signal);
    const url = installed?.html_url ?? `${client.options.webUrl}/apps/${app.slug}/installations/new`;
    if (!installed)
      return [
        {
          ...{
            level: "problem",
            area,
            found: `The App ${app.name} is not installed at ${owner}: nothing there is read.`,
          },
          ...{ fix: "Install it, or ask an owner of the organisation to.", url },
        },
      ];
    if (installed.suspended_at)
      return [
        {
          ...{
            level: "problem",
            area,
            found: `The App's installation at ${owner} is suspended: nothing there is read.`,
          },
          ...{ fix: "Ask an owner of the organisation to end that.", url },
        },
      ];
    const unaccepted = missingPermissions(installed.permissions).filter(
      ({ name }) => app.permissions[name] !== undefined,
    );
    if (unaccepted.length > 0)
      return unaccepted.map(({ label, without, isRequired }) => ({
        level: isRequired ? "problem" : "warning",
        ...{ area, url, found: `${owner} has not accepted “${label}” of the App: ${without}.` },
        fix: "Ask an owner of the organisation to review the App's new permissions.",
      }));
    const which =
      installed.repository_selection === "selected" ? "the repositories selected there" : "every repository";
    return [{ level: "ok", area, found: `The App is installed at ${owner} for ${which}.` }];
  } catch (error) {
    if (!(error instanceof BotError)) throw error;
    return [problemOf(error, area)];
  }
}
