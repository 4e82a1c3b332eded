import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findSqlRoot } from '@acme/db';
import { v1, v2, type Entity } from '@acme/models';
import { createDatabase, dropDatabase, testServer } from '@acme/testing';
import { coreColumns } from '../src/sql/core-table';
import { columnsOfTheEngine, columnsRead } from './support/columns-read';

let read: Set<string>;

beforeAll(async () => {
  const server = await testServer(process.env.TEST_DATABASE_URL);
  const database = await createDatabase(server);
  try {
    read = await columnsRead(database.url);
  } finally {
    await dropDatabase(server, database);
    await server.release();
  }
});

it.each(v2.entities as Entity[])('extracts of $name only what something reads', (entity) => {
  const known = new Set([...read, ...columnsOfTheEngine(entity)]);
  const unread = coreColumns(entity)
    .map(({ name }) => name)
    .filter((name) => !known.has(`core.${entity.name}.${name}`));
  // Make what nothing reads `unread` in its model, or `drop` where it is personal, and drop it from core.
  expect(unread).toEqual([]);
});

it.each([v1.users, v1.userActivity, v1.orders, v1.payments, v1.refunds, v1.notifications] as Entity[])(
  'extracts of the legacy $name only what its conversion reads',
  ({ name, sourceShape: raw, children: parts = [] }) => {
    const conversions = [name, ...parts.map(({ entity }) => entity.name)].map((each) =>
      readFileSync(join(findSqlRoot(), 'sources/legacy/convert', `${each}.sql`), 'utf8'),
    );
    const unread = coreColumns(raw!)
      .map((column) => column.name)
      .filter((column) => !conversions.some((sql) => new RegExp(`\\.${column}\\b`).test(sql)));
    expect(unread).toEqual([]);
  },
);
