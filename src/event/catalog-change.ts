/** What a sync changed, as full references. Emitted after the new snapshot answers. */
export interface CatalogChange {
  readonly type: "catalog.changed";
  readonly revision: string;
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
}
