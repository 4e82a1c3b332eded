import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startServer, type Server, type StartOptions } from '@acme/dev-server';
import { removeLeftovers } from './leftovers';
import { serverPackage, versionOfTests } from './servers';

/** A PostgreSQL on which tests may make and drop databases. */
export interface TestServer {
  /** A URL of one of its databases, with the right to create databases. */
  url(database: string): string;
  /** The server's log; undefined where it is not ours. */
  readonly log?: string;
  /** Its databases outlive this process, so that templates pay. */
  readonly kept?: boolean;
  /** For `afterAll`: the last process that lets go of the server stops it; a server of one's own goes with its files. */
  release(): Promise<void>;
}

/** What a server of its own can be asked for. */
export interface ServerOptions {
  /** Major version; absent: TEST_POSTGRES_VERSION, else the workspace's. */
  readonly version?: number;
  /** Settings of the server, as `postgres -c` takes them. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** Where the shared servers are: a folder per major version, which keeps template databases from run to run. */
export const sharedFolder = join(__dirname, '../../../../.local/test-servers');

/** Once per suite is enough. */
let looked: Promise<void> | undefined;

/**
 * The server at `givenUrl` (TEST_DATABASE_URL), else the one of this workspace, of the major version
 * TEST_POSTGRES_VERSION, which all suites of all processes share. For `beforeAll`: a first start takes about a second.
 */
export async function testServer(givenUrl?: string): Promise<TestServer> {
  if (givenUrl)
    return { url: (database) => withDatabase(givenUrl, database), release: () => Promise.resolve() };
  const dir = join(sharedFolder, String(versionOfTests()));
  // Templates are written in bursts: without a limit, the log of writes would be the larger part of what is kept.
  const server = await start({ dir, durable: false, extraOptions: { max_wal_size: '512MB' } });
  await (looked ??= removeLeftovers(server.url('postgres')));
  return { ...server, kept: true };
}

/** A throw-away server that nobody shares: for suites that test roles, which belong to a whole server. */
export async function ownServer({ version, settings }: ServerOptions = {}): Promise<TestServer> {
  const dir = join(tmpdir(), `acme-test-${process.pid}-${randomBytes(4).toString('hex')}`);
  const extraOptions = settings ?? {};
  return start({ dir, durable: false, temporary: true, extraOptions }, version);
}

async function start(options: StartOptions, version?: number): Promise<TestServer> {
  const folder = await serverPackage(version);
  const server: Server = await startServer({ ...options, ...(folder ? { package: folder } : {}) });
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
