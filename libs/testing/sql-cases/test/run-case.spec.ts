import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findSqlRoot } from '@acme/db';
import { loadMetricDefinitions } from '@acme/pipeline';
import { loadCases, openCaseWarehouse, runCase, type CaseWarehouse } from '../src';

const definitions = loadMetricDefinitions(findSqlRoot());
const definition = definitions.find(({ table }) => table === 'analytics.dispute_daily')!;
const file = 'sql/metrics/payments/dispute_daily/tests/case.yaml';
let root: string;
let warehouse: CaseWarehouse;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'cases-'));
  mkdirSync(join(root, file, '..'), { recursive: true });
  warehouse = await openCaseWarehouse(definitions, process.env.TEST_DATABASE_URL);
});
afterAll(async () => {
  rmSync(root, { recursive: true });
  await warehouse.close();
});

/** Runs the one case of a file. Gives what it fails with; undefined where it does not. */
async function failureOf(yaml: string): Promise<string | undefined> {
  writeFileSync(join(root, file), yaml);
  try {
    for (const one of loadCases(definition, join(root, 'sql'))) await runCase(warehouse.session, one);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

const won = `cases:
  - name: two disputes of a day
    given:
      core.disputes:
        - { payment_id: 1, amount_cents: 500, reason: fraud, status: won, opened_at: 2026-11-01T10:00:00Z }
        - { payment_id: 2, amount_cents: 250, reason: fraud, opened_at: 2026-11-01T23:59:59Z }
    expect:
      - { day: 2026-11-01, currency: USD, reason: fraud, disputes: 2, amount_cents: 750, won: 1, lost: 0 }
`;

it('is fulfilled by the rows that the definition makes', async () => {
  expect(await failureOf(won)).toBeUndefined();
});

it('leaves nothing behind', async () => {
  await failureOf(won);
  expect(await warehouse.session.rows('select from core.disputes')).toEqual([]);
  expect(await failureOf('cases: [{ name: nothing is made of nothing, expect: [] }]')).toBeUndefined();
});

it('shows rows that are missing, unexpected, or other than expected, cell by cell', async () => {
  const other = won
    .replace('disputes: 2, amount_cents: 750', 'disputes: 2, amount_cents: 700')
    .replace('opened_at: 2026-11-01T23:59:59Z', 'opened_at: 2026-11-02T00:00:00Z');
  expect(await failureOf(other)).toBe(
    `${file}:8: analytics.dispute_daily: 0 missing (-), 1 unexpected (+), 1 changed (~, expected → computed)
   day         currency  reason  disputes  amount_cents  won  lost
+  2026-11-02  USD       fraud   1         250           0    0
~  2026-11-01  USD       fraud   2 → 1     700 → 500     1    0`,
  );
});

it.each([
  [
    'a column misspelt in what is given',
    ['opened_at: 2026-11-01T10', 'opend_at: 2026-11-01T10'],
    `${file}:5: core.disputes has no column opend_at; did you mean opened_at?`,
  ],
  [
    'a column misspelt in what is expected',
    ['lost: 0', 'losst: 0'],
    `${file}:8: analytics.dispute_daily has no column losst; did you mean lost?`,
  ],
  [
    'facts that the definition does not read',
    ['core.disputes', 'core.refunds'],
    `${file}:5: analytics.dispute_daily does not read core.refunds; it reads core.disputes`,
  ],
  [
    'a column left out that must not be null',
    ['payment_id: 2, ', ''],
    `${file}:6: core.disputes: null value in column "payment_id"`,
  ],
  [
    'a value that is none of the type',
    ['disputes: 2', 'disputes: two'],
    `${file}:8: invalid input syntax for type bigint: "two"`,
  ],
  ['a word that is none of the format', ['expect:', 'expected:'], `${file}:2: cases.0.expect: `],
  [
    'a day there is not',
    ['    expect:', '    days: [2026-11-31, 2026-11-31]\n    expect:'],
    `${file}:7: cases.0.days.0: `,
  ],
])('names file and line of %s', async (_what, [from, to], message) => {
  expect(await failureOf(won.replace(from!, to!))).toContain(message);
});
