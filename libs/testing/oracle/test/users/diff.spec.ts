import { diffTables } from '../../src';

describe('diffTables', () => {
  const grain = ['day', 'tier'];
  const expected = [
    { day: '2024-01-01', tier: 'all', users: 3, rate: 1 / 3, average: null, tokens: ['a', 'b'] },
    { day: '2024-01-02', tier: 'all', users: 0, rate: null, average: 1.5, tokens: [] },
  ];
  const fromPg = [
    { day: '2024-01-02', tier: 'all', users: '0', rate: null, average: '1.5000', tokens: [], run_id: 7 },
    {
      day: '2024-01-01',
      tier: 'all',
      users: 3n,
      rate: '0.33333333333333333333',
      average: null,
      tokens: ['a', 'b'],
    },
  ];

  it('finds no difference whatever the order and the types of pg', () => {
    expect(diffTables(expected, fromPg, grain)).toEqual([]);
  });

  it.each([
    ['a count', { users: '4' }, 'users expected 3, actual "4"'],
    [
      'a rate beyond the tolerance',
      { rate: '0.333333334' },
      'rate expected 0.3333333333333333, actual "0.333333334"',
    ],
    ['zero for NULL', { average: '0' }, 'average expected null, actual "0"'],
    ['NULL for a number', { users: null }, 'users expected 3, actual null'],
    ['an array in another order', { tokens: ['b', 'a'] }, 'tokens expected ["a","b"], actual ["b","a"]'],
  ])('tells of %s', (_what, change, difference) => {
    const actual = [fromPg[0]!, { ...fromPg[1]!, ...change }];
    expect(diffTables(expected, actual, grain)).toEqual([`day=2024-01-01 tier=all: ${difference}`]);
  });

  it('tells of rows and columns that are missing, unexpected or there twice', () => {
    const { day, tier, rate, average, tokens } = fromPg[0]!;
    const withoutUsers = { day, tier, rate, average, tokens };
    const extra = { ...fromPg[0]!, day: '2024-01-03' };
    expect(diffTables(expected, [withoutUsers, extra, extra], grain)).toEqual([
      'twice in actual day=2024-01-03 tier=all',
      'missing day=2024-01-01 tier=all: ' + JSON.stringify(expected[0]),
      'day=2024-01-02 tier=all: no column users',
      'unexpected day=2024-01-03 tier=all: ' + JSON.stringify(extra),
    ]);
  });
});
