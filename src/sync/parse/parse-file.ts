import { readYaml, type YamlDocument } from "../../yaml.ts";
import type { Root } from "../source.ts";
import { decodeFile } from "./decode.ts";
import { parseDocument } from "./parse-document.ts";
import type { FileToParse, ParsedDocument, ParsedFile } from "./parsed-file.ts";
import { resolveTreePath } from "./tree-path.ts";

/** Largest file that is read, in bytes. */
export const maxFileBytes = 512 * 1024;

/** What the files of one tree have in common. */
export interface ParseContext {
  /** The repository that the tree is: placeholders may name its files by URL. */
  readonly repository?: Root["repository"];
}

/** From a file's bytes to its documents. A file without any document says so in a problem; never throws. */
export async function parseFile(file: FileToParse, context: ParseContext): Promise<ParsedFile> {
  const { path } = file;
  if (file.bytes.byteLength > maxFileBytes) return only(path, tooLarge(file.bytes.byteLength));
  const decoded = decodeFile(file.bytes);
  if ("encoding" in decoded) return only(path, wrongEncoding(decoded.encoding));
  const hasBareReturns = /\r[^\n]/.test(decoded.text) && !decoded.text.includes("\n");
  const documents: ParsedDocument[] = [];
  const needs = new Set<string>();
  const source = {
    resolve: (target: string) => resolveTreePath(target, path, context.repository),
    attachments: file.attachments,
  };
  for (const document of readYaml(decoded.text)) {
    if (isEmpty(document)) {
      documents.push(emptyDocument(document.line));
      continue;
    }
    const result = await parseDocument(document, source);
    if (result.type === "needs") for (const need of result.paths) needs.add(need);
    else documents.push(...result.documents.map((parsed) => (hasBareReturns ? namingReturns(parsed) : parsed)));
  }
  if (needs.size > 0) return { path, documents: [], needs: [...needs] };
  return documents.every(isEmptyProblem) ? only(path, emptyFile()) : { path, documents, needs: [] };
}

function only(path: string, document: ParsedDocument): ParsedFile {
  return { path, documents: [document], needs: [] };
}

function isEmpty(document: YamlDocument): boolean {
  return document.type === "value" && document.value === null;
}

function isEmptyProblem(document: ParsedDocument): boolean {
  return document.type === "problem" && document.problem.code === "document_empty";
}

// To Backstage such a file is one long line, and what it says of that line helps nobody.
function namingReturns(document: ParsedDocument): ParsedDocument {
  if (document.type === "entity" || document.problem.code !== "yaml_invalid") return document;
  const message = "The file ends its lines with carriage returns alone, so that it is one long line.";
  return { type: "problem", problem: { ...document.problem, message, fix: "Save it with Unix line ends." } };
}

function emptyDocument(line: number): ParsedDocument {
  const problem = {
    code: "document_empty" as const,
    severity: "info" as const,
    line,
    message: "This document is empty.",
    fix: "Remove its --- line.",
  };
  return { type: "problem", problem };
}

function emptyFile(): ParsedDocument {
  const problem = {
    code: "document_empty" as const,
    severity: "warning" as const,
    line: 1,
    message: "The file holds no document.",
    fix: "Describe something in it, or remove it.",
  };
  return { type: "problem", problem };
}

function tooLarge(bytes: number): ParsedDocument {
  const problem = {
    code: "file_too_large" as const,
    severity: "error" as const,
    line: 1,
    message: `The file has ${Math.ceil(bytes / 1024)} KB, and at most ${maxFileBytes / 1024} KB are read.`,
    fix: "Split it over several files.",
  };
  return { type: "problem", problem };
}

function wrongEncoding(encoding: string): ParsedDocument {
  const problem = {
    code: "yaml_invalid" as const,
    severity: "error" as const,
    line: 1,
    message: `The file is written in ${encoding}.`,
    fix: "Save it as UTF-8.",
  };
  return { type: "problem", problem };
}
