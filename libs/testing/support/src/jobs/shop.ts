import { advanceShop } from '@acme/dev-shop';
import { createDatabase, dropDatabase, type TestDatabase } from '../database';
import { testServer, type TestServer } from '../test-server';
import { filledSource, type ShopOptions } from './filled-source';
import { loadedWarehouse, type FirstRun } from './loaded-warehouse';

/** A small shop, all services in one database, and a warehouse. */
export interface Shop {
  readonly server: TestServer;
  readonly source: TestDatabase;
  readonly warehouse: TestDatabase;
  advance(days: number): Promise<void>;
  /** Another warehouse beside the first one: empty, or as that run leaves it on the shop as it was opened. */
  newWarehouse(after?: FirstRun): Promise<TestDatabase>;
  close(): Promise<void>;
}

interface OpenOptions extends ShopOptions {
  /** Absent: the one that all suites share. Closing the shop releases it. */
  readonly server?: TestServer;
  /** What the warehouse is filled by; absent: it is empty. */
  readonly after?: FirstRun;
}

/** Opens a shop of the options: copies of databases that were filled once, where the server keeps any. */
export async function openShop({ server: given, after, ...options }: OpenOptions = {}): Promise<Shop> {
  const server = given ?? (await testServer(process.env.TEST_DATABASE_URL));
  const made: TestDatabase[] = [];
  const keep = (database: TestDatabase) => {
    made.push(database);
    return database;
  };
  const newWarehouse = async (run?: FirstRun) =>
    keep(run ? await loadedWarehouse(server, options, run) : await createDatabase(server));
  const source = keep(await filledSource(server, options));
  const warehouse = await newWarehouse(after);
  return {
    server,
    source,
    warehouse,
    advance: async (days) => void (await advanceShop({ connections: { admin: () => source.url }, days })),
    newWarehouse,
    close: async () => {
      for (const database of made) await dropDatabase(server, database);
      await server.release();
    },
  };
}
