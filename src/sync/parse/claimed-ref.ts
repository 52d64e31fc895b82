import { type EntityRef, formatRef } from "../../catalog/ref.ts";

const kindPattern = /^[a-zA-Z][a-z0-9A-Z]{0,62}$/;
const namePattern = /^[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;
const kindLine = /^kind:[ \t]*["']?(\w+)["']?[ \t]*(?:#.*)?\r?$/m;
const nameLine = /^(?: {2}| {4}|\t)name:[ \t]*["']?([-\w.]+)["']?[ \t]*(?:#.*)?\r?$/m;
const namespaceLine = /^(?: {2}| {4}|\t)namespace:[ \t]*["']?([-\w.]+)["']?[ \t]*(?:#.*)?\r?$/m;

/** The reference that a document means, even when it is not valid; undefined when it does not say. */
export function claimedRef(value: unknown): EntityRef | undefined {
  const { kind, metadata } = fields(value);
  const { name, namespace } = fields(metadata);
  return toRef(kind, namespace, name);
}

/** The reference that a text which is no YAML seems to mean. */
export function claimedRefOfText(text: string): EntityRef | undefined {
  const metadata = /^metadata:[^\n]*\n((?:[ \t#][^\n]*\n|\r?\n)*)/m.exec(`${text}\n`)?.[1] ?? "";
  return toRef(kindLine.exec(text)?.[1], namespaceLine.exec(metadata)?.[1], nameLine.exec(metadata)?.[1]);
}

function fields(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};
}

function toRef(kind: unknown, namespace: unknown, name: unknown): EntityRef | undefined {
  if (typeof kind !== "string" || typeof name !== "string") return undefined;
  const space = namespace ?? "default";
  if (typeof space !== "string" || ![name, space].every((part) => namePattern.test(part))) return undefined;
  return kindPattern.test(kind) ? formatRef({ kind, namespace: space, name }) : undefined;
}
