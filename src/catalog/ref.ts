import { BotError } from "../errors.ts";

/** A full reference, lower case: `component:default/payments-api`. Two references name the same thing exactly when the strings are equal. */
export type EntityRef = string;

/** The parts of a reference as somebody wrote them. */
export interface RefParts {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

/**
 * Reads `[<kind>:][<namespace>/]<name>`; the colon counts only before the first slash.
 * Grammar: https://backstage.io/docs/features/software-catalog/references
 * @throws BotError `invalid_entity` when a part is empty or there is no kind to fall back on.
 */
export function parseRef(text: string, defaults: { kind?: string; namespace?: string } = {}): RefParts {
  const slash = text.indexOf("/");
  const colon = text.indexOf(":");
  const hasKind = colon !== -1 && (slash === -1 || colon < slash);
  const kind = hasKind ? text.slice(0, colon) : defaults.kind;
  const rest = hasKind ? text.slice(colon + 1) : text;
  const restSlash = rest.indexOf("/");
  const namespace = restSlash === -1 ? (defaults.namespace ?? "default") : rest.slice(0, restSlash);
  const name = restSlash === -1 ? rest : rest.slice(restSlash + 1);
  if (kind === undefined) throw badRef(text, "it names no kind");
  if (kind === "" || namespace === "" || name === "") throw badRef(text, "a part of it is empty");
  return { kind, namespace, name };
}

/** The canonical form of a reference. */
export function formatRef(parts: RefParts): EntityRef {
  return `${parts.kind}:${parts.namespace}/${parts.name}`.toLowerCase();
}

function badRef(text: string, reason: string): BotError {
  return new BotError(
    "invalid_entity",
    `"${text.slice(0, 80)}" is not a reference: ${reason}. Write [kind:][namespace/]name, for example group:default/payments.`,
  );
}
