import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startServer } from '@acme/dev-server';
import { serverPackage } from './servers';

/** A PostgreSQL on which tests may make and drop databases. */
export interface TestServer {
  /** A URL of one of its databases, with the right to create databases. */
  url(database: string): string;
  /** The server's log; undefined where it is not ours. */
  readonly log?: string;
  /** For `afterAll`: stops the server if it is a throw-away one, and removes its files. */
  release(): Promise<void>;
}

/** What a server of its own can be asked for. */
export interface ServerOptions {
  /** Major version; absent: TEST_POSTGRES_VERSION, else the workspace's. */
  readonly version?: number;
  /** Settings of the server, as `postgres -c` takes them. */
  readonly settings?: Readonly<Record<string, string>>;
}

/**
 * The server at `givenUrl` (TEST_DATABASE_URL), else a throw-away one of this process, of the major version
 * TEST_POSTGRES_VERSION. Suites that hold it at the same time share it. For `beforeAll`: a first start takes about
 * a second.
 */
export async function testServer(givenUrl?: string): Promise<TestServer> {
  if (givenUrl) {
    return { url: (database) => withDatabase(givenUrl, database), release: () => Promise.resolve() };
  }
  return start(`acme-test-${process.pid}`);
}

/** A throw-away server that nobody shares: for suites that make roles, which belong to a whole server. */
export function ownServer(options: ServerOptions = {}): Promise<TestServer> {
  return start(`acme-test-${process.pid}-${randomBytes(4).toString('hex')}`, options);
}

async function start(name: string, { version, settings }: ServerOptions = {}): Promise<TestServer> {
  const folder = await serverPackage(version);
  const server = await startServer({
    dir: join(tmpdir(), name),
    durable: false,
    temporary: true,
    ...(folder ? { package: folder } : {}),
    ...(settings ? { extraOptions: settings } : {}),
  });
  return {
    url: (database) => server.superuserUrl(database),
    log: join(server.dir, 'server.log'),
    release: () => server.release(),
  };
}

function withDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}
