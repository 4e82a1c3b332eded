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

/**
 * Minor units of an amount in major units, given as the text of a double: exact decimal arithmetic. Null
 * when it is not within a millionth of a whole number, or no number, or beyond 64 bits.
 */
export function minorUnits(text: string, currency: string): string | null {
  const found = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/i.exec(text);
  if (!found) return null;
  const [, sign, whole, fraction = '', exponent = '0'] = found;
  const shift = Number(exponent) + digitsOf(currency) - fraction.length + places;
  const digits = BigInt(`${whole}${fraction}`);
  if (shift > 200) return null;
  // The amount in minor units, times 10^30.
  const scaled = shift >= 0 ? digits * 10n ** BigInt(shift) : digits / 10n ** BigInt(-shift);
  const one = 10n ** BigInt(places);
  const rounded = (scaled + one / 2n) / one;
  const off = scaled - rounded * one;
  const tolerance = one / 1_000_000n;
  if (off > tolerance || off < -tolerance || rounded >= 9_000_000_000_000_000_000n) return null;
  return rounded === 0n ? '0' : `${sign}${rounded}`;
}
