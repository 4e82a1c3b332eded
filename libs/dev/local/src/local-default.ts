import { existsSync, linkSync, mkdirSync, unlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Client } from 'pg';
import { ConfigurationError } from '@acme/errors';
import { generateKeyring } from '@acme/pii';
import { localDatabases, startServer, type LocalDatabases } from '@acme/dev-server';
import { advanceShop, fillShop, shopState } from '@acme/dev-shop';
import type { LocalDefaultProvider } from '@acme/runner';

type ShopOptions = Parameters<LocalDefaultProvider>[0]['shop'];

/**
 * What a checkout works with when no database URL is configured: a PostgreSQL of its own with a database per
 * service and a warehouse, a sample shop, and a development key, each made on first use and kept.
 * @throws ConfigurationError where there is nothing to start or nowhere to keep it, as in a container
 */
export const openLocalDefault: LocalDefaultProvider = async ({ dir, shop }, tell) => {
  const folder = makeFolder(dir);
  const server = await startServer({ dir: join(folder, 'postgres'), durable: true });
  try {
    const databases = await localDatabases(server);
    await fillOnce(databases, shop, tell);
    return {
      databases: { warehouse: databases.warehouse, sources: databases.sources },
      advance: (days) => advance(databases, days),
      keyringFile: developmentKey(folder, tell),
      release: server.release,
    };
  } catch (error) {
    await server.release();
    throw error;
  }
};

async function advance(connections: LocalDatabases, days: number) {
  const report = await advanceShop({ connections, days });
  const { until, orders, payments, refunds, disputes, notifications } = report;
  const users = {
    inserted: report.newUsers,
    updated: report.changedUsers,
    deleted: report.erasedUsers,
  };
  const events = { inserted: report.newEvents, updated: 0, deleted: report.erasedEvents };
  return { until, touched: { users, events, orders, payments, refunds, disputes, notifications } };
}

function makeFolder(dir: string): string {
  const folder = resolve(dir);
  try {
    mkdirSync(folder, { recursive: true });
    return folder;
  } catch (error) {
    throw new ConfigurationError(
      'no database URL is given, and there is no place for a local database: ' +
        `${folder} cannot be made (${(error as NodeJS.ErrnoException).code})`,
      "set WAREHOUSE_DATABASE_URL and the sources' URLs, or LOCAL_DIR to a folder that can be made",
      { cause: error },
    );
  }
}

/** Fills the shop unless it is there; a second process that starts meanwhile waits. */
async function fillOnce(
  databases: LocalDatabases,
  shop: ShopOptions,
  tell: (text: string) => void,
): Promise<void> {
  const client = new Client({ connectionString: databases.admin('users') });
  await client.connect();
  try {
    await client.query("select pg_advisory_lock(hashtextextended('acme-etl sample shop', 0))");
    if (await shopState(databases)) return;
    tell(`filling a sample shop: ${shop.users} users, ${shop.days} days, seed ${shop.seed}`);
    const filled = await fillShop({ connections: databases, ...shop });
    tell(
      `the shop has ${filled.users} users and ${filled.events} events, ${filled.orders} orders, ` +
        `${filled.payments} payments and ${filled.notifications} notifications until ${filled.until.toISOString()}`,
    );
  } finally {
    await client.end();
  }
}

/** A key for development, made once. It guards generated people only, and no other warehouse knows it. */
function developmentKey(folder: string, tell: (text: string) => void): string {
  const file = join(folder, 'development-keyring.json');
  if (!existsSync(file)) {
    // Written aside and linked: of two processes the first one's key stays, and none is seen half written.
    const draft = `${file}.${process.pid}`;
    writeFileSync(draft, `${generateKeyring()}\n`, { mode: 0o600 });
    try {
      linkSync(draft, file);
      tell(`made a development PII key in ${file}; a real warehouse needs one of its own (PII_KEYRING_FILE)`);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    } finally {
      unlinkSync(draft);
    }
  }
  return file;
}
