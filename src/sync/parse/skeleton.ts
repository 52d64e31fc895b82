const mark = /\$\{\{|\{\{|\{%|<%/;
const markedName = /^[ \t]+["']?name["']?[ \t]*:.*(?:\$\{\{|\{\{|\{%|<%)/m;
const markedLine = /^[ \t]*(?:-[ \t]+)?(?:\{%|\{\{|\$\{\{|<%)/m;
const templateKind = /^kind:[ \t]*["']?Template\b/m;

/** Whether a text holds a template expression: `${{ x }}`, `{{ x }}`, `{% if x %}` or `<%= x %>`. */
export function hasTemplateMark(text: string): boolean {
  return mark.test(text);
}

/**
 * Whether a document that cannot be used is one because it is a template's skeleton and no catalog entry yet.
 * `line` counts from 1 in `text` and is where the mistake was noticed. A Template itself holds such expressions by
 * right: it is a skeleton only when its own name is one or its lines are under a template's control.
 */
export function isSkeleton(text: string, line: number): boolean {
  if (!hasTemplateMark(text)) return false;
  if (markedName.test(text) || markedLine.test(text)) return true;
  if (templateKind.test(text)) return false;
  const lines = text.split("\n");
  const before = lines.slice(0, Math.max(line - 1, 0)).findLast((candidate) => candidate.trim() !== "");
  return hasTemplateMark(lines[line - 1] ?? "") || hasTemplateMark(before ?? "");
}
