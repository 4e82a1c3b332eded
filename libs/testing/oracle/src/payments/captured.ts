import { dayText, type Day } from '../base/calendar';
import type { Payment } from '../base/facts';
import { groupBy } from '../base/numbers';
import type { World } from '../base/world';

export type Captured = Payment & { capturedAt: number };

export interface Cohort {
  grain: { day: string; currency: string };
  day: Day;
  payments: Captured[];
}

/** The captured payments by local day of captured_at × currency. */
export function capturedCohorts(world: World): Cohort[] {
  const captured = world.facts.payments.flatMap((payment) => {
    const { capturedAt } = payment;
    if (capturedAt === null) return [];
    return [{ payment: { ...payment, capturedAt }, day: world.calendar.dayOf(capturedAt) }];
  });
  return groupBy(captured, ({ payment, day }) => ({ day: dayText(day), currency: payment.currency })).map(
    ({ items }) => ({
      grain: { day: dayText(items[0]!.day), currency: items[0]!.payment.currency },
      day: items[0]!.day,
      payments: items.map(({ payment }) => payment),
    }),
  );
}
