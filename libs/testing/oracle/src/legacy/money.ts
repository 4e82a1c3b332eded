import { decimalOf, isWithinDouble } from './decimal';

const without = new Set('BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'.split(' '));
const withThree = new Set('BHD IQD JOD KWD LYD OMR TND'.split(' '));
const withFour = new Set(['CLF', 'UYW']);

/** Decimal places of the minor unit, ISO 4217. */
export function digitsOf(currency: string): number {
  if (without.has(currency)) return 0;
  if (withThree.has(currency)) return 3;
  return withFour.has(currency) ? 4 : 2;
}

/** 30 digits after the point are more than any double needs that is not negligible. */
const places = 30;
const one = 10n ** BigInt(places);

/**
 * Minor units of an amount in major units, given as text: exact decimal arithmetic. Null when it is not
 * within a millionth of a whole number, or no number, or beyond what doubles can tell apart.
 */
export function minorUnits(text: string, currency: string): string | null {
  const decimal = decimalOf(text);
  if (!decimal) return null;
  // The amount in minor units, times 10^30.
  const shift = decimal.exponent + digitsOf(currency) + places;
  const scaled = shift >= 0 ? decimal.digits * 10n ** BigInt(shift) : decimal.digits / 10n ** BigInt(-shift);
  const half = scaled < 0n ? -one / 2n : one / 2n;
  const rounded = (scaled + half) / one;
  const off = scaled - rounded * one;
  const tolerance = one / 1_000_000n;
  return off > tolerance || off < -tolerance || !isWithinDouble(rounded) ? null : String(rounded);
}
