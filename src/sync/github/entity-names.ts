import { createHash } from "node:crypto";

const validName = /^(?:[A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;
const maxLength = 63;

/**
 * Gives each of these names, which differ without case, one that a catalog accepts: itself where it does. Others are cut to
 * what is allowed (`_ops-` becomes `ops`), with a mark of their own where that says too little or is taken already.
 * https://backstage.io/docs/features/software-catalog/descriptor-format#name-required
 */
export function entityNames(names: readonly string[]): ReadonlyMap<string, string> {
  const given = new Map<string, string>();
  const taken = new Set<string>();
  const give = (name: string, to: string) => {
    given.set(name, to);
    taken.add(to.toLowerCase());
  };
  const isValid = (name: string) => name.length <= maxLength && validName.test(name);
  for (const name of names) if (isValid(name)) give(name, name);
  for (const name of names.filter((other) => !isValid(other)).sort()) {
    const fit = fitted(name);
    const isEnough = fit !== "" && fit.length <= maxLength && !taken.has(fit.toLowerCase());
    give(name, isEnough ? fit : marked(fit, name));
  }
  return given;
}

function fitted(name: string): string {
  return name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/[^-A-Za-z0-9_.]+/g, "-")
    .replace(/^[^A-Za-z0-9]+|[^A-Za-z0-9]+$/g, "");
}

function marked(fit: string, name: string): string {
  const mark = createHash("sha256").update(name.toLowerCase()).digest("hex").slice(0, 8);
  return fit === "" ? mark : `${fit.slice(0, maxLength - mark.length - 1).replace(/[^A-Za-z0-9]+$/, "")}-${mark}`;
}
