import { spawn } from "node:child_process";
import { once } from "node:events";

/** Things a file holds on average, as in large catalogs: most files one, some a dozen. */
const filesPerThing = 0.47;

const words =
  "account alert audit batch billing cache cart catalog charge claim coupon credit customer device email event export feed fraud gateway image import index invoice ledger loyalty mail metric notice order partner payment photo policy price print profile quote rating refund report return review route rule search session shipment stock store stream supplier survey tax ticket token tracking transfer user video voucher wallet warehouse".split(
    " ",
  );
const suffixes = "api worker service web job proxy sync adapter gateway store".split(" ");

/**
 * Makes a bare repository with `size` things and about 0.47 files a thing, one commit, through `git fast-import`.
 * The same size gives the same repository. A file is read back by `changedFile`.
 */
export async function generateRepository(folder: string, size: number): Promise<void> {
  await git(folder, ["init", "--quiet", "--bare", "--initial-branch=main", folder]);
  await fastImport(folder, "A catalog", catalogFiles(size), false);
}

/** Commits a new description of one thing on top. */
export async function changeOneFile(folder: string, round: number): Promise<void> {
  const files = new Map([
    ["systems/s0/changed/catalog-info.yaml", component(`changed-thing`, 0, `Round ${round} of the change.`)],
  ]);
  await fastImport(folder, `Change ${round}`, files, true);
}

async function fastImport(
  folder: string,
  subject: string,
  files: ReadonlyMap<string, string>,
  isOnTop: boolean,
): Promise<void> {
  const process = spawn("git", ["fast-import", "--quiet"], { cwd: folder, stdio: ["pipe", "inherit", "inherit"] });
  const exit = once(process, "exit");
  const head = `commit refs/heads/main\ncommitter Bench <bench@callboard.example> 1767225600 +0000\ndata ${subject.length}\n${subject}\n`;
  process.stdin.write(`${head}${isOnTop ? "from refs/heads/main^0\n" : ""}`);
  for (const [path, text] of files) {
    process.stdin.write(`M 100644 inline ${path}\ndata ${Buffer.byteLength(text)}\n${text}\n`);
  }
  process.stdin.end();
  const [code] = await exit;
  if (code !== 0) throw new Error(`git fast-import ended with ${code}`);
}

async function git(folder: string, args: readonly string[]): Promise<void> {
  const process = spawn("git", args, {
    cwd: folder === args.at(-1) ? "/" : folder,
    stdio: ["ignore", "inherit", "inherit"],
  });
  const [code] = await once(process, "exit");
  if (code !== 0) throw new Error(`git ${args[0]} ended with ${code}`);
}

/** Groups and people in a few files, then systems with their components, APIs and resources. */
function catalogFiles(size: number): Map<string, string> {
  const files = new Map<string, string>();
  const teams = Math.max(4, Math.round(size / 100));
  const people = Math.round(size / 10);
  const groups = Array.from({ length: teams }, (_, index) => group(index));
  for (let start = 0; start < groups.length; start += 20)
    files.set(`org/groups-${start / 20}.yaml`, groups.slice(start, start + 20).join("---\n"));
  const users = Array.from({ length: people }, (_, index) => user(index, teams));
  for (let start = 0; start < users.length; start += 20)
    files.set(`org/users-${start / 20}.yaml`, users.slice(start, start + 20).join("---\n"));
  files.set("systems/s0/changed/catalog-info.yaml", component("changed-thing", 0, "As it was."));
  const rest = size - teams - people - 1;
  const wantedFiles = Math.round(size * filesPerThing) - files.size;
  let made = 0;
  for (let file = 0; made < rest; file += 1) {
    const left = rest - made;
    const perFile = Math.max(1, Math.round(left / Math.max(1, wantedFiles - file)));
    const count = Math.min(left, file % 9 === 0 ? perFile + 4 : perFile);
    const documents = Array.from({ length: count }, (_, index) => thing(made + index, teams));
    files.set(`systems/s${file % 97}/c${file}/catalog-info.yaml`, documents.join("---\n"));
    made += count;
  }
  return files;
}

function nameOf(index: number): string {
  const first = words[index % words.length];
  const second = words[(index * 7 + Math.floor(index / words.length)) % words.length];
  return `${first}-${second}-${suffixes[index % suffixes.length]}-${index}`;
}

function thing(index: number, teams: number): string {
  const kind = index % 10;
  if (kind === 7) return api(index, teams);
  if (kind === 8) return resource(index, teams);
  if (kind === 9 && index % 50 === 9) return system(index, teams);
  return component(
    nameOf(index),
    index,
    `Handles ${words[index % words.length]} for ${words[(index * 3) % words.length]} and tells the ${words[(index * 5) % words.length]} about it.`,
    teams,
  );
}

function component(name: string, index: number, description: string, teams = 4): string {
  return `apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: ${name}
  title: ${name.replaceAll("-", " ")}
  description: ${description}
  annotations:
    github.com/project-slug: acme/${name}
    backstage.io/techdocs-ref: dir:.
    callboard.dev/tier: "${(index % 3) + 1}"
  tags: [${words[index % words.length]}, typescript]
  links:
    - url: https://runbooks.acme.example/${name}
      title: Runbook
spec:
  type: service
  lifecycle: ${index % 20 === 0 ? "deprecated" : "production"}
  owner: group:default/team-${index % teams}
  dependsOn:
    - component:default/${nameOf(Math.max(0, index - 1 - (index % 5)))}
`;
}

function api(index: number, teams: number): string {
  return `apiVersion: backstage.io/v1alpha1
kind: API
metadata:
  name: ${nameOf(index)}
  description: What ${words[index % words.length]} offers to others.
spec:
  type: openapi
  lifecycle: production
  owner: team-${index % teams}
  definition: |
    openapi: 3.1.0
    info: { title: ${nameOf(index)}, version: "1" }
    paths: {}
`;
}

function resource(index: number, teams: number): string {
  return `apiVersion: backstage.io/v1alpha1
kind: Resource
metadata:
  name: ${nameOf(index)}
  description: Where ${words[index % words.length]} is kept.
spec:
  type: database
  owner: team-${index % teams}
`;
}

function system(index: number, teams: number): string {
  return `apiVersion: backstage.io/v1alpha1
kind: System
metadata:
  name: ${nameOf(index)}
  description: Everything about ${words[index % words.length]}.
spec:
  owner: team-${index % teams}
`;
}

function group(index: number): string {
  return `apiVersion: backstage.io/v1alpha1
kind: Group
metadata:
  name: team-${index}
  annotations:
    slack.com/bot-notify: "#team-${index}"
spec:
  type: team
  profile:
    displayName: Team ${words[index % words.length]} ${index}
  ${index > 3 ? `parent: team-${index % 4}\n  ` : ""}children: []
`;
}

function user(index: number, teams: number): string {
  return `apiVersion: backstage.io/v1alpha1
kind: User
metadata:
  name: person-${index}
spec:
  profile:
    displayName: Person ${words[index % words.length]} ${index}
    email: person-${index}@acme.example
  memberOf: [team-${index % teams}]
`;
}
