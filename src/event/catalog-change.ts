/** What a sync changed, as full references. Emitted after the new snapshot answers. */
export interface CatalogChange {
  readonly type: "catalog.changed";
  readonly revision: string;
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
}

/** A new snapshot answers. Also where no thing changed: what is wrong, and which commits were read, may differ. */
export interface CatalogPublished {
  readonly type: "catalog.published";
}
