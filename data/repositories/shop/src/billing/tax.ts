/** Rates in basis points, by country. */
const rates: Readonly<Record<string, number>> = { AT: 2000, DE: 1900, FR: 2000, NL: 2100 };

/** The tax in a gross amount, in minor units, rounded half up. */
export function taxIn(gross: number, country: string): number {
  const rate = rates[country];
  if (rate === undefined) throw new Error(`No tax rate for ${country}.`);
  return Math.floor((gross * rate) / (10_000 + rate) + 0.5);
}
