import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { HalfOpenProxy } from '../src/world/half-open-proxy';

let echo: Server;
let proxy: HalfOpenProxy;
const served = new Set<Socket>();

beforeEach(async () => {
  echo = createServer((socket) => {
    served.add(socket);
    socket.on('close', () => served.delete(socket));
    socket.on('error', () => undefined);
    socket.pipe(socket);
  });
  await new Promise<void>((resolve) => echo.listen(0, '127.0.0.1', resolve));
  proxy = await HalfOpenProxy.to(`postgres://127.0.0.1:${(echo.address() as AddressInfo).port}/x`);
});
afterEach(async () => {
  await proxy.close();
  echo.close();
});

/** Waits for what has to come; a busy machine takes its time. */
async function until(condition: () => boolean): Promise<void> {
  for (const deadline = Date.now() + 10_000; !condition() && Date.now() < deadline;) await sleep(5);
  expect(condition()).toBe(true);
}

async function client(): Promise<{ socket: Socket; heard: () => string }> {
  const { hostname, port } = new URL(proxy.through('postgres://host/x'));
  const socket = connect(Number(port), hostname);
  let text = '';
  socket.on('data', (bytes) => (text += bytes.toString()));
  socket.on('error', () => undefined);
  await new Promise((resolve) => socket.once('connect', resolve));
  return { socket, heard: () => text };
}

it('carries both ways, falls silent, and carries again what came meanwhile', async () => {
  const { socket, heard } = await client();
  socket.write('one ');
  await until(() => heard() === 'one ');
  proxy.freeze();
  socket.write('two ');
  await sleep(50);
  expect(heard()).toBe('one ');
  proxy.thaw();
  await until(() => heard() === 'one two ');
  socket.destroy();
});

it('keeps the death of a client to itself while it is silent', async () => {
  const { socket } = await client();
  socket.write('one');
  await until(() => served.size === 1);
  proxy.freeze();
  socket.destroy();
  await sleep(50);
  expect(served.size).toBe(1);
  proxy.thaw();
  await until(() => served.size === 0);
});
