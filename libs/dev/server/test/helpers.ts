import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

/** A folder that every account may enter; mkdtemp's own mode is for its maker alone. */
export function newFolder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'acme-local-test-'));
  chmodSync(dir, 0o755);
  return dir;
}

export async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

export interface Holder {
  readonly url: string;
  /** Lets the process release the server and end. */
  leave(): Promise<void>;
  /** Kills it without a chance to release. */
  kill(): Promise<void>;
}

const holders = new Set<ChildProcess>();

/** Kills what a failed test left, else jest would wait for it. */
export function killHolders(): void {
  for (const child of holders) child.kill('SIGKILL');
  holders.clear();
}

/** Another process that holds the server of the folder. */
export async function holdElsewhere(dir: string): Promise<Holder> {
  const script = join(__dirname, 'fixtures', 'hold-server.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', script, dir], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  holders.add(child);
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return {
    url: line.toString().trim(),
    leave: async () => {
      child.stdin.end();
      await once(child, 'exit');
    },
    kill: async () => {
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

/** Command lines of live processes that mention the folder: its server and its watchdog. */
export function processesOf(dir: string): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && name !== String(process.pid))
    .map((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
      } catch {
        return '';
      }
    })
    .filter((command) => command.includes(dir));
}

/** Gives how long it took, in milliseconds; throws after `patienceMs`. */
export async function until(condition: () => boolean, patienceMs: number): Promise<number> {
  const start = Date.now();
  while (!condition()) {
    if (Date.now() - start > patienceMs) throw new Error(`not within ${patienceMs} ms`);
    await sleep(50);
  }
  return Date.now() - start;
}
