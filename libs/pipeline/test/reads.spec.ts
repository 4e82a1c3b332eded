import { Client } from 'pg';
import { findSqlRoot, migrate, Session } from '@acme/db';
import { createLogger } from '@acme/logging';
import { createDatabase, dropDatabase, testServer, type TestDatabase, type TestServer } from '@acme/testing';
import { loadMetricDefinitions, type MetricDefinition } from '../src';
import { syncMetricTable } from '../src/publish/metric-table';
import { fileReads, undeclared, type FileReads } from '../src/staleness/reads-check';

const definitions = loadMetricDefinitions(findSqlRoot());
let server: TestServer;
let database: TestDatabase;
let warehouse: Session;

beforeAll(async () => {
  server = await testServer(process.env.TEST_DATABASE_URL);
  database = await createDatabase(server);
  await migrate(database.url, findSqlRoot());
  const client = new Client({ connectionString: database.url });
  await client.connect();
  warehouse = new Session(client, 'warehouse', false);
  for (const definition of definitions)
    await warehouse.transaction(() =>
      syncMetricTable(warehouse, definition, createLogger({ level: 'silent' })),
    );
});
afterAll(async () => {
  await warehouse.end();
  await dropDatabase(server, database);
  await server.release();
});

const readsOf = (definition: MetricDefinition): Promise<FileReads[]> =>
  warehouse.transaction(() => fileReads({ warehouse, definitions }, definition));

it.each(definitions.map((definition) => [definition.table, definition] as const))(
  '%s declares what PostgreSQL says it reads, and nothing else',
  async (_table, definition) => {
    const files = await readsOf(definition);
    expect(files.flatMap((reads) => undeclared(definition, reads, definitions))).toEqual([]);
    const unused = Object.entries(definition.reads).flatMap(([relation, { columns, propagation }]) => {
      const reached = Object.values(propagation).flat().map(String);
      const history = `${relation}_history`;
      const used = files.flatMap((reads) => [
        ...(reads.columns.get(relation) ?? []),
        ...(reads.columns.get(history) ?? []),
      ]);
      return columns
        .filter((column) => !used.includes(column) && !reached.includes(column))
        .map((column) => `${relation}.${column}`);
    });
    expect(unused).toEqual([]);
  },
);
