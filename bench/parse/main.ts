// How long 10,000 documents in 4,700 files take: js-yaml alone, and the parser with its thread. Run: npx tsx bench/parse/main.ts
import { CORE_SCHEMA, legacyMapTag, loadAll } from "js-yaml";
import { createParser } from "../../src/sync/parse/parser.ts";

const fileCount = 4_700;
const documentCount = 10_000;

function component(n: number): string {
  return `apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: service-${n}
  title: Service ${n}
  description: |
    What service ${n} does, in a sentence or two that somebody wrote
    when it was new, and that nobody has read since.
  annotations:
    github.com/project-slug: acme/service-${n}
    backstage.io/techdocs-ref: dir:.
    pagerduty.com/integration-key: "0123456789${n}"
  labels:
    tier: "${n % 4}"
  tags: [java, tier-${n % 4}, team-${n % 100}]
  links:
    - url: https://dashboards.example.com/service-${n}
      title: Dashboard
      icon: dashboard
spec:
  type: service
  lifecycle: production
  owner: group:default/team-${n % 100}
  system: system-${n % 300}
  providesApis: [service-${n}-api]
  consumesApis:
    - service-${(n * 7) % documentCount}-api
    - service-${(n * 13) % documentCount}-api
  dependsOn:
    - resource:default/database-${n % 500}
`;
}

function makeFiles(): { path: string; bytes: Uint8Array }[] {
  const files: string[] = Array.from({ length: fileCount }, () => "");
  for (let n = 0; n < documentCount; n++) files[n % fileCount] += `---\n${component(n)}`;
  return files.map((text, index) => ({ path: `repo-${index}/catalog-info.yaml`, bytes: Buffer.from(text) }));
}

async function measure(name: string, run: () => unknown): Promise<void> {
  const started = performance.now();
  const cpu = process.cpuUsage();
  await run();
  const wall = performance.now() - started;
  const { user, system } = process.cpuUsage(cpu);
  const columns = [wall, (user + system) / 1000].map((ms) => `${ms.toFixed(0).padStart(6)} ms`);
  console.log(`${name.padEnd(44)} ${columns[0]}   CPU of all threads ${columns[1]}`);
}

const files = makeFiles();
const schema = CORE_SCHEMA.withTags(legacyMapTag);
const parser = createParser();
const parseAll = async (some: typeof files) => {
  let documents = 0;
  for await (const file of parser.parse(some, {}, AbortSignal.timeout(120_000))) documents += file.documents.length;
  return documents;
};

console.log(
  `${documentCount} documents, ${fileCount} files, ${files.reduce((sum, file) => sum + file.bytes.length, 0)} bytes`,
);
for (const round of [1, 2, 3]) {
  await measure(`js-yaml alone, round ${round}`, () => {
    for (const file of files) loadAll(Buffer.from(file.bytes).toString("utf8"), { schema });
  });
}
await measure("the parser, first file (thread starts)", () => parseAll(files.slice(0, 1)));
for (const round of [1, 2, 3]) await measure(`the parser, round ${round}`, () => parseAll(files));
await measure("the parser, one file (thread is warm)", () => parseAll(files.slice(0, 1)));
await parser.close();
