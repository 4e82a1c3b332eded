import { fillShop } from '@acme/dev-shop';
import { createDatabase, testServer, type TestDatabase, type TestServer } from '@acme/testing';

export interface BenchShop {
  readonly server: TestServer;
  readonly users: TestDatabase;
  readonly warehouse: TestDatabase;
  /** Events in the source. */
  readonly events: number;
}

/** A throw-away server with a shop of about that many events and an empty warehouse. */
export async function benchShop(events: number): Promise<BenchShop> {
  const server = await testServer();
  const [users, warehouse] = [await createDatabase(server), await createDatabase(server)];
  const filled = await fillShop({
    connections: { admin: () => users.url },
    seed: 1,
    users: Math.max(100, Math.round(events / 80)),
    days: 180,
    until: new Date('2026-11-20T00:00:00Z'),
  });
  return { server, users, warehouse, events: filled.events };
}
