import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigurationError } from '@acme/errors';
import { findBinaries } from './binaries';
import { liveClients, registerClient } from './clients';
import { discardSuspectData } from './discard-suspect-data';
import { initialise } from './initialise';
import { host, launch, waitUntilReady } from './launch';
import { withLock } from './lock';
import { readOrMakePasswords, type Passwords } from './passwords';
import { preparePlace, type Place } from './place';
import { runningPostmaster, stopPostmaster } from './postmaster';
import { endWatchdog, ensureWatchdog } from './watchdog';

export interface StartOptions {
  /** The server's folder; made on first use. Everything of the server is in it, passwords included. */
  readonly dir: string;
  /** False: faster, and a crash of the server or the machine costs the data: the next start makes new ones. For tests. */
  readonly durable: boolean;
  /** True: `dir` is deleted when the last process lets go of the server. */
  readonly temporary?: boolean;
  /** Folder of an npm package of PostgreSQL; absent: this platform's, else what is on PATH. */
  readonly package?: string;
  /** Server settings (`work_mem`, …); without effect when the server already runs. */
  readonly extraOptions?: Readonly<Record<string, string>>;
}

/** A running PostgreSQL, held by this process. */
export interface Server {
  readonly dir: string;
  readonly host: string;
  readonly port: number;
  readonly passwords: Passwords;
  /** The superuser's URL of a database. */
  superuserUrl(database: string): string;
  /**
   * Lets go of the server; may be called twice. The last process to do so stops the server and returns
   * when it is down. Connections must be closed before: a stopping server breaks them.
   */
  release(): Promise<void>;
}

const notDurable = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };

/**
 * Starts the PostgreSQL of `dir`, or joins it if another process has started it. It outlives no process
 * that holds it: when all have released it or died, it ends within about two seconds.
 * Throws ConfigurationError when there is no PostgreSQL to start or it cannot be set up here, and
 * DatabaseUnavailableError when it does not start.
 */
export async function startServer(options: StartOptions): Promise<Server> {
  if (process.platform === 'win32') {
    throw new ConfigurationError(
      'the local PostgreSQL does not start on Windows itself',
      'work in WSL, or give the URLs of existing databases',
    );
  }
  const place = preparePlace(options.dir);
  return withLock(place.dir, async () => {
    const passwords = readOrMakePasswords(place.dir);
    const unregister = registerClient(place.dir);
    try {
      const port = await joinOrStart(place, passwords.postgres, options);
      return handle(place, port, passwords, unregister, options.temporary ?? false);
    } catch (error) {
      unregister();
      throw error;
    }
  });
}

async function joinOrStart(place: Place, password: string, options: StartOptions): Promise<number> {
  // The look at what runs removes this trace of a crash.
  const crashed = existsSync(join(place.data, 'postmaster.pid'));
  const running = runningPostmaster(place.data);
  if (running) {
    ensureWatchdog(place, options.temporary ?? false);
    const url = `postgres://postgres:${password}@${host}:${running.port}/postgres`;
    await waitUntilReady(url, () => runningPostmaster(place.data) !== undefined);
    return running.port;
  }
  const binaries = findBinaries(place, options.package);
  if (!options.durable) discardSuspectData(place, crashed);
  initialise(place, binaries, password, options.durable);
  ensureWatchdog(place, options.temporary ?? false);
  const settings = { ...(options.durable ? {} : notDurable), ...options.extraOptions };
  return launch(place, binaries, settings, password);
}

function handle(
  place: Place,
  port: number,
  passwords: Passwords,
  unregister: () => void,
  temporary: boolean,
): Server {
  let released: Promise<void> | undefined;
  const release = () =>
    withLock(place.dir, async () => {
      unregister();
      if (liveClients(place.dir) > 0) return;
      await stopPostmaster(place.data);
      await endWatchdog(place.dir);
      if (!temporary) return;
      for (const folder of [place.base, place.dir]) rmSync(folder, { recursive: true, force: true });
    });
  return {
    dir: place.dir,
    host,
    port,
    passwords,
    superuserUrl: (database) => `postgres://postgres:${passwords.postgres}@${host}:${port}/${database}`,
    release: () => (released ??= release()),
  };
}
