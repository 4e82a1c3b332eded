import { inputOf, user } from './fixture';
import { computeAll, microsOfIso, type SourceEvent } from './index';

const DAY_MILLIS = 86_400_000;
const FIRST = Date.parse('2024-01-01T00:00:00Z');
const TYPES = ['login', 'logout', 'search', 'purchase'];

/** The same sequence in every run. */
function randomNumbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
}

describe('the oracle at scale', () => {
  const random = randomNumbers(20);
  const instant = (): string => new Date(FIRST + random(200 * DAY_MILLIS)).toISOString();
  const tiers = ['free', 'basic', 'premium', 'enterprise', null];
  const users = Array.from({ length: 2_000 }, (_, index) =>
    user(String(index), instant(), { subscription_tier: tiers[random(5)]! }),
  );
  const events = Array.from({ length: 100_000 }, (_, index): SourceEvent => {
    const created_at = microsOfIso(instant());
    return {
      id: String(index),
      user_id: String(random(2_100)),
      activity_type: TYPES[random(4)]!,
      created_at,
      platform: null,
    };
  });
  const started = performance.now();
  const tables = computeAll(
    inputOf({ users, events, zone: 'America/New_York', now: '2024-07-18T15:00:00Z' }),
  );
  const elapsed = performance.now() - started;

  it('takes seconds for 2,000 users and 100,000 events over 200 days', () => {
    expect(elapsed).toBeLessThan(30_000);
  });

  it('splits dau into new, resurrected and returning, and `all` into tiers', () => {
    const sums = new Map<unknown, number>();
    for (const row of tables.user_activity_daily) {
      const { dau, new_users: fresh, resurrected_users: resurrected, returning_users: returning } = row;
      expect(Number(fresh) + Number(resurrected) + Number(returning)).toBe(dau);
      const signed = row.subscription_tier === 'all' ? -Number(dau) : Number(dau);
      sums.set(row.day, (sums.get(row.day) ?? 0) + signed);
    }
    expect([...sums.values()].every((sum) => sum === 0)).toBe(true);
  });

  it('counts every event and every user once', () => {
    const total = (rows: Record<string, unknown>[], column: string): number =>
      rows.reduce((sum, row) => sum + Number(row[column]), 0);
    const before = events.filter(
      (event) => Number(event.created_at) < microsOfIso('2024-07-18T15:00:00Z'),
    ).length;
    expect(total(tables.user_activity_types_daily, 'events')).toBe(before);
    const registered = total(tables.user_registrations_daily, 'registrations');
    expect(total(tables.user_retention_daily, 'cohort_size')).toBe(registered);
  });
});
