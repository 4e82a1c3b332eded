import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { builtApp, environmentOf, openShop, query, waitForStep, type Shop } from '@acme/testing';

const app = builtApp('user-analytics');
const folder = mkdtempSync(join(tmpdir(), 'acme-stop-'));
const file = join(folder, 'termination-log');
let shop: Shop;

beforeAll(async () => {
  shop = await openShop({ users: 20, days: 30 });
});
afterAll(async () => {
  await shop.close();
  rmSync(folder, { recursive: true });
});

const message = () => JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
const tables = (url: string) => query(url, "select from pg_tables where schemaname in ('etl', 'core')");

it('is not lost while the program is still being loaded', async () => {
  // The first module that the program asks for is when the signal comes.
  const preload = join(folder, 'signal.cjs');
  writeFileSync(
    preload,
    `const Module = require('node:module');
     const load = Module._load;
     let sent = false;
     Module._load = function (request, parent, ...rest) {
       if (!sent && parent?.filename?.endsWith('main.js')) process.kill(process.pid, 'SIGTERM', (sent = true));
       return load.call(this, request, parent, ...rest);
     };`,
  );
  const warehouse = await shop.newWarehouse();
  const { code } = await app.run(
    environmentOf(
      { ...shop, warehouse },
      { NODE_OPTIONS: `--require=${preload}`, TERMINATION_LOG_FILE: file },
    ),
  );
  expect(code).toBe(143);
  expect(message()).toMatchObject({ exitCode: 143, error: { name: 'StoppedError' } });
  expect(await tables(warehouse.url)).toEqual([]);
});

/** A server that takes connections and says nothing, or hangs up on them. Tells when it has had so many. */
async function mute(hangsUp: boolean) {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket.on('error', () => undefined));
    if (hangsUp) socket.destroy();
    else socket.resume();
    server.emit('met', sockets.length);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  return {
    url: `postgres://etl:etl@127.0.0.1:${port}/warehouse`,
    met: (times: number) =>
      new Promise<void>((resolve) => server.on('met', (n: number) => n === times && resolve())),
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

// Measured from when the program is known to be there: on a busy machine it may take seconds to load, and a signal
// that comes meanwhile is obeyed after that. Below the deadline that ends a process whatever it is at.
const longestMs = 4_000;

it('ends the pauses between attempts to connect', async () => {
  const warehouse = await mute(true);
  const { child, finished } = app.start(
    environmentOf(shop, {
      WAREHOUSE_DATABASE_URL: warehouse.url,
      CONNECT_ATTEMPTS: '12',
      TERMINATION_LOG_FILE: file,
    }),
  );
  // The pause after that one lasts 6.4 seconds.
  await warehouse.met(6);
  await sleep(200);
  const asked = Date.now();
  child.kill('SIGTERM');
  expect((await finished).code).toBe(143);
  expect(Date.now() - asked).toBeLessThan(longestMs);
  expect(message()).toMatchObject({ exitCode: 143, error: { name: 'StoppedError' } });
  warehouse.close();
});

it('ends the attempt to connect to a database that does not answer', async () => {
  const warehouse = await mute(false);
  const { child, finished } = app.start(
    environmentOf(shop, {
      WAREHOUSE_DATABASE_URL: warehouse.url,
      CONNECT_TIMEOUT_SECONDS: '60',
      TERMINATION_LOG_FILE: file,
    }),
  );
  await warehouse.met(1);
  const asked = Date.now();
  child.kill('SIGTERM');
  expect((await finished).code).toBe(143);
  expect(Date.now() - asked).toBeLessThan(longestMs);
  warehouse.close();
});

it('ends the wait for somebody else who migrates, and migrates nothing itself', async () => {
  const warehouse = await shop.newWarehouse();
  const client = new Client({ connectionString: warehouse.url });
  await client.connect();
  await client.query("select pg_advisory_lock(hashtextextended('acme-etl migrations', 0))");
  const { child, finished } = app.start(
    environmentOf({ ...shop, warehouse }, { TERMINATION_LOG_FILE: file }),
  );
  await waitForStep(warehouse.url, /migrat/);
  const asked = Date.now();
  child.kill('SIGTERM');
  expect((await Promise.race([finished, sleep(8_000, undefined, { ref: false })]))?.code).toBe(143);
  expect(Date.now() - asked).toBeLessThan(5_000);
  expect(message()).toMatchObject({ exitCode: 143, error: { name: 'StoppedError' } });
  await client.end();
  await finished;
  expect(await tables(warehouse.url)).toEqual([]);
});
