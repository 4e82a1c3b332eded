import { spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { join } from 'node:path';

/** A key for tests, always the same and of no pattern. */
export const testKey = (version = 1): Buffer => createHash('sha256').update(`test key ${version}`).digest();

/** A keyring whose current key is the test key of that version. */
export const testKeyring = (version = 1): string =>
  JSON.stringify({ current: version, keys: { [version]: testKey(version).toString('base64') } });

/** A keyring for tests. */
export const keyringJson = testKeyring();

export interface Finished {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  /** The JSON lines of standard output; a document over several lines is none. */
  readonly lines: Record<string, unknown>[];
}

export interface Running {
  readonly child: ChildProcess;
  readonly finished: Promise<Finished>;
}

export type Environment = Record<string, string | undefined>;

/** The environment of a run on a shop, all v2; the logical now is the shop's end plus six hours unless given. */
export function environmentOf(
  shop: { readonly source: { readonly url: string }; readonly warehouse: { readonly url: string } },
  environment: Environment = {},
): Environment {
  return {
    PATH: process.env.PATH,
    SOURCE_DATABASE_URL: shop.source.url,
    WAREHOUSE_DATABASE_URL: shop.warehouse.url,
    PII_KEYRING: keyringJson,
    RUN_NOW: '2026-11-20T06:00:00Z',
    ENABLE_LEGACY_ETL: 'false',
    ENABLE_V1_SCHEMA: 'false',
    ...environment,
  };
}

/** The built program of an app, as processes of its own. */
export interface App {
  start(environment: Environment, argv?: readonly string[]): Running;
  run(environment: Environment, argv?: readonly string[]): Promise<Finished>;
  /** Runs it and insists that it succeeds. */
  runWell(environment: Environment, argv?: readonly string[]): Promise<Finished>;
}

/** The file of an app's built program; its project's test target depends on its build. */
export const builtMain = (name: string): string =>
  join(__dirname, '../../../../../apps', name, 'dist/main.js');

/** The app of a name. */
export function builtApp(name: string): App {
  const main = builtMain(name);
  const start = (environment: Environment, argv: readonly string[] = []) => launch(main, environment, argv);
  return {
    start,
    run: (environment, argv) => start(environment, argv).finished,
    runWell: async (environment, argv) => {
      const finished = await start(environment, argv).finished;
      if (finished.code !== 0)
        throw new Error(`${name} ended ${finished.code}: ${finished.stderr}${finished.stdout}`);
      return finished;
    },
  };
}

function launch(main: string, environment: Environment, argv: readonly string[]): Running {
  const child = spawn(process.execPath, [main, ...argv], {
    cwd: '/',
    env: Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined)),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const finished = new Promise<Finished>((resolve) => {
    child.on('close', (code, signal) => {
      const lines = stdout
        .split('\n')
        .filter((line) => /^\{.+\}$/.test(line))
        .map((line) => JSON.parse(line) as Record<string, unknown>);
      resolve({ code, signal, stdout, stderr, lines });
    });
  });
  return { child, finished };
}
