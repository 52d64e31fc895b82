import { descriptor, documents } from "./descriptor.ts";
import { createMemorySource } from "./memory-source.ts";

/** Things that the sample organisation does not have. */
export function oddThings() {
  const source = createMemorySource("odd");
  const files = {
    "catalog-info.yaml": documents(
      descriptor("Vendor", "mail-carrier", { spec: { system: "checkout" } }),
      descriptor("Component", "adrift", { spec: { type: "service", lifecycle: "production", owner: "team-nobody" } }),
    ),
  };
  source.tree("acme/odd", { files });
  return { source, isTrusted: true, paths: ["**/*.yaml"] };
}
