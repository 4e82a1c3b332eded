import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startServer } from '@acme/local';

/** A PostgreSQL on which tests may make and drop databases. */
export interface TestServer {
  /** A URL of one of its databases, with the right to create databases. */
  url(database: string): string;
  /** For `afterAll`: stops the server if it is a throw-away one, and removes its files. */
  release(): Promise<void>;
}

/**
 * The server at `givenUrl` (TEST_DATABASE_URL), else a throw-away one of this process. Suites that hold
 * it at the same time share it. For `beforeAll`: a first start takes about a second.
 */
export async function testServer(givenUrl?: string): Promise<TestServer> {
  if (givenUrl) {
    return { url: (database) => withDatabase(givenUrl, database), release: () => Promise.resolve() };
  }
  const server = await startServer({
    dir: join(tmpdir(), `acme-test-${process.pid}`),
    durable: false,
    temporary: true,
  });
  return { url: (database) => server.superuserUrl(database), release: () => server.release() };
}

/** A throw-away server that nobody shares: for suites that make roles, which belong to a whole server. */
export async function ownServer(): Promise<TestServer> {
  const server = await startServer({
    dir: join(tmpdir(), `acme-test-${process.pid}-${randomBytes(4).toString('hex')}`),
    durable: false,
    temporary: true,
  });
  return { url: (database) => server.superuserUrl(database), release: () => server.release() };
}

function withDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}
