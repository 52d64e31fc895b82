import { test } from "vitest";
import { tryHostileDeliveries } from "../testing/hostile-deliveries.ts";

test("20,000 payloads with whatever is wrong are decoded without harm", () => tryHostileDeliveries(20_000));
