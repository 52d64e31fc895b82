/** The most alternatives that braces in one pattern may make. */
const mostAlternatives = 16;

/**
 * A test of tree paths by a pattern that anybody may have written: `*` and `?` inside a name, `**` for any folders, `{a,b}` for
 * either. Everything else is literal. It takes time in proportion to pattern times path, whatever the two are, which a
 * regular expression does not promise; patterns of the configuration may be richer (picomatch).
 */
export function treeGlob(pattern: string): (path: string) => boolean {
  const alternatives = expandBraces(pattern).map((alternative) => alternative.split("/"));
  return (path) => {
    const names = path.split("/");
    return alternatives.some((steps) => matchSteps(steps, names));
  };
}

/** Whether a text has anything that a pattern gives a meaning. */
export function isGlob(text: string): boolean {
  return /[*?{]/.test(text);
}

function expandBraces(pattern: string): readonly string[] {
  let open = [pattern];
  const done: string[] = [];
  while (open.length > 0 && open.length + done.length <= mostAlternatives) {
    const next = open.flatMap((text) => {
      const group = /\{([^{}]*)\}/.exec(text);
      if (group === null) {
        done.push(text);
        return [];
      }
      const [whole, inner = ""] = group;
      const before = text.slice(0, group.index);
      const after = text.slice(group.index + whole.length);
      return inner.split(",").map((choice) => before + choice + after);
    });
    open = next;
  }
  return [...done, ...open].slice(0, mostAlternatives);
}

/** Row by row: after each step, how many names may have been used up. */
function matchSteps(steps: readonly string[], names: readonly string[]): boolean {
  let reached = new Set([0]);
  for (const step of steps) {
    const next = new Set<number>();
    for (const used of reached) {
      const name = names[used];
      if (step === "**") {
        for (let more = used; more <= names.length && !next.has(more); more += 1) next.add(more);
      } else if (name !== undefined && matchName(step, name)) next.add(used + 1);
    }
    reached = next;
  }
  return reached.has(names.length);
}

/** The greedy walk: on a mismatch the last star takes one character more. */
function matchName(pattern: string, name: string): boolean {
  let at = 0;
  let star = -1;
  let taken = 0;
  let index = 0;
  while (index < name.length) {
    if (pattern[at] === "*") {
      star = at;
      taken = index;
      at += 1;
    } else if (pattern[at] === "?" || (at < pattern.length && pattern[at] === name[index])) {
      at += 1;
      index += 1;
    } else if (star !== -1) {
      at = star + 1;
      taken += 1;
      index = taken;
    } else return false;
  }
  while (pattern[at] === "*") at += 1;
  return at === pattern.length;
}
