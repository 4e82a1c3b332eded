import { exitCodeOf } from '@acme/errors';
import { findSqlRoot, migrate, pendingMigrations } from '@acme/db';
import { createDatabase, dropDatabase, query, testServer } from '../src';

it('a warehouse that a newer version has migrated is refused with 78, by whoever asks', async () => {
  const server = await testServer(process.env.TEST_DATABASE_URL);
  const { url, name } = await createDatabase(server);
  await migrate(url, findSqlRoot());
  expect(await pendingMigrations(url, findSqlRoot())).toEqual([]);
  await query(
    url,
    `insert into etl.schema_migrations (name, batch, migration_time) values ('9999_of_tomorrow.sql', 99, now())`,
  );
  for (const ask of [migrate, pendingMigrations]) {
    const error = await ask(url, findSqlRoot()).catch((failure: unknown) => failure);
    expect([exitCodeOf(error), (error as Error).message]).toEqual([
      78,
      expect.stringMatching(/9999_of_tomorrow\.sql.*a newer one has migrated it/),
    ]);
  }
  await dropDatabase(server, { url, name });
  await server.release();
});
