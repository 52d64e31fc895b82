import type { Entity } from "../../catalog/entity.ts";
import type { Problem } from "../../catalog/problem.ts";

/** A file to parse. */
export interface FileToParse {
  /** Path inside its tree, with forward slashes. */
  readonly path: string;
  readonly bytes: Uint8Array;
  /** Contents of the files that `needs` asked for, by tree path; undefined where the tree has no such file or it is too large. */
  readonly attachments?: ReadonlyMap<string, Uint8Array | undefined>;
}

/** What one document of a file became. `line` is its first line, from 1. */
export type ParsedDocument =
  | {
      readonly type: "entity";
      readonly line: number;
      /** Line of `spec.owner`, where there is one. */
      readonly ownerLine?: number;
      readonly entity: Omit<Entity, "origin" | "isStale">;
    }
  | {
      readonly type: "problem";
      readonly problem: Pick<Problem, "code" | "severity" | "message" | "fix" | "entity"> & { readonly line: number };
    };

/** A parsed file. */
export interface ParsedFile {
  readonly path: string;
  /** In file order; problems of a document take its place. Empty when `needs` is not. */
  readonly documents: readonly ParsedDocument[];
  /** Tree paths that placeholders name: read them and parse the file again with `attachments`. */
  readonly needs: readonly string[];
}
