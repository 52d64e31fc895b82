interface Unit {
  readonly min: number;
  readonly max: number;
  readonly names?: readonly string[];
}

const units: readonly Unit[] = [
  { min: 0, max: 59 },
  { min: 0, max: 23 },
  { min: 1, max: 31 },
  { min: 1, max: 12, names: ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"] },
  { min: 0, max: 7, names: ["sun", "mon", "tue", "wed", "thu", "fri", "sat"] },
];

/** Whether a text is a cron expression of five fields: minute, hour, day of month, month, day of week. */
export function isCron(text: string): boolean {
  const fields = text.trim().split(/\s+/);
  return fields.length === units.length && units.every((unit, index) => isField(fields[index] ?? "", unit));
}

function isField(field: string, unit: Unit): boolean {
  return field.split(",").every((part) => isPart(part, unit));
}

// A star, 5 or 1-5; a star or a range may have a step: */5, 1-30/2.
function isPart(part: string, unit: Unit): boolean {
  const match = /^(?:(\*)|([a-z0-9]+)(?:-([a-z0-9]+))?)(?:\/([1-9]\d?))?$/i.exec(part);
  if (match === null) return false;
  const [, star, first, last, step] = match;
  if (star !== undefined) return step === undefined || Number(step) <= unit.max;
  const from = numberOf(first ?? "", unit);
  if (from === undefined) return false;
  if (last === undefined) return step === undefined;
  const to = numberOf(last, unit);
  return to !== undefined && from <= to;
}

function numberOf(text: string, unit: Unit): number | undefined {
  const named = unit.names?.indexOf(text.toLowerCase()) ?? -1;
  if (named !== -1) return named + unit.min;
  if (!/^\d{1,2}$/.test(text)) return undefined;
  const value = Number(text);
  return value >= unit.min && value <= unit.max ? value : undefined;
}
