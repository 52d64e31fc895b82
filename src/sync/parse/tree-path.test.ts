import fc from "fast-check";
import { expect, test } from "vitest";
import { resolveTreePath } from "./tree-path.ts";

const repository = { host: "github.com", slug: "Acme/Payments", branch: "release/1.x" };
const resolve = (target: string, from = "services/pay/catalog-info.yaml") => resolveTreePath(target, from, repository);

test.each([
  ["openapi.yaml", "services/pay/openapi.yaml"],
  ["./docs/../openapi.yaml", "services/pay/openapi.yaml"],
  ["../../api/openapi.yaml", "api/openapi.yaml"],
  ["/api/openapi.yaml", "api/openapi.yaml"],
  ["a%20b.yaml", "services/pay/a b.yaml"],
  ["api.yaml?raw=1#top", "services/pay/api.yaml"],
  [" api.yaml ", "services/pay/api.yaml"],
  ["https://github.com/acme/payments/blob/release/1.x/api/a.yaml", "api/a.yaml"],
  ["https://github.com/acme/payments/raw/release/1.x/api/a.yaml", "api/a.yaml"],
  ["https://github.com/acme/payments/tree/release/1.x/api", "api"],
  ["https://github.com/acme/payments/blob/release%2F1.x/api/a%20b.yaml", "api/a b.yaml"],
  ["https://raw.githubusercontent.com/acme/payments/release/1.x/api/a.yaml", "api/a.yaml"],
  ["https://raw.githubusercontent.com/acme/payments/refs/heads/release/1.x/a.yaml", "a.yaml"],
])("%s leads to %s", (target, path) => {
  expect(resolve(target)).toEqual({ path });
});

test.each([
  "../../../etc/passwd",
  "/../etc/passwd",
  "..%2f..%2f..%2fetc/passwd",
  "%2e%2e/%2e%2e/%2e%2e/etc/passwd",
  "..\\..\\..\\etc\\passwd",
  "a%00b",
  "a%zz",
  "a%5cb",
  "//evil.example/x",
  "file:///etc/passwd",
  "http://github.com/acme/payments/blob/release/1.x/a.yaml",
  "https://evil.example/acme/payments/blob/release/1.x/a.yaml",
  "https://github.com.evil.example/acme/payments/blob/release/1.x/a.yaml",
  "https://github.com@evil.example/acme/payments/blob/release/1.x/a.yaml",
  "https://user:pw@github.com/acme/payments/blob/release/1.x/a.yaml",
  "https://github.com:8443/acme/payments/blob/release/1.x/a.yaml",
  "https://github.com/acme/other/blob/release/1.x/a.yaml",
  "https://github.com/acme/payments/blob/main/a.yaml",
  "https://github.com/acme/payments/blob/release/1.x/../../../../../x/y/blob/main/a.yaml",
  "https://raw.githubusercontent.com/acme/payments/main/a.yaml",
  "https://raw.githubusercontent.com/acme/other/release/1.x/a.yaml",
  "https://169.254.169.254/latest/meta-data",
  "javascript:alert(1)",
  "data:text/plain,x",
  "https://",
  "",
  "/",
])("%s leads nowhere", (target) => {
  expect(resolve(target)).toEqual({ reason: expect.any(String) });
});

test("without a repository no URL leads anywhere", () => {
  expect(resolveTreePath("https://github.com/acme/payments/blob/main/a.yaml", "a.yaml", undefined)).toHaveProperty(
    "reason",
  );
});

test("GitLab's paths and groups in groups are understood", () => {
  const gitlab = { host: "gitlab.acme.example", slug: "acme/platform/payments", branch: "main" };
  const url = "https://gitlab.acme.example/acme/platform/payments/-/blob/main/api/a.yaml";

  expect(resolveTreePath(url, "x.yaml", gitlab)).toEqual({ path: "api/a.yaml" });
});

test("no target of any shape leads out of the tree", () => {
  const step = fc.constantFrom(
    "..",
    ".",
    "",
    "a",
    "%2e%2e",
    "%2e",
    "..%2f",
    "%5c",
    "\\",
    "/",
    "//",
    "https:",
    "b.yaml",
    "%00",
    "?",
    "#",
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), fc.constantFrom("/", ""), (steps, separator) => {
      const found = resolve(steps.join(separator));
      const names = "path" in found ? found.path.split("/") : [];

      expect(names.filter((name) => name === ".." || name === "." || name === "" || /[\\\0]/.test(name))).toEqual([]);
    }),
    { numRuns: 500 },
  );
});
