import { test } from "vitest";
import { checkAnyText, checkBrokenConfigs } from "./testing/config-suite.ts";

test("2,000 broken configurations are each refused with path and reason", () => checkBrokenConfigs(2000));

test("20,000 arbitrary texts are each refused with a reason", () => checkAnyText(20_000));
