import { join } from 'node:path';
import { fillShop } from '@acme/dev-shop';
import { createDatabase, type TestDatabase } from '../database';
import { fromTemplate } from '../templates/from-template';
import { hashOfFiles } from '../templates/hash-of-files';
import type { TestServer } from '../test-server';

/** The end of the shop's time in these tests: 270 days before it lie both clock changes of New York. */
export const shopEnd = new Date('2026-11-20T00:00:00Z');

/** What a shop for tests is asked for; absent: 300 users with 60 events each in 270 days, of seed 1. */
export interface ShopOptions {
  readonly seed?: number;
  readonly users?: number;
  readonly days?: number;
  readonly eventsPerUser?: number;
}

const usual = { seed: 1, users: 300, days: 270, eventsPerUser: 60 };
const shopFolder = join(__dirname, '../../../../dev/shop');

/** What the shop of these options is made of; the same text, the same rows. */
export const shopVersion = (): string => hashOfFiles(join(shopFolder, 'src'), join(shopFolder, 'sql'));

/** A database with a shop in it. */
export async function filledSource(server: TestServer, options: ShopOptions): Promise<TestDatabase> {
  const plan = { ...usual, ...options };
  const fill = async (url: string) =>
    void (await fillShop({ connections: { admin: () => url }, until: shopEnd, ...plan }));
  if (server.kept) return fromTemplate(server, { request: { shop: plan }, version: shopVersion(), fill });
  const source = await createDatabase(server);
  await fill(source.url);
  return source;
}
