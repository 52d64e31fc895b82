/** What a message says of the things that it is about, as written; the catalog decides what of it is one. */
export interface Clues {
  /** Values of labels such as `service:payments-api`, longest first, also without what Kubernetes puts behind a name. */
  readonly labels: readonly string[];
  /** Web addresses, `host/owner/repo` and `owner/repo`. */
  readonly addresses: readonly string[];
  /** Paths and packages of stack frames as their segments, lower case. */
  readonly frames: readonly (readonly string[])[];
  /** Whole words, in runs with nothing but spaces between them. */
  readonly phrases: readonly (readonly string[])[];
}

/** Longer than any message; what is behind is not read. */
const longestMessage = 100_000;
/** How many clues of a kind are looked up. */
const mostClues = 200;
/** Words that a label's value may have: `Service: Payments API`. */
const mostWords = 4;

/** What labels are called by monitoring, incident and deployment tools; without separators. */
const labelNames: ReadonlySet<string> = new Set([
  ...["service", "services", "servicename", "svc", "app", "appname", "application", "component", "project", "workload"],
  ...["deployment", "statefulset", "daemonset", "cronjob", "job", "pod", "podname", "container", "containername"],
  ...["kubedeployment", "kubeservice", "kubeapp", "k8sapp", "appkubernetesioname", "appkubernetesioinstance"],
  ...["repo", "repository", "impactedservice", "ddservice"],
]);

// Every pattern is linear: what it repeats is bounded, or starts only where the character before cannot be part of it.
const url = /\bhttps?:\/\/[^\s<>|"'`)\]}]{1,2000}/g;
const label =
  /(?<![\w./-])([\w./-]{1,60})["'*_` \t]{0,4}[:=](?=[ \t"'*_`]{0,6}([\w@][^\n,|<>;"'`*()[\]{}&?#]{0,120}))/g;
const workload =
  /\b(?:deployments?|statefulsets?|daemonsets?|cronjobs?|pods?|services?|svc)(?:\.apps|\.batch)?\/([a-z0-9][a-z0-9.-]{0,120})/gi;
const slug = /(?<![\w./-])[A-Za-z0-9][\w.-]{0,60}\/\w[\w.-]{0,100}(?![\w/])/g;
const hosted = /(?<![\w./-])[a-z0-9-]{1,60}(?:\.[a-z0-9-]{1,60}){1,4}\/[\w.-]{1,60}\/[\w./-]{1,200}/g;
const method = /\bat[ \t]{1,4}(?:[\w.@]{0,60}\/){0,2}([\w$.]{3,200})\([^()\n]{0,120}\)/g;
const token = /[^\s()"'`<>|,;]+/g;
const sourceFile = /\.(?:[cm]?[jt]sx?|py|go|java|kt|rb|rs|php|cs|scala|swift)(?::\d+){0,2}:?$/;
const foreignCode = /(?:^|\/)(?:node_modules|site-packages|dist-packages|vendor|node:[\w]+)(?:\/|$)/;
const word = /[\p{L}\p{N}][\p{L}\p{N}_.-]*/gu;

/** Reads a message, in linear time whatever it holds. Never throws. */
export function readClues(texts: readonly string[]): Clues {
  const whole = texts.join("\n").slice(0, longestMessage);
  const urls = all(whole, url, 0).map(decoded);
  const rest = whole.replace(url, " ");
  const searched = `${rest}\n${urls.join("\n")}`;
  return {
    labels: few([...labelValues(searched), ...titledValues(rest), ...all(searched, workload, 1)].flatMap(variants)),
    addresses: few([...urls, ...all(rest, hosted, 0), ...all(rest, slug, 0)]),
    frames: [
      ...few(all(rest, token, 0).filter(isSourcePath)).map((path) => path.replace(/^file:\/\//, "").split("/")),
      ...few(all(rest, method, 1)).map((name) => name.split(/[.$]/)),
    ].map((segments) => segments.filter((segment) => segment !== "").map((segment) => segment.toLowerCase())),
    phrases: phrasesOf(rest),
  };
}

function all(text: string, pattern: RegExp, group: number): readonly string[] {
  return Array.from(text.matchAll(pattern), (match) => match[group] ?? "");
}

function few(values: readonly string[]): readonly string[] {
  return [...new Set(values)].slice(0, mostClues);
}

/** `service:payments-api`, `app.kubernetes.io/name=payments-api`, `Service: Payments API`. */
function labelValues(text: string): readonly string[] {
  return Array.from(text.matchAll(label)).flatMap(([, name = "", value = ""]) =>
    isLabel(name) ? beginnings(value) : [],
  );
}

/** A line that is the name of a label and nothing else has its value in the next. */
function titledValues(text: string): readonly string[] {
  const lines = text.split("\n");
  return lines.flatMap((line, index) => (line.length <= 40 && isLabel(line) ? beginnings(lines[index + 1] ?? "") : []));
}

function isLabel(name: string): boolean {
  return labelNames.has(name.toLowerCase().replace(/[^a-z0-9]/g, ""));
}

/** Where a value ends nobody says: the longest beginning first. */
function beginnings(value: string): readonly string[] {
  const words = value.slice(0, 120).split(/\s+/).slice(0, mostWords);
  return words.map((_, index) => withoutMarks(words.slice(0, words.length - index).join(" ")));
}

/**
 * A pod is called after its workload, then a hash of the template, then five random characters:
 * https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#pod-template-hash-label
 */
function variants(value: string): readonly string[] {
  const name = value.slice(value.lastIndexOf("/") + 1);
  const ends = [/-[a-z0-9]{6,10}-[a-z0-9]{5}$/, /-[a-z0-9]{5}$/, /-\d{1,10}$/];
  return [value, name, ...ends.map((end) => name.replace(end, ""))];
}

/** Labels hide in addresses: `?query=service%3Apayments-api`. */
function decoded(address: string): string {
  try {
    return decodeURIComponent(address);
  } catch {
    // A stray percent sign: the address is read as it stands.
    return address;
  }
}

/** A file of our own code: what it was built with says nothing of who owns it. */
function isSourcePath(text: string): boolean {
  return text.length <= 400 && text.includes("/") && sourceFile.test(text) && !foreignCode.test(text);
}

function phrasesOf(text: string): readonly (readonly string[])[] {
  const phrases: string[][] = [];
  let end = 0;
  for (const match of text.matchAll(word)) {
    const written = withoutMarks(match[0]);
    const gap = text.slice(Math.max(end, match.index - 4), match.index);
    end = match.index + written.length;
    // A part of a path, an address, a channel or a variable is no whole word.
    if (/[/@#$\\]/.test(text.charAt(match.index - 1)) || /[/@\\]/.test(text.charAt(end))) phrases.push([]);
    else if (/^[ \t]{1,3}$/.test(gap) && phrases.length > 0) phrases.at(-1)?.push(written);
    else phrases.push([written]);
  }
  return phrases.filter((phrase) => phrase.length > 0);
}

/** A loop, as a pattern that ends in a repetition is tried at every place of a long run. */
function withoutMarks(text: string): string {
  let end = text.length;
  while (end > 0 && ".,:;!?_-@/*".includes(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end).trim();
}
