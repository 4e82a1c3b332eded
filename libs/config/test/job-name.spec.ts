import { daysOfJobName } from '../src';

const day = (from: string, to = from) => ({ from, to });

it.each([
  ['user-analytics-2026-11-20', day('2026-11-20')],
  ['2026-11-20', day('2026-11-20')],
  ['staging-user-analytics-2026-11-20-r2', day('2026-11-20')],
  ['user-analytics-2026-11-20-after-outage', day('2026-11-20')],
  ['user-analytics-2024-02-29', day('2024-02-29')],
  ['user-analytics-2026-11-01-to-2026-11-07', day('2026-11-01', '2026-11-07')],
  ['user-analytics-2026-11-01-to-2026-11-07-r2', day('2026-11-01', '2026-11-07')],
  ['payment-analytics-2025-12-31-to-2026-01-01', day('2025-12-31', '2026-01-01')],
  ['user-analytics-2026-11-20-to-2026-11-20', day('2026-11-20')],
])('%s asks for its days', (name, days) => {
  expect(daysOfJobName(name)).toEqual(days);
});

it.each([
  'user-analytics',
  'user-analytics-manual-k7x2p',
  'user-analytics-r2',
  'user-analytics-28401120',
  'user-analytics-29927520',
  'orders-v2-29927520',
  // A CronJob may have a year in its own name.
  'close-2026-29927520',
  'backfill-7-to-9',
  'release-1-2-29927520',
  // Suffixes that Kubernetes makes up have no vowels and none of 0, 1, 3.
  'user-analytics-2x4-2b6c8',
  'user-analytics-1732060800',
])('%s asks for everything due', (name) => {
  expect(daysOfJobName(name)).toBeUndefined();
});

it('takes no name that a CronJob makes for a date, whichever night of 2024 to 2035', () => {
  const wrong: string[] = [];
  for (const cronJob of [
    'user-analytics',
    'order-analytics',
    'payment-analytics',
    'notification-analytics',
  ]) {
    for (let at = Date.UTC(2024, 0, 1); at < Date.UTC(2036, 0, 1); at += 3_600_000) {
      const name = `${cronJob}-${at / 60_000}`;
      if (daysOfJobName(name) !== undefined) wrong.push(name);
    }
  }
  expect(wrong).toEqual([]);
});

it('finds every day from 2024 to 2035 in a name, alone and as a range', () => {
  const wrong: string[] = [];
  for (let at = Date.UTC(2024, 0, 1); at < Date.UTC(2036, 0, 1); at += 86_400_000) {
    const [from, to] = [at, at + 86_400_000].map((instant) => new Date(instant).toISOString().slice(0, 10));
    const one = daysOfJobName(`order-analytics-${from}`);
    const range = daysOfJobName(`order-analytics-${from}-to-${to}-r3`);
    if (one?.from !== from || one?.to !== from || range?.from !== from || range?.to !== to) wrong.push(from!);
  }
  expect(wrong).toEqual([]);
});

it.each([
  'user-analytics-2026-13-40',
  'user-analytics-2026-02-29',
  'user-analytics-2026-11',
  'user-analytics-2026',
  'user-analytics-2026-11-2',
  'user-analytics-2026-1-20',
  'user-analytics-20261120',
  'user-analytics-20261340',
  'user-analytics-202611',
  'user-analytics-20-11-2026',
  'user-analytics-2026.11.20',
  'user-analytics-2026-11.20',
  'user-analytics-2026-w47',
  'user-analytics-rerun2026-11-20',
  'user-analytics-2026-11-20x',
  'user-analytics-d20261120',
  'user-analytics-20261120t0200',
  'user-analytics-20261120r2',
  'user-analytics-26-11-20',
  'user-analytics-20-11-26-r2',
  'user-analytics-2026-11-20-2',
  'user-analytics-2026-11-01-to-07',
  'user-analytics-2026-11-01-to',
  'user-analytics-2026-11-01-to-2026-11-31',
  'user-analytics-2026-11-01-2026-11-07',
  'user-analytics-2026-11-01-to-2026-11-07-to-2026-11-09',
  'user-analytics-2026-11-01-to-2026-11-07-2',
])('%s is almost a date: refused, with what to write', (name) => {
  expect(() => daysOfJobName(name)).toThrow(
    expect.objectContaining({
      exitCode: 64,
      message: expect.stringContaining(name) as string,
      instruction: expect.stringContaining('-2026-11-20') as string,
    }) as Error,
  );
});

it('refuses a range that ends before it begins', () => {
  expect(() => daysOfJobName('user-analytics-2026-11-07-to-2026-11-01')).toThrow(/ends before it begins/);
});
