import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadMetricDefinitions } from '../src';

const good = `table: analytics.parcels_daily
description: Parcels sent.
grain: [day]
owner: tests
slice: { kind: day, column: day }
reads:
  core.parcels:
    columns: [sent_at]
    propagation: { instants: [sent_at] }
columns:
  day: { type: date, description: Day. }
  parcels: { type: bigint, description: Parcels. }
`;

let root: string;
beforeAll(() => (root = mkdtempSync(join(tmpdir(), 'definitions-'))));
afterAll(() => rmSync(root, { recursive: true }));

function load(yaml: string, files: Record<string, string> = { 'query.sql': 'select 1' }) {
  const folder = join(root, 'sql/metrics/parcels/parcels_daily');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [file, text] of Object.entries({ ...files, 'definition.yaml': yaml }))
    writeFileSync(join(folder, file), text);
  return loadMetricDefinitions(join(root, 'sql'));
}

const yaml = 'sql/metrics/parcels/parcels_daily/definition.yaml';

it.each([
  ['no YAML at all', good.replace('grain: [day]', 'grain: [day'), `${yaml}:4: no YAML`],
  ['a type there is not', good.replace('type: bigint', 'type: money'), `${yaml}:12: columns.parcels.type`],
  ['a key there is not', good.replace('owner:', 'ownr:'), `${yaml}:1: `],
  [
    'a grain without its column',
    good.replace('grain: [day]', 'grain: [day, depot]'),
    `${yaml}:3: no column depot`,
  ],
  [
    'a slice without its column',
    good.replace('column: day }', 'column: month }'),
    `${yaml}:5: no column month`,
  ],
  [
    'a reach file that is not there',
    good.replace('{ instants: [sent_at] }', '{ file: reach.sql }'),
    `${yaml}:9: there is no file reach.sql`,
  ],
  ['another schema', good.replace('analytics.', 'elsewhere.'), `${yaml}:1: no such schema`],
])('%s is a mistake of the author: 78, with file and line', (_what, text, message) => {
  expect(() => load(text)).toThrow(
    expect.objectContaining({
      exitCode: 78,
      message: expect.stringContaining(message) as string,
    }) as Error,
  );
});

it('a file that nobody names, and one that is missing, are named', () => {
  expect(() => load(good, { 'query.sql': 'select 1', 'old.sql': 'select 2' })).toThrow(
    /does not name old\.sql/,
  );
  expect(() => load(good, {})).toThrow(/there is no file query\.sql/);
});

it('a definition without mistakes loads', () => {
  expect(load(good).map(({ table }) => table)).toEqual(['analytics.parcels_daily']);
});

it('takes no notice of the cases that lie beside a definition', () => {
  const files = { 'query.sql': 'select 1' };
  const [bare] = load(good, files);
  mkdirSync(join(root, 'sql/metrics/parcels/parcels_daily/tests'));
  writeFileSync(join(root, 'sql/metrics/parcels/parcels_daily/tests/case.yaml'), 'name: a day');
  writeFileSync(join(root, 'sql/metrics/parcels/project.json'), '{}');
  const loaded = loadMetricDefinitions(join(root, 'sql'));
  expect(loaded.map(({ table, fingerprint }) => [table, fingerprint])).toEqual([
    ['analytics.parcels_daily', bare!.fingerprint],
  ]);
});
