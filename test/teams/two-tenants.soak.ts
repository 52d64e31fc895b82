import { test } from "vitest";
import { tryTwoTenants } from "../../src/testing/try-two-tenants.ts";

test("a thousand pairs of tenants with the same ids are kept apart", () => tryTwoTenants(1_000));
