import { meantHost } from "./github-config.ts";
import { describeValue, formatPath, type PlacedMistake } from "./mistake.ts";
import type { Substituted } from "./substitute.ts";
import { valueAt } from "./value-at.ts";

const forgePath = ["forge", "github"] as const;
const webhookPath = ["webhooks", "github"] as const;

/** What is wrong between `forge`, `webhooks` and the sources of type `github`. */
export function githubMistakes(data: Substituted): readonly PlacedMistake[] {
  const configured = valueAt(data.value, forgePath);
  const forges = Array.isArray(configured) ? configured : [];
  const hosts = forges.map((forge) => String(valueAt(forge, ["host"])).toLowerCase());
  return [
    ...forges.flatMap((forge, index) => hostMistakes(forge, index, hosts)),
    ...sourceMistakes(data, hosts),
    ...namespaceMistakes(data),
    ...webhookMistakes(data),
  ];
}

function hostMistakes(forge: unknown, index: number, hosts: readonly string[]): readonly PlacedMistake[] {
  const at = [...forgePath, index];
  const first = hosts.indexOf(hosts[index] ?? "");
  if (first < index) {
    const message = `found "${hosts[index]}", the host of forge.github[${first}]; allowed: each host once`;
    return [{ at: [...at, "host"], message }];
  }
  const ways = ["app", "token"].filter((way) => valueAt(forge, [way]) !== undefined);
  if (ways.length === 1 || typeof forge !== "object") return [];
  const found = ways.length === 0 ? "nothing to sign in with" : "both app and token";
  return [{ at, message: `found ${found}; allowed: app, with id and privateKey, or token` }];
}

/** A source names a host, or means one: that host must be there. */
function sourceMistakes(data: Substituted, hosts: readonly string[]): readonly PlacedMistake[] {
  const sources = valueAt(data.value, ["catalog", "sources"]);
  if (!Array.isArray(sources)) return [];
  return sources.flatMap((source: unknown, index): PlacedMistake[] => {
    if (valueAt(source, ["type"]) !== "github") return [];
    const host = valueAt(source, ["host"]);
    if ((host !== undefined && typeof host !== "string") || meantHost(host, hosts) !== undefined) return [];
    const at = ["catalog", "sources", index, ...(host === undefined ? [] : ["host"])];
    const allowed =
      hosts.length === 0 ? "a source whose host is in forge.github, which is missing" : [...new Set(hosts)].join(", ");
    const shown = data.filled.has(formatPath(at)) ? "a host" : describeValue(host ?? "github.com", false);
    return [{ at, message: `found ${shown}, which is not in forge.github; allowed: ${allowed}` }];
  });
}

/** A namespace of groups that nobody reads would be a setting without effect. */
function namespaceMistakes(data: Substituted): readonly PlacedMistake[] {
  const sources = valueAt(data.value, ["catalog", "sources"]);
  if (!Array.isArray(sources)) return [];
  return sources.flatMap((source: unknown, index): PlacedMistake[] => {
    const people = valueAt(source, ["people"]) ?? false;
    if (valueAt(source, ["type"]) !== "github" || people !== false) return [];
    if (valueAt(source, ["peopleNamespace"]) === undefined) return [];
    const message = "found a namespace without people: true; allowed: with people: true, whose groups it is for";
    return [{ at: ["catalog", "sources", index, "peopleNamespace"], message }];
  });
}

function webhookMistakes(data: Substituted): readonly PlacedMistake[] {
  const github = valueAt(data.value, webhookPath);
  if (typeof github !== "object" || github === null || Array.isArray(github)) return [];
  const { secret, pull } = github as Readonly<Record<string, unknown>>;
  if (pull === true && valueAt(data.value, forgePath) === undefined) {
    const message = "found true without forge.github; allowed: true where the bot signs in to GitHub, or false";
    return [{ at: [...webhookPath, "pull"], message }];
  }
  if (secret !== undefined || pull !== undefined) return [];
  return [{ at: webhookPath, message: "found neither secret nor pull; allowed: a secret, pull: true, or both" }];
}
