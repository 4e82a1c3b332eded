import { UsageError } from '@acme/errors';

/** Throws UsageError unless the value is 1, 2, 3, … */
export function wholeNumber(name: string, value: number): void {
  if (Number.isSafeInteger(value) && value > 0) return;
  throw new UsageError(`${name} is ${value}`, `give a whole number of ${name}, at least 1`);
}
