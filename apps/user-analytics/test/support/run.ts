import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import type { Shop } from './shop';

/** A keyring for tests; 32 bytes of sevens. */
export const keyringJson = JSON.stringify({
  current: 1,
  keys: { 1: Buffer.alloc(32, 7).toString('base64') },
});

export interface Finished {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  /** The JSON lines of standard output. */
  readonly lines: Record<string, unknown>[];
}

export interface Running {
  readonly child: ChildProcess;
  readonly finished: Promise<Finished>;
}

export type Environment = Record<string, string | undefined>;

/** The environment of a run on a shop; the logical now is the shop's end plus six hours unless given. */
export function environmentOf(
  shop: Pick<Shop, 'users' | 'warehouse'>,
  environment: Environment = {},
): Environment {
  return {
    PATH: process.env.PATH,
    USERS_DATABASE_URL: shop.users.url,
    WAREHOUSE_DATABASE_URL: shop.warehouse.url,
    PII_KEYRING: keyringJson,
    RUN_NOW: '2026-11-20T06:00:00Z',
    ...environment,
  };
}

/** Starts the built job as a process of its own. */
export function startJob(environment: Environment, argv: readonly string[] = []): Running {
  const child = spawn(process.execPath, [join(__dirname, '../../dist/main.js'), ...argv], {
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
        .filter((line) => line.startsWith('{'))
        .map((line) => JSON.parse(line) as Record<string, unknown>);
      resolve({ code, signal, stdout, stderr, lines });
    });
  });
  return { child, finished };
}

export const runJob = (environment: Environment, argv: readonly string[] = []) =>
  startJob(environment, argv).finished;

/** Runs the job and insists that it succeeds. */
export async function runWell(environment: Environment, argv: readonly string[] = []): Promise<Finished> {
  const finished = await runJob(environment, argv);
  if (finished.code !== 0)
    throw new Error(`the job ended ${finished.code}: ${finished.stderr}${finished.stdout}`);
  return finished;
}
