/** Catalog documents for tests; JSON is YAML. */
export interface DescriptorParts {
  readonly namespace?: string;
  readonly title?: string;
  readonly description?: string;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly tags?: readonly string[];
  readonly links?: readonly { url: string; title?: string; type?: string }[];
  readonly spec?: Readonly<Record<string, unknown>>;
}

/** One document of any kind. */
export function descriptor(kind: string, name: string, parts: DescriptorParts = {}): string {
  const { spec = {}, ...metadata } = parts;
  return `${JSON.stringify({ apiVersion: "backstage.io/v1alpha1", kind, metadata: { name, ...metadata }, spec })}\n`;
}

/** A production service owned by group `a-team`, unless told otherwise. */
export function component(name: string, parts: DescriptorParts = {}): string {
  return descriptor("Component", name, {
    ...parts,
    spec: { type: "service", lifecycle: "production", owner: "a-team", ...parts.spec },
  });
}

export function group(name: string, parts: DescriptorParts = {}): string {
  return descriptor("Group", name, { ...parts, spec: { type: "team", children: [], ...parts.spec } });
}

export function user(name: string, parts: DescriptorParts = {}): string {
  return descriptor("User", name, { ...parts, spec: { memberOf: [], ...parts.spec } });
}

/** Several documents in one file. */
export function documents(...all: readonly string[]): string {
  return all.join("---\n");
}
