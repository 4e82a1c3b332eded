import { advanceShop, fillShop } from '@acme/dev-shop';
import { createDatabase, dropDatabase, type TestDatabase } from '../database';
import { testServer, type TestServer } from '../test-server';

/** A small shop, all services in one database, and an empty warehouse. */
export interface Shop {
  readonly server: TestServer;
  readonly source: TestDatabase;
  readonly warehouse: TestDatabase;
  advance(days: number): Promise<void>;
  /** Another warehouse beside the first one. */
  newWarehouse(): Promise<TestDatabase>;
  close(): Promise<void>;
}

/** The end of the shop's time in these tests: 270 days before it lie both clock changes of New York. */
export const shopEnd = new Date('2026-11-20T00:00:00Z');

/** `server`: absent, the one that all suites share. Closing the shop releases it. */
export async function openShop({
  server: given,
  ...options
}: {
  server?: TestServer;
  seed?: number;
  users?: number;
  days?: number;
  eventsPerUser?: number;
} = {}): Promise<Shop> {
  const server = given ?? (await testServer(process.env.TEST_DATABASE_URL));
  const source = await createDatabase(server);
  const warehouse = await createDatabase(server);
  const made = [source, warehouse];
  const connections = { admin: () => source.url };
  await fillShop({
    connections,
    seed: 1,
    users: 300,
    days: 270,
    eventsPerUser: 60,
    until: shopEnd,
    ...options,
  });
  return {
    server,
    source,
    warehouse,
    advance: async (days) => void (await advanceShop({ connections, days })),
    newWarehouse: async () => {
      const another = await createDatabase(server);
      made.push(another);
      return another;
    },
    close: async () => {
      for (const database of made) await dropDatabase(server, database);
      await server.release();
    },
  };
}
