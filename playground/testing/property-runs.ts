/**
 * How often and from which seed to try a property: 500 times, with a seed that is printed, so that every run can be had again:
 * `PROPERTY_SEED=123 npx vitest run <file>`.
 */
export function propertyRuns(numRuns = 500): { numRuns: number; seed: number } {
  const seed = Number(process.env["PROPERTY_SEED"] ?? Date.now() % 2 ** 31);
  process.stderr.write(`property seed ${seed}\n`);
  return { numRuns, seed };
}
