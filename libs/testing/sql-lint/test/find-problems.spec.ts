import { findProblems } from '../src/find-problems';

const good = `-- The paid orders of the stale days, − and what they are worth.
with paid as (
  select
    orders.id,
    orders.total_cents
  from stale_days as stale
  join core.orders as orders
    on orders.created_at >= stale.starts_at
   and orders.created_at < stale.counts_until
)
select id, total_cents
from paid
`;

it('has nothing to say of a file as the house writes it', async () => {
  expect(await findProblems(good)).toEqual([]);
});

it('takes a variable of psql for the name or the text that it stands for', async () => {
  expect(await findProblems(`grant select on orders to :"reader";\nselect :'name'::text;\n`)).toEqual([]);
});

it('leaves a long text in one line', async () => {
  expect(await findProblems(`comment on table orders is '${'long '.repeat(40)}';\n`)).toEqual([]);
});

it.each([
  ['no SQL', good.replace('from paid', 'form paid where'), 12, 'syntax error at or near "paid"'],
  [
    'a keyword in capitals',
    good.replace('with', 'WITH'),
    2,
    'WITH in capitals; keywords and names are lower case',
  ],
  [
    'a name in capitals',
    good.replace('from paid', 'from Paid'),
    12,
    'Paid in capitals; keywords and names are lower case',
  ],
  ['a tab', good.replace('    orders.id', '\torders.id'), 4, 'a tab; indent with spaces'],
  ['a trailing space', good.replace('from paid', 'from paid '), 12, 'a space at the end of the line'],
  [
    'a leading comma',
    good.replace('.id,\n    o', '.id\n    , o'),
    5,
    'a comma at the beginning of the line; it ends the one before',
  ],
  ['a long line', good.replace('.id,', `.id${' + 1'.repeat(40)},`), 4, '174 characters; 140 are the most'],
  ['an open end', good.trimEnd(), 12, 'one newline ends a file'],
  [
    'capitals in the body of a function',
    `create function one() returns integer\nlanguage sql as $$\n  SELECT 1\n$$;\n`,
    3,
    'SELECT in capitals; keywords and names are lower case',
  ],
])('names line and mistake of %s', async (_what, sql, line, what) => {
  expect(await findProblems(sql)).toEqual([{ line, what }]);
});
