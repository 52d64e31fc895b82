import { parseFile } from "../sync/parse/parse-file.ts";
import type { ParsedDocument, ParsedFile } from "../sync/parse/parsed-file.ts";

/** A valid component, eight lines long. */
export const goodText = `apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: Web
spec:
  type: website
  lifecycle: production
  owner: group:default/shop
`;

/** What a file `a/catalog-info.yaml` of the repository `acme/shop` becomes; `attachments` by tree path. */
export function parseText(
  text: string | Uint8Array,
  attachments?: Record<string, string | undefined>,
): Promise<ParsedFile> {
  const bytes = typeof text === "string" ? Buffer.from(text) : text;
  const parts = Object.entries(attachments ?? {}).map(
    ([path, part]) => [path, part === undefined ? undefined : Buffer.from(part)] as const,
  );
  const file = { path: "a/catalog-info.yaml", bytes, ...(attachments && { attachments: new Map(parts) }) };
  return parseFile(file, { repository: { host: "github.com", slug: "acme/shop", branch: "main" } });
}

/** The one result of a file. */
export async function onlyDocument(
  text: string | Uint8Array,
  attachments?: Record<string, string | undefined>,
): Promise<ParsedDocument> {
  const { documents } = await parseText(text, attachments);
  const [document, ...others] = documents;
  if (document === undefined || others.length > 0) throw new Error(`not one result: ${JSON.stringify(documents)}`);
  return document;
}

/** The one problem of a file. */
export async function onlyProblem(text: string | Uint8Array, attachments?: Record<string, string | undefined>) {
  const document = await onlyDocument(text, attachments);
  if (document.type !== "problem") throw new Error("not a problem");
  return document.problem;
}

/** The one entity of a file. */
export async function onlyEntity(text: string, attachments?: Record<string, string | undefined>) {
  const document = await onlyDocument(text, attachments);
  if (document.type !== "entity") throw new Error(document.problem.message);
  return document.entity;
}

/** The valid component with one thing replaced. */
export function goodTextWith(from: string | RegExp, to: string): string {
  return goodText.replace(from, to);
}
