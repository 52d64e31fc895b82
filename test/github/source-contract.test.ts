import { startGitHub } from "../../playground/github/simulated-github.ts";
import { systemClock } from "../../src/clock.ts";
import { createGitHubForge } from "../../src/forge/github/github-forge.ts";
import { githubSourceOf } from "../../src/testing/github-source-subject.ts";
import { recordedLog } from "../../src/testing/recorded-log.ts";
import { describeSourceContract } from "../../src/testing/source-contract.ts";

describeSourceContract(async () => {
  const hub = await startGitHub({ people: [{ login: "lena" }], organisations: [{ login: "acme", admins: ["lena"] }] });
  hub.createRepository({ owner: "acme", name: "only", files: { "README.md": "" } });
  hub.commit({ repository: "acme/only", files: { "README.md": undefined } });
  const forge = createGitHubForge({
    host: hub.host,
    apiUrl: hub.apiUrl,
    webUrl: hub.webUrl,
    auth: { type: "token", token: hub.createToken({ login: "lena" }) },
    owners: ["acme"],
    fetch,
    clock: systemClock(),
    log: recordedLog().log,
  });
  return {
    source: await githubSourceOf({ forge, paths: ["**/*.yaml"] }),
    write: async (files) => void hub.commit({ repository: "acme/only", files }),
    setReachable: (isReachable) => (isReachable ? hub.comeBack() : hub.goDown()),
    dispose: () => hub.stop(),
  };
});
