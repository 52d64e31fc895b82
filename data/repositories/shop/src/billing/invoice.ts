import { taxIn } from "./tax.ts";

/** What an invoice says below its lines. */
export function invoiceTotal(lines: readonly { gross: number }[], country: string) {
  const gross = lines.reduce((sum, line) => sum + line.gross, 0);
  return { gross, tax: taxIn(gross, country) };
}
