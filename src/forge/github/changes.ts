import { z } from "zod";
import type { Comparison, Forge, ForgeCommit, PullRequest, RepositoryPermission } from "../forge.ts";
import { isLogin, isObjectId } from "./address.ts";
import { type Client, ofRepository } from "./client.ts";

const account = z.object({ login: z.string() }).nullish().catch(undefined);
const comparisonSchema = z.object({
  html_url: z.string(),
  status: z.enum(["ahead", "behind", "identical", "diverged"]),
  total_commits: z.number(),
  commits: z.array(
    z.object({
      sha: z.string(),
      author: account,
      commit: z.object({
        message: z.string(),
        committer: z.object({ date: z.coerce.date() }).nullish(),
        author: z.object({ date: z.coerce.date() }).nullish(),
      }),
    }),
  ),
  files: z.array(z.object({ filename: z.string(), previous_filename: z.string().optional() })).default([]),
});
const pullsSchema = z.array(
  z.object({
    number: z.number(),
    title: z.string(),
    html_url: z.string(),
    state: z.string(),
    user: account,
    merged_at: z.string().nullish(),
    merged_by: account,
  }),
);
const pullSchema = z.object({ merged_by: account });
const permissionSchema = z.object({ permission: z.string(), role_name: z.string().optional() });
const annotationsSchema = z.array(
  z.object({
    path: z.string(),
    start_line: z.number(),
    annotation_level: z.string().nullish(),
    title: z.string().nullish(),
    message: z.string().nullish(),
  }),
);

/** What GitHub tells of files at most, whatever is asked. https://docs.github.com/rest/commits/commits#compare-two-commits */
const mostFiles = 300;
const commitsAtOnce = 100;
const mostCommits = 250;
const annotationsAtOnce = 100;
const mostAnnotationPages = 20;

/** What came of commits, and who may what. */
export function changeVerbs(client: Client): Pick<Forge, "compare" | "pullRequestsOf" | "permission" | "annotations"> {
  return {
    compare: (slug, base, head, signal) =>
      ofRepository(slug, async (repository) =>
        isObjectId(base) && isObjectId(head) ? compare(client, repository, `${base}...${head}`, signal) : undefined,
      ),

    async pullRequestsOf(slug, commit, signal) {
      const found = await ofRepository(slug, async (repository) => {
        if (!isObjectId(commit)) return [];
        const asking = { as: repository, signal };
        const route = "GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls";
        const answer = await client
          .rest(route, { ...repository, commit_sha: commit, per_page: 100 }, asking)
          .catch(noSuchCommit);
        if (!answer) return [];
        const pulls = client.read(answer.data, pullsSchema);
        return Promise.all(
          pulls.map(async (pull) => pullRequest(pull, await mergedBy(client, repository, pull, signal))),
        );
      });
      return (found ?? []).sort((a, b) => Number(b.state === "merged") - Number(a.state === "merged"));
    },

    async permission(slug, login, signal) {
      const found = await ofRepository(slug, async (repository) => {
        if (!isLogin(login)) return undefined;
        const route = "GET /repos/{owner}/{repo}/collaborators/{username}/permission";
        const answer = await client.rest(route, { ...repository, username: login }, { as: repository, signal });
        return permissionOf(client.read(answer.data, permissionSchema));
      });
      return found ?? "none";
    },

    async annotations(slug, checkRunId, signal) {
      const found = await ofRepository(slug, async (repository) => {
        const route = "GET /repos/{owner}/{repo}/check-runs/{check_run_id}/annotations";
        const all: z.infer<typeof annotationsSchema> = [];
        for (let page = 1; page <= mostAnnotationPages; page += 1) {
          const parameters = { ...repository, check_run_id: checkRunId, per_page: annotationsAtOnce, page };
          const answer = await client.rest(route, parameters, { as: repository, signal });
          const some = client.read(answer.data, annotationsSchema);
          all.push(...some);
          if (some.length < annotationsAtOnce) break;
        }
        return all;
      });
      return (found ?? []).map((each) => ({
        path: each.path,
        line: each.start_line,
        level: levelOf(each.annotation_level),
        ...(each.title && { title: each.title }),
        message: each.message ?? "",
      }));
    },
  };
}

interface Repository {
  readonly owner: string;
  readonly repo: string;
}

async function compare(
  client: Client,
  repository: Repository,
  basehead: string,
  signal: AbortSignal,
): Promise<Comparison> {
  const page = async (number: number) => {
    const route = "GET /repos/{owner}/{repo}/compare/{basehead}";
    const parameters = { ...repository, basehead, per_page: commitsAtOnce, page: number };
    return client.read((await client.rest(route, parameters, { as: repository, signal })).data, comparisonSchema);
  };
  const first = await page(1);
  const commits = [...first.commits];
  for (let number = 2; commits.length < Math.min(first.total_commits, mostCommits); number += 1) {
    const { commits: more } = await page(number);
    if (more.length === 0) break;
    commits.push(...more);
  }
  return comparison(first, commits);
}

/** A list of pull requests does not tell who merged them. */
async function mergedBy(
  client: Client,
  repository: Repository,
  pull: z.infer<typeof pullsSchema>[number],
  signal: AbortSignal,
): Promise<string | undefined> {
  if (!pull.merged_at || pull.merged_by) return pull.merged_by?.login;
  const route = "GET /repos/{owner}/{repo}/pulls/{pull_number}";
  const answer = await client.rest(route, { ...repository, pull_number: pull.number }, { as: repository, signal });
  return client.read(answer.data, pullSchema).merged_by?.login;
}

/** GitHub answers 422 for a commit that it does not have. */
function noSuchCommit(error: unknown): undefined {
  if (error instanceof Error && "code" in error && error.code === "unsupported") return undefined;
  throw error;
}

function comparison(
  { html_url: url, status, total_commits: total, files }: z.infer<typeof comparisonSchema>,
  commits: z.infer<typeof comparisonSchema>["commits"],
): Comparison {
  const paths = files.flatMap(({ filename, previous_filename: before }) => (before ? [before, filename] : [filename]));
  return {
    url,
    status,
    commits: commits.map(commitOf),
    paths: [...new Set(paths)],
    isComplete: commits.length >= total && files.length < mostFiles,
  };
}

function commitOf({ sha, author, commit }: z.infer<typeof comparisonSchema>["commits"][number]): ForgeCommit {
  const [subject = ""] = commit.message.split("\n");
  const at = commit.committer?.date ?? commit.author?.date ?? new Date(0);
  return { id: sha, subject, at, ...(author && { author: author.login }) };
}

function pullRequest(pull: z.infer<typeof pullsSchema>[number], mergedBy: string | undefined): PullRequest {
  const { number, title, html_url: url, state, user, merged_at: mergedAt } = pull;
  const open = state === "open" ? "open" : "closed";
  return {
    ...{ number, title, url, state: mergedAt ? "merged" : open },
    ...(user && { author: user.login }),
    ...(mergedBy !== undefined && { mergedBy }),
  };
}

const permissions: ReadonlySet<string> = new Set<RepositoryPermission>([
  "none",
  "read",
  "triage",
  "write",
  "maintain",
  "admin",
]);

/** `permission` knows neither triage nor maintain; `role_name` may be a role that a company made, which is at least the other. */
function permissionOf({ permission, role_name: role }: z.infer<typeof permissionSchema>): RepositoryPermission {
  const known = [role, permission].find((each) => each !== undefined && permissions.has(each));
  return (known as RepositoryPermission | undefined) ?? "none";
}

function levelOf(level: string | null | undefined): "notice" | "warning" | "failure" {
  return level === "failure" || level === "warning" ? level : "notice";
}
