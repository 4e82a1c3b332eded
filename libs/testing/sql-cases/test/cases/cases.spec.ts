import { resolve, sep } from 'node:path';
import { findSqlRoot } from '@acme/db';
import { loadMetricDefinitions } from '@acme/pipeline';
import { loadCases, openCaseWarehouse, runCase, type CaseWarehouse } from '../../src';

const definitions = loadMetricDefinitions(findSqlRoot());
// Where the tests are run is whose cases they are.
const here = definitions.filter(({ shownFile }) =>
  `${resolve(findSqlRoot(), '..', shownFile(''))}${sep}`.startsWith(`${process.cwd()}${sep}`),
);
const tables = here.map((definition) => ({ definition, cases: loadCases(definition) }));
let warehouse: CaseWarehouse;

beforeAll(async () => {
  warehouse = await openCaseWarehouse(definitions, process.env.TEST_DATABASE_URL);
});
afterAll(() => warehouse.close());

describe.each(tables.filter(({ cases }) => cases.length > 0))('$definition.table', ({ cases }) => {
  it.each(cases)('$name', (one) => runCase(warehouse.session, one));
});
