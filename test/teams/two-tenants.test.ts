import { test } from "vitest";
import { tryTwoTenants } from "../../src/testing/try-two-tenants.ts";

test("what is known of a tenant is not seen or changed from another with the same ids", () => tryTwoTenants(200));
