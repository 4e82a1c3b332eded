import { digitsOf } from '../legacy/money';

/** Σ of amounts in minor units of several currencies, in major units: "across currencies, as the old system did". */
export function majorUnits(amounts: readonly { currency: string; cents: number }[]): number {
  // Ten-thousandths of a major unit are the finest there are.
  let total = 0n;
  for (const { currency, cents } of amounts) total += BigInt(cents) * 10n ** BigInt(4 - digitsOf(currency));
  const sign = total < 0n ? '-' : '';
  const digits = String(total < 0n ? -total : total).padStart(5, '0');
  return Number(`${sign}${digits.slice(0, -4)}.${digits.slice(-4)}`);
}

/** In percent, rounded half away from zero to 2 decimals; 0 of nothing. */
export function percent(part: number, whole: number): number {
  if (whole === 0) return 0;
  // In hundredths of a percent, exactly.
  const scaled = BigInt(part) * 20_000n;
  const doubled = BigInt(whole) * 2n;
  return Number((scaled + BigInt(whole)) / doubled) / 100;
}
