import { countBy, day, hour, instant, median, percentile, type Row } from './sales-fixture';

/** An hour of a provider with more declines than its past explains. */
export interface Alert {
  /** When the hour begins. */
  readonly at: number;
  readonly provider: string;
  readonly attempts: number;
  readonly declineRate: number;
  readonly distinctCards: number;
  readonly lowAmountShare: number;
}

/** A local day as a number, and the hour of the clock. */
type LocalHour = (at: number) => { readonly day: number; readonly hour: number };

function localHours(timeZone: string): LocalHour {
  const known = new Map<number, { day: number; hour: number }>();
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    hourCycle: 'h23',
  });
  return (at) => {
    const start = Math.floor(at / hour) * hour;
    const found = known.get(start);
    if (found) return found;
    const part = Object.fromEntries(
      format.formatToParts(start).map(({ type, value }) => [type, Number(value)]),
    );
    const local = { day: Date.UTC(part.year!, part.month! - 1, part.day!) / day, hour: part.hour! };
    known.set(start, local);
    return local;
  };
}

/** `failed_at` or the status, unless it was authorised or captured. */
const declined = (row: Row): boolean =>
  row.authorized_at === null &&
  row.captured_at === null &&
  (row.failed_at !== null || row.status === 'failed');

/**
 * Hours with ≥ 5 attempts and, in the same hour of the week of the 8 weeks before, data on ≥ 4 days, whose
 * decline rate is over median + 3 MAD of those hours. For zones whose hours begin when UTC's do.
 */
export function fraudAlerts(payments: readonly Row[], timeZone: string): Alert[] {
  const local = localHours(timeZone);
  const cells = new Map<string, { at: number; provider: string; rows: Row[] }>();
  /** By provider, local day and hour of the clock: an hour that comes twice is two. */
  const rates = new Map<string, number[]>();
  for (const row of payments) {
    const at = Math.floor(instant(row.created_at!) / hour) * hour;
    const provider = row.provider ?? 'unknown';
    const key = `${provider} ${at}`;
    if (!cells.has(key)) cells.set(key, { at, provider, rows: [] });
    cells.get(key)!.rows.push(row);
  }
  const rateOf = (rows: readonly Row[]) => rows.filter(declined).length / rows.length;
  for (const { at, provider, rows } of cells.values()) {
    const { day: date, hour: clock } = local(at);
    const key = `${provider} ${date} ${clock}`;
    rates.set(key, [...(rates.get(key) ?? []), rateOf(rows)]);
  }
  const alerts: Alert[] = [];
  for (const { at, provider, rows } of cells.values()) {
    const { day: date, hour: clock } = local(at);
    const weeks = [1, 2, 3, 4, 5, 6, 7, 8].map(
      (week) => rates.get(`${provider} ${date - 7 * week} ${clock}`) ?? [],
    );
    const baseline = weeks.flat();
    if (rows.length < 5 || weeks.filter((rates) => rates.length > 0).length < 4) continue;
    const middle = median(baseline);
    const mad = median(baseline.map((rate) => Math.abs(rate - middle)));
    const declineRate = rateOf(rows);
    if (declineRate <= middle + 3 * mad) continue;
    alerts.push({
      at,
      provider,
      attempts: rows.length,
      declineRate,
      distinctCards: countBy(
        rows.filter((row) => row.card_fingerprint),
        (row) => row.card_fingerprint!,
      ).size,
      lowAmountShare: lowAmounts(rows, payments, date, local) / rows.length,
    });
  }
  return alerts.sort((a, b) => a.at - b.at);
}

/** How many of an hour's attempts are under the tenth percentile of their currency's 28 days before. */
function lowAmounts(rows: readonly Row[], payments: readonly Row[], date: number, local: LocalHour): number {
  const before = payments.filter((row) => {
    const of = local(instant(row.created_at!)).day;
    return of >= date - 28 && of < date;
  });
  return rows.filter((row) => {
    const amounts = before
      .filter(({ currency }) => currency === row.currency)
      .map((one) => Number(one.amount_cents));
    return amounts.length > 0 && Number(row.amount_cents) < percentile(amounts, 0.1);
  }).length;
}
