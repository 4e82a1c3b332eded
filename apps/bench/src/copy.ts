// The tokenising copy against psql piped into psql, on the same rows, in turn, in one run.
import { spawn } from 'node:child_process';
import { Client } from 'pg';
import { copyThrough, findSqlRoot, readSql } from '@acme/db';
import { v2, type Entity } from '@acme/models';
import { copyPlanOf, createCopyTokeniser, generateKeyring, parseKeyring } from '@acme/pii';
import { benchShop } from './shop';

const rounds = 5;
const events = Number(process.argv[2] ?? 1_000_000);
const keyring = parseKeyring(generateKeyring());
const say = (text: string) => void process.stdout.write(`${text}\n`);
const median = (values: number[]) => [...values].sort((a, b) => a - b)[values.length >> 1]!;

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const started = process.hrtime.bigint();
  await work();
  return Number(process.hrtime.bigint() - started) / 1e9;
}

/** A table without indexes that takes the copied rows, all columns as text. */
async function makeTarget(url: string, name: string, columns: number): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const list = Array.from({ length: columns }, (_, i) => `c${i} text`).join(', ');
  await client.query(`drop table if exists ${name}; create unlogged table ${name} (${list})`);
  await client.end();
}

async function tokenisingCopy(
  entity: Entity,
  sourceUrl: string,
  targetUrl: string,
  select: string,
): Promise<void> {
  const [source, target] = [
    new Client({ connectionString: sourceUrl }),
    new Client({ connectionString: targetUrl }),
  ];
  await Promise.all([source.connect(), target.connect()]);
  const tokeniser = createCopyTokeniser(copyPlanOf(entity), keyring);
  await copyThrough({ client: source, statement: `copy (${select}) to stdout`, name: 'source' }, tokeniser, {
    client: target,
    statement: 'copy ours from stdin',
    name: 'target',
  });
  await Promise.all([source.end(), target.end()]);
}

/** `psql "COPY … TO STDOUT" | psql "COPY … FROM STDIN"`, both without a startup file. */
function psqlPipe(sourceUrl: string, targetUrl: string, select: string): Promise<void> {
  const out = spawn('psql', ['-XqAt', sourceUrl, '-c', `copy (${select}) to stdout`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const into = spawn('psql', ['-Xq', targetUrl, '-c', 'copy theirs from stdin'], {
    stdio: ['pipe', 'inherit', 'inherit'],
  });
  out.stdout.pipe(into.stdin);
  const ended = (name: string, child: typeof out | typeof into) =>
    new Promise<void>((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (code) => (code === 0 ? resolve() : reject(new Error(`${name} ended ${code}`))));
    });
  return Promise.all([ended('psql out', out), ended('psql in', into)]).then(() => undefined);
}

async function compare(entity: Entity, sourceUrl: string, targetUrl: string): Promise<void> {
  const query = readSql(findSqlRoot(), 'sources', 'v2', `${entity.name}.sql`);
  const select = `select ${entity.columns.map((column) => column.name).join(', ')} from (${query}) as source`;
  const ratios: number[] = [];
  const times: [number, number][] = [];
  for (let round = 0; round <= rounds; round++) {
    await makeTarget(targetUrl, 'ours', entity.columns.length + (entity.derived?.length ?? 0));
    await makeTarget(targetUrl, 'theirs', entity.columns.length);
    const ours = await seconds(() => tokenisingCopy(entity, sourceUrl, targetUrl, select));
    const theirs = await seconds(() => psqlPipe(sourceUrl, targetUrl, select));
    // The first round warms both up.
    if (round > 0) {
      ratios.push(ours / theirs);
      times.push([ours, theirs]);
    }
  }
  const [ours, theirs] = [median(times.map(([a]) => a)), median(times.map(([, b]) => b))];
  say(
    `${entity.name.padEnd(14)} tokenising copy ${ours.toFixed(2)} s, psql | psql ${theirs.toFixed(2)} s, ` +
      `ratio ${median(ratios).toFixed(2)} (${Math.min(...ratios).toFixed(2)}…${Math.max(...ratios).toFixed(2)}, ${rounds} rounds)`,
  );
}

async function main(): Promise<void> {
  const shop = await benchShop(events);
  try {
    say(`${shop.events} events; seconds are medians, the ratio is taken round by round`);
    await compare(v2.userActivity, shop.users.url, shop.warehouse.url);
    await compare(v2.users, shop.users.url, shop.warehouse.url);
  } finally {
    await shop.server.release();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`bench: ${(error as Error).message} (the comparison needs psql on the PATH)\n`);
  process.exitCode = 1;
});
