/** digits × 10^exponent. */
export interface Decimal {
  digits: bigint;
  exponent: number;
}

/** A finite number as it is written; null of anything else, and of what is beyond all doubles. */
export function decimalOf(text: string): Decimal | null {
  const found = /^(-?\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/i.exec(text);
  if (!found) return null;
  const [, whole, fraction = '', power = '0'] = found;
  const negative = whole!.startsWith('-');
  const digits = BigInt(`${negative ? whole!.slice(1) : whole}${fraction}`);
  const exponent = Number(power) - fraction.length;
  if (digits === 0n) return { digits, exponent: 0 };
  if (Math.abs(exponent) > 1000) return null;
  return { digits: negative ? -digits : digits, exponent };
}

/** 2, 2.0 and 2e0 are the whole number 2; null when there is a part after the point. */
export function wholeOf(text: string): bigint | null {
  const decimal = decimalOf(text);
  if (!decimal) return null;
  const { digits, exponent } = decimal;
  if (exponent >= 0) return digits * 10n ** BigInt(exponent);
  const one = 10n ** BigInt(-exponent);
  return digits % one === 0n ? digits / one : null;
}

/** Beyond 2^53 minor units a double cannot tell one from the next. */
export const isWithinDouble = (value: bigint): boolean => value <= 2n ** 53n && value >= -(2n ** 53n);
export const isWithinBigint = (value: bigint): boolean => BigInt.asIntN(64, value) === value;
export const isWithinInteger = (value: bigint): boolean => value <= 2n ** 31n - 1n && value >= 1n - 2n ** 31n;
