import type { Day } from '../base/calendar';
import type { Payment } from '../base/facts';
import { percentileOfSorted } from './percentile';

/** What attempts of a currency amounted to in the 28 local days before a day. */
export class AmountHistory {
  private readonly amountsOf = new Map<string, number[]>();
  private readonly found = new Map<string, number | null>();

  /** All attempts, whatever came of them; `fraction` of the percentile. */
  constructor(
    payments: Payment[],
    private readonly fraction: number,
  ) {
    for (const { currency, day, amountCents } of payments) {
      const amounts = this.amountsOf.get(keyOf(currency, day));
      if (amounts === undefined) this.amountsOf.set(keyOf(currency, day), [amountCents]);
      else amounts.push(amountCents);
    }
  }

  /** percentile_cont over days D−28 … D−1, null without history. */
  before(day: Day, currency: string): number | null {
    const key = keyOf(currency, day);
    let value = this.found.get(key);
    if (value === undefined) {
      const amounts: number[] = [];
      for (let earlier = day - 28; earlier < day; earlier += 1) {
        for (const amount of this.amountsOf.get(keyOf(currency, earlier)) ?? []) amounts.push(amount);
      }
      value = percentileOfSorted(Float64Array.from(amounts).sort(), this.fraction);
      this.found.set(key, value);
    }
    return value;
  }
}

const keyOf = (currency: string, day: Day): string => `${currency} ${day}`;
