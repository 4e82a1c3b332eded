// Peak memory (RSS) of the built job's process while it loads shops of growing size.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateKeyring } from '@acme/pii';
import { benchShop } from './shop';

const sizes = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [100_000, 1_000_000];
const say = (text: string) => void process.stdout.write(`${text}\n`);

/** Runs the job and gives its peak resident memory in MB, as the kernel accounts for it, and its seconds. */
function peakOf(environment: NodeJS.Dict<string>): Promise<{ megabytes: number; seconds: number }> {
  return new Promise((resolve, reject) => {
    const started = Date.now();
    const child = spawn(process.execPath, [join(__dirname, '../../user-analytics/dist/main.js')], {
      env: environment,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    let kilobytes = 0;
    const watch = setInterval(() => {
      try {
        kilobytes = Math.max(
          kilobytes,
          Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1] ?? 0),
        );
      } catch {
        // It has just ended.
      }
    }, 100);
    child.on('close', (code) => {
      clearInterval(watch);
      if (code === 0) resolve({ megabytes: kilobytes / 1024, seconds: (Date.now() - started) / 1000 });
      else reject(new Error(`the job ended ${code}`));
    });
  });
}

async function main(): Promise<void> {
  for (const size of sizes) {
    const shop = await benchShop(size);
    try {
      const { megabytes, seconds } = await peakOf({
        USERS_DATABASE_URL: shop.users.url,
        WAREHOUSE_DATABASE_URL: shop.warehouse.url,
        PII_KEYRING: generateKeyring(),
        RUN_NOW: '2026-11-20T06:00:00Z',
        LOG_LEVEL: 'warn',
      });
      say(
        `${shop.events} events: peak ${megabytes.toFixed(0)} MB RSS, ${seconds.toFixed(0)} s for the first load and all tables`,
      );
    } finally {
      await shop.server.release();
    }
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`bench: ${(error as Error).message}\n`);
  process.exitCode = 1;
});
