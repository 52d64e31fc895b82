import fc from "fast-check";
import { expect } from "vitest";
import { decodeGitHub } from "../delivery/decode-github.ts";
import { readKept } from "../delivery/kept-event.ts";
import { installationPayload, pushPayload, repositoryPayload } from "./github-deliveries.ts";
import { mutatedBody } from "./mutated-body.ts";
import { propertyRuns } from "./property-runs.ts";

const forges = [{ host: "github.com", webUrl: "https://github.com" }];
const renamed = repositoryPayload("renamed", "acme/pay", { repository: { name: { from: "payments" } } });
const transferred = repositoryPayload("transferred", "acme/pay", { owner: { from: { user: { login: "mia" } } } });
const whole = [pushPayload(), renamed, transferred, installationPayload("created")];
const names = ["push", "repository", "installation", "installation_repositories", "installation_target", "ping", "x"];

/** Payloads with whatever is wrong: each is decoded without harm, and what it comes to can be kept and read again. */
export function tryHostileDeliveries(runs?: number): void {
  const payload = fc.oneof({ weight: 9, arbitrary: mutatedBody(whole) }, { weight: 1, arbitrary: fc.jsonValue() });
  const polluted = ({} as { polluted?: unknown }).polluted;
  fc.assert(
    fc.property(payload, fc.constantFrom(...names), (body, name) => {
      const decoded = decodeGitHub({ name, guid: "g-1", payload: body }, forges);
      if (decoded.type === "event") {
        const { event } = decoded;
        expect(readKept(JSON.parse(JSON.stringify(event)))).toEqual(event);
        expect(event.id).toBe("github/github.com/g-1");
        expect(JSON.stringify(event).length).toBeLessThan(5_000);
        if (event.type !== "installation") expect(event.repository.slug).toMatch(/^[\w.-]+\/[\w.-]+$/);
      } else {
        expect(decoded.reason.length).toBeLessThan(200);
      }
      expect(({} as { polluted?: unknown }).polluted).toBe(polluted);
    }),
    propertyRuns(runs),
  );
}
