interface Unit {
  readonly min: number;
  readonly max: number;
  readonly names?: readonly string[];
}

const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const units: readonly Unit[] = [
  { min: 0, max: 59 },
  { min: 0, max: 23 },
  { min: 1, max: 31 },
  { min: 1, max: 12, names: months },
  { min: 0, max: 7, names: ["sun", "mon", "tue", "wed", "thu", "fri", "sat"] },
];
const longestDay = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Whether a text is a cron expression of five fields (minute, hour, day of month, month, day of week) that some day meets. */
export function isCron(text: string): boolean {
  const fields = text.trim().split(/\s+/);
  if (fields.length !== units.length) return false;
  const values = units.map((unit, index) => valuesOf(fields[index] ?? "", unit));
  if (values.some((list) => list === undefined)) return false;
  const [, , days = [], inMonths = []] = values;
  return inMonths.some((month) => Math.min(...days) <= (longestDay[month - 1] ?? 0));
}

/** Every value that a field names; undefined when it is none. */
function valuesOf(field: string, unit: Unit): readonly number[] | undefined {
  const parts = field.split(",").map((part) => rangeOf(part, unit));
  return parts.some((part) => part === undefined) ? undefined : parts.flatMap((part) => part ?? []);
}

// A star, 5 or 1-5; a star or a range may have a step: */5, 1-30/2.
function rangeOf(part: string, unit: Unit): readonly number[] | undefined {
  const match = /^(?:\*|([a-z0-9]+)(?:-([a-z0-9]+))?)(?:\/([1-9]\d?))?$/i.exec(part);
  if (match === null) return undefined;
  const [, first, last, stepText] = match;
  const step = Number(stepText ?? 1);
  if (step > unit.max || (first !== undefined && last === undefined && stepText !== undefined)) return undefined;
  const from = first === undefined ? unit.min : numberOf(first, unit);
  const to = first === undefined ? unit.max : numberOf(last ?? first, unit);
  if (from === undefined || to === undefined || from > to) return undefined;
  return Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, index) => from + index * step);
}

function numberOf(text: string, unit: Unit): number | undefined {
  const named = unit.names?.indexOf(text.toLowerCase()) ?? -1;
  if (named !== -1) return named + unit.min;
  if (!/^\d{1,2}$/.test(text)) return undefined;
  const value = Number(text);
  return value >= unit.min && value <= unit.max ? value : undefined;
}
