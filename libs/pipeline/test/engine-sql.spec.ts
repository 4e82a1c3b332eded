import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect, findSqlRoot, migrate, Session } from '@acme/db';
import { createDatabase, dropDatabase, testServer, type TestDatabase, type TestServer } from '@acme/testing';
import { engineSql } from '../src/sql/engine-sql';
import { ensureScratch } from '../src/sql/scratch';
import { scratchTables, type FixedScratchName } from '../src/sql/scratch-tables';

const folder = join(findSqlRoot(), 'engine');
const statements = readdirSync(folder, { withFileTypes: true }).flatMap(({ name: room }) =>
  readdirSync(join(folder, room)).map((file) => [room, file.replace(/\.sql$/, '')] as const),
);

let server: TestServer;
let database: TestDatabase;
let warehouse: Session;

beforeAll(async () => {
  server = await testServer(process.env['TEST_DATABASE_URL']);
  database = await createDatabase(server);
  await migrate(database.url, findSqlRoot());
  const client = await connect({
    url: database.url,
    name: 'warehouse',
    applicationName: 'engine statements',
    attempts: 1,
    timeoutSeconds: 10,
    statementTimeoutSeconds: 60,
  });
  warehouse = new Session(client, 'warehouse', false);
  for (const [name, { columns }] of Object.entries(scratchTables))
    if (typeof columns !== 'string') await ensureScratch(warehouse, name as FixedScratchName);
  // What the statements name of tables whose columns follow from an entity.
  await warehouse.query('create temporary table staging (id bigint, updated_at timestamptz)');
  await warehouse.query('create temporary table all_changes (id bigint, is_new boolean)');
  await warehouse.query('create temporary view reads_check as select 1 as one');
});
afterAll(async () => {
  await warehouse.end();
  await dropDatabase(server, database);
  await server.release();
});

it.each(statements)('%s/%s.sql is a statement that the warehouse takes as it stands', async (room, name) => {
  await warehouse.query(`prepare ${room}_${name} as ${engineSql(room, name)}`);
});

it('every statement is used, and every one that is used is there', () => {
  const src = join(__dirname, '../src');
  const used = readdirSync(src, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => [
      ...readFileSync(join(src, file), 'utf8').matchAll(/engineSql\(\s*'(\w+)',\s*'(\w+)'/g),
    ])
    .map(([, room, name]) => `${room!}/${name!}`);
  expect([...new Set(used)].sort()).toEqual(statements.map(([room, name]) => `${room}/${name}`).sort());
});
