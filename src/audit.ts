/** Who did what, where, and what came of it. */
export interface AuditEntry {
  /** The chat user, as `slack:T1/U1`; `terminal` for whoever runs the process. */
  readonly who: string;
  /** Their User in the catalog, where known. */
  readonly user?: string;
  /** What was asked for, such as `sync --accept org`. Never a secret. */
  readonly what: string;
  /** Where, as `slack:T1/C1`. */
  readonly where: string;
  /** `refused` and `failed` say why in `reason`. */
  readonly result: "done" | "refused" | "failed";
  readonly reason?: string;
}

/** An entry with its place in the log. */
export interface AuditRecord extends AuditEntry {
  /** From 1, rising by 1: a gap shows that something was removed. Before the first that is kept they went by age or number. */
  readonly seq: number;
  /** ISO 8601. `seq` tells the order, whatever clocks do. */
  readonly at: string;
}

/** The audit log: only ever appended to, and shortened at its beginning. */
export interface Audit {
  /** Equal refusals of one person within an hour are one record. Rejects with `unavailable` when it cannot be kept. */
  record(entry: AuditEntry): Promise<void>;
  /** The newest first. */
  latest(limit: number): Promise<readonly AuditRecord[]>;
}
