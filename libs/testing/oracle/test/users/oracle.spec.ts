import { event, inputOf, user, worldOf } from '../fixture';
import { computeAll, GRAINS, TABLE_NAMES, userDuplicates, userRegistrationsDaily } from '../../src';
import { microsOfIso } from '../../src';

describe('user_registrations_daily', () => {
  // Created on 9 March, 12:00 in New York; 7 × 24 h later the wall clock reads 13:00. That day ends at
  // 05:00 UTC of the 10th, and 30 × 24 h later it is 05:00 UTC of 9 April.
  const createdAt = '2024-03-09T17:00:00Z';
  const verified = (id: string, at: string): ReturnType<typeof user> =>
    user(id, createdAt, { email_verified_at: microsOfIso(at), signup_source: 'ads', country_code: 'US' });
  const users = [
    verified('at once', createdAt),
    verified('just in time', '2024-03-16T16:59:59.999Z'),
    verified('too late', '2024-03-16T17:00:00Z'),
    verified('before creation', '2024-03-09T16:59:59Z'),
    verified('at now', '2024-04-09T05:00:00Z'),
    user('plain', createdAt, {
      subscription_tier: 'premium',
      deleted_at: microsOfIso('2024-03-10T00:00:00Z'),
    }),
  ];
  const registrations = (now: string): unknown =>
    userRegistrationsDaily(worldOf({ users, zone: 'America/New_York', now }));
  const row = (country_code: string, signup_source: string, subscription_tier: string): object => ({
    ...{ day: '2024-03-09', country_code, signup_source, subscription_tier },
  });

  it('counts verifications by elapsed time', () => {
    const none = {
      verified: 0,
      verified_7d: 0,
      first_order_30d: 0,
      premium: 0,
      enterprise: 0,
      maturity: 'final',
    };
    expect(registrations('2024-04-09T05:00:00Z')).toEqual([
      { ...row('US', 'ads', 'free'), ...none, registrations: 5, verified: 4, verified_7d: 2 },
      { ...row('unknown', 'unknown', 'premium'), ...none, registrations: 1, premium: 1 },
    ]);
  });

  it('matures 30 × 24 hours after the day', () => {
    expect(registrations('2024-04-09T04:59:59.999Z')).toMatchObject([{ maturity: 'provisional' }, {}]);
  });

  it('puts the tier and country of that day in the grain, and counts the tier of now', () => {
    const then = { userId: 'a', validFrom: '0', status: 'active', tier: 'basic', country: 'DE' };
    const now = {
      ...then,
      validFrom: microsOfIso('2024-03-10T05:00:00Z'),
      tier: 'enterprise',
      country: 'FR',
    };
    const source = user('a', createdAt, { subscription_tier: 'enterprise', country_code: 'FR' });
    const world = worldOf({
      users: [source],
      history: [now, then],
      zone: 'America/New_York',
      now: '2024-05-01T00:00:00Z',
    });
    expect(userRegistrationsDaily(world)).toMatchObject([
      { ...row('DE', 'unknown', 'basic'), premium: 0, enterprise: 1 },
    ]);
  });
});

describe('user_duplicates', () => {
  it('groups open accounts of one identity', () => {
    const account = (
      id: string,
      email: string | null,
      deleted: string | null = null,
    ): ReturnType<typeof user> =>
      user(id, '2024-01-01T00:00:00Z', { email, deleted_at: deleted === null ? null : microsOfIso(deleted) });
    const users = [
      account('9', 'x'),
      account('10', 'x', '2024-02-01T00:00:00Z'), // at now: still open
      account('3', 'x', '2024-01-31T23:59:59Z'),
      account('4', 'y'),
      account('5', null),
      account('6', null),
    ];
    expect(userDuplicates(worldOf({ users, now: '2024-02-01T00:00:00Z' }))).toEqual([
      { identity_hash: 'identity-x', duplicate_count: 2, user_tokens: ['token-10', 'token-9'] },
    ]);
  });
});

describe('computeAll', () => {
  const rowCounts = (input: Parameters<typeof computeAll>[0]): number[] =>
    Object.values(computeAll(input)).map((rows) => rows.length);

  it('computes every table, with its grain in every row', () => {
    const users = [
      user('a', '2024-01-01T00:00:00Z', { email: 'x' }),
      user('b', '2024-01-01T00:00:00Z', { email: 'x' }),
    ];
    const tables = computeAll(
      inputOf({ users, events: [event('a', '2024-01-01T01:00:00Z')], now: '2024-01-02T00:00:00Z' }),
    );
    expect(Object.keys(tables)).toEqual(TABLE_NAMES);
    for (const table of TABLE_NAMES)
      for (const row of tables[table]!)
        expect(Object.keys(row)).toEqual(expect.arrayContaining(GRAINS[table]!));
    expect(tables.user_registrations_daily!.length).toBeGreaterThan(0);
  });

  it('has nothing to say of rows that break the contract, or of the future', () => {
    const users = [
      user('1', '2024-01-01T00:00:00Z', { status: 'dormant' }),
      user('2', '2024-01-01T00:00:00Z', { status: null }),
      user('3', '2024-01-01T00:00:00Z', { subscription_tier: 'gold' }),
      user('4', '2024-01-01T00:00:00Z', { updated_at: null }),
      user('5', '2024-02-01T00:00:00Z'),
    ];
    const events = [event('1', '2024-01-05T00:00:00Z', 'jump'), event('1', '2024-02-01T00:00:00Z')];
    expect(rowCounts(inputOf({ users, events, now: '2024-02-01T00:00:00Z' }))).toEqual(
      TABLE_NAMES.map(() => 0),
    );
  });

  it('refuses rows read without a column it needs', () => {
    const incomplete = { ...user('1', '2024-01-01T00:00:00Z'), deleted_at: undefined };
    expect(() => computeAll(inputOf({ users: [incomplete as never], now: '2024-02-01T00:00:00Z' }))).toThrow(
      'deleted_at',
    );
  });
});
