/** Who has the repositories. */
export const owner = "acme";
/** As many teams own things. */
const teamCount = 50;

/** `team-07` */
export function teamName(team: number): string {
  return `team-${String(team % teamCount).padStart(2, "0")}`;
}

/** The repository of a number, and the first thing in it; the first one holds the teams. */
export function repositoryName(index: number): string {
  return index === 0 ? "organisation" : `service-${String(index).padStart(5, "0")}`;
}

/** What nobody reads: a few are archived, a few are forks. */
export function leftOut(index: number): { readonly isArchived: boolean; readonly isFork: boolean } {
  return { isArchived: index % 50 === 7, isFork: index % 100 === 13 };
}

/** The repositories that are read and can change hands. */
export function changeable(repositories: number): readonly number[] {
  return Array.from({ length: repositories }, (_, index) => index).filter((index) => {
    const { isArchived, isFork } = leftOut(index);
    return index > 0 && !isArchived && !isFork;
  });
}

/** The files of a repository: a third has an API with its definition beside it, half a CODEOWNERS file. */
export function filesOf(index: number, team: number): Record<string, string> {
  if (index === 0) return { "catalog-info.yaml": teams() };
  return {
    "catalog-info.yaml": catalogText(index, team),
    "README.md": readme(index, 0),
    "src/index.ts": `export const service = ${index};\n`,
    "src/billing/tax.ts": `export const rate = 0.${index};\n`,
    ...(hasApi(index) && { "openapi.yaml": definition(index) }),
    ...(index % 4 < 2 && { [ownersPlace(index)]: `* @${owner}/${teamName(team)}\n/src/billing/ @${owner}/team-01\n` }),
  };
}

/** The readme after so many changes. */
export function readme(index: number, change: number): string {
  return `# ${repositoryName(index)}\n\n${"What it is for, and how it is run.\n".repeat(30)}\nChange ${change}.\n`;
}

/** The catalog file: one thing or two, owned by a team. */
export function catalogText(index: number, team: number): string {
  const name = repositoryName(index);
  const service = `${head("Component", name)}
  annotations:
    backstage.io/techdocs-ref: dir:.
  tags: [service, bench]
spec:
  type: service
  lifecycle: production
  owner: ${teamName(team)}
${hasApi(index) ? `  providesApis: [${name}-api]\n` : ""}`;
  const database = `${head("Resource", `${name}-db`)}\nspec:\n  type: database\n  owner: ${teamName(team)}\n`;
  const api = `${head("API", `${name}-api`)}\nspec:\n  type: openapi\n  lifecycle: production\n  owner: ${teamName(team)}
  definition:\n    $text: ./openapi.yaml\n`;
  if (hasApi(index)) return `${service}---\n${api}`;
  return index % 2 === 0 ? service : `${service}---\n${database}`;
}

function hasApi(index: number): boolean {
  return index % 3 === 0;
}

function ownersPlace(index: number): string {
  return [".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"][index % 3] ?? "CODEOWNERS";
}

function head(kind: string, name: string): string {
  return `apiVersion: backstage.io/v1alpha1\nkind: ${kind}\nmetadata:\n  name: ${name}\n  description: What ${name} is for.`;
}

function teams(): string {
  return Array.from({ length: teamCount }, (_, team) => {
    return `${head("Group", teamName(team))}\nspec:\n  type: team\n  children: []\n`;
  }).join("---\n");
}

/** About four thousand characters, as those of small services. */
function definition(index: number): string {
  const paths = Array.from({ length: 20 }, (_, path) => {
    return `  /things/${path}/{id}:
    get:
      operationId: get${path}
      summary: Gives one of the things of ${repositoryName(index)}.
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      responses: { "200": { description: The thing. } }
`;
  });
  return `openapi: 3.1.0\ninfo: { title: ${repositoryName(index)}, version: 1.0.0 }\npaths:\n${paths.join("")}`;
}
