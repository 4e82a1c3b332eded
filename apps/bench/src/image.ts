// The images: what the app adds to its base, how soon a container speaks, and how long it takes with nothing to do.
import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { allJobs } from '@acme/jobs';
import { keyringJson, openShop, type Shop } from '@acme/testing';

const rounds = 7;
const targets = { megabytes: 25, firstLine: 0.6, nothingToDo: 2 };

const say = (text: string) => void process.stdout.write(`${text}\n`);
const median = (values: number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
const judge = (value: number, target: number) => `target < ${target}: ${value < target ? 'met' : 'MISSED'}`;

function docker(...args: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile('docker', args, { encoding: 'utf8' }, (error, stdout, stderr) =>
      error ? reject(new Error(stderr.trim() || error.message)) : resolve(stdout.trim()),
    );
  });
}

/** Megabytes of the layers above the base: those since the first step of our own. */
async function ownShare(image: string): Promise<number> {
  const steps = (
    await docker('history', '--human=false', '--no-trunc', '--format', '{{.Size}}\t{{.CreatedBy}}', image)
  )
    .split('\n')
    .map((line) => line.split('\t') as [string, string]);
  const first = steps.findIndex(([, step]) => step.includes('NODE_ENV=production'));
  if (first < 0) throw new Error(`${image} has no step that sets NODE_ENV`);
  return steps.slice(0, first).reduce((sum, [bytes]) => sum + Number(bytes), 0) / 1e6;
}

interface Timed {
  /** From the start of the container's process to the time that its first log line bears, in seconds. */
  readonly firstLine: number;
  /** From the start of the container's process to its end, in seconds. */
  readonly container: number;
  /** The same as a person waits for it: with docker's own preparations. */
  readonly whole: number;
}

/** Runs a job's container under the terms of the manifests. */
async function run(job: string, shop: Shop): Promise<Timed> {
  const name = `bench-${job}-${randomBytes(4).toString('hex')}`;
  const settings = {
    WAREHOUSE_DATABASE_URL: shop.warehouse.url,
    SOURCE_DATABASE_URL: shop.source.url,
    PII_KEYRING: keyringJson,
    RUN_NOW: '2026-11-20T06:00:00Z',
    ENABLE_LEGACY_ETL: 'false',
    ENABLE_V1_SCHEMA: 'false',
  };
  const args = [
    ...['run', '--name', name, '--network', 'host', '--user', '10001:10001', '--read-only'],
    ...['--cap-drop', 'ALL', '--security-opt', 'no-new-privileges', '--tmpfs', '/tmp', '--memory', '512m'],
    ...Object.entries(settings).flatMap(([key, value]) => ['--env', `${key}=${value}`]),
    `acmeshop/${job}:dev`,
  ];
  const asked = Date.now();
  const child = spawn('docker', args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
  const whole = (Date.now() - asked) / 1000;
  const [started, finished] = (
    await docker('inspect', '--format', '{{.State.StartedAt}}\t{{.State.FinishedAt}}', name)
  )
    .split('\t')
    .map((instant) => Date.parse(instant)) as [number, number];
  await docker('rm', '--force', name);
  const [line] = output.split('\n');
  if (code !== 0 || !line) throw new Error(`the container of ${job} ended ${String(code)}: ${output}`);
  const { time } = JSON.parse(line) as { time: string };
  return {
    firstLine: (Date.parse(time) - started) / 1000,
    container: (finished - started) / 1000,
    whole,
  };
}

async function main(): Promise<void> {
  await docker('version', '--format', '{{.Server.Version}}').catch(() => {
    throw new Error('there is no Docker engine; start one and build the images (docker-build)');
  });
  for (const image of [...allJobs.map(({ name }) => name), 'acme-etl']) {
    const share = await ownShare(`acmeshop/${image}:dev`);
    say(`${image.padEnd(23)} ${share.toFixed(2)} MB above the base; ${judge(share, targets.megabytes)}`);
  }
  const shop = await openShop();
  try {
    say(`\nwith nothing to do, medians of ${rounds} runs, in seconds:`);
    for (const { name } of allJobs) {
      // The first run fills the tables, the second one finds the disk's cache warm.
      await run(name, shop);
      await run(name, shop);
      const timed: Timed[] = [];
      for (let round = 0; round < rounds; round++) timed.push(await run(name, shop));
      const of = (field: keyof Timed) => median(timed.map((one) => one[field]));
      say(
        `${name.padEnd(23)} first log line ${of('firstLine').toFixed(2)} (${judge(of('firstLine'), targets.firstLine)}), ` +
          `end ${of('container').toFixed(2)} (${judge(of('container'), targets.nothingToDo)}), with docker's own work ${of('whole').toFixed(2)}`,
      );
    }
  } finally {
    await shop.close();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`bench: ${(error as Error).message}\n`);
  process.exitCode = 1;
});
