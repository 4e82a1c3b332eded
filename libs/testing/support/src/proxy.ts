import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A TCP proxy before a server that can fail in the ways networks do. */
export interface Proxy {
  /** The URL of a database, by way of the proxy. */
  url(databaseUrl: string): string;
  /**
   * From now on nothing is passed on in that direction, and nobody is told; connections stay, new ones are taken.
   * `down`: from the server to the client.
   */
  stall(direction?: 'up' | 'down' | 'both'): void;
  /** Stalls both ways once so many more bytes have come from the server: in the middle of an answer. */
  stallAfter(bytes: number): void;
  /** Does something when a statement like that comes by, before the server has it; once. Resolves then. */
  when(statement: RegExp, action: () => void): Promise<void>;
  /** Passes on again what was held back, and all that comes. */
  resume(): void;
  /** Ends all connections at once. */
  cut(): void;
  /** Bytes that came from the server so far. */
  bytesDown(): number;
  close(): Promise<void>;
}

/** Starts a proxy before the server of a URL, which has a host and a port. */
export async function startProxy(databaseUrl: string): Promise<Proxy> {
  const { hostname, port } = new URL(databaseUrl);
  const pairs = new Set<{ client: Socket; server: Socket }>();
  const stalled = { up: false, down: false };
  let down = 0;
  let stallAt = Infinity;
  const awaited: { statement: RegExp; act: () => void }[] = [];
  const meet = (text: string) => {
    for (const one of awaited.filter(({ statement }) => statement.test(text))) {
      awaited.splice(awaited.indexOf(one), 1);
      one.act();
    }
  };
  const listener = createServer((client) => {
    const server = connect(Number(port || 5432), hostname);
    const pair = { client, server };
    pairs.add(pair);
    const pass = (from: Socket, to: Socket, direction: 'up' | 'down') => {
      from.on('data', (chunk: Buffer) => {
        if (direction === 'down') down += chunk.length;
        else meet(chunk.toString('latin1'));
        // Stalled by what has just been met: it is held back like all that comes after it.
        if (stalled[direction] && direction === 'up') return from.unshift(chunk);
        if (!to.write(chunk)) from.pause();
        if (down >= stallAt) stall();
      });
      to.on('drain', () => {
        if (!stalled[direction]) from.resume();
      });
      if (stalled[direction]) from.pause();
      // A stalled network does not tell of an end either.
      from.on('close', () => {
        if (stalled[direction]) return;
        pairs.delete(pair);
        to.destroy();
      });
      from.on('error', () => undefined);
    };
    pass(client, server, 'up');
    pass(server, client, 'down');
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const { port: ours } = listener.address() as AddressInfo;
  const cut = () => {
    for (const { client, server } of pairs) {
      client.destroy();
      server.destroy();
    }
    pairs.clear();
  };
  const stall = (direction: 'up' | 'down' | 'both' = 'both') => {
    stallAt = Infinity;
    if (direction !== 'down') stalled.up = true;
    if (direction !== 'up') stalled.down = true;
    for (const { client, server } of pairs) {
      if (stalled.up) client.pause();
      if (stalled.down) server.pause();
    }
  };
  return {
    url: (given) => {
      const url = new URL(given);
      url.hostname = '127.0.0.1';
      url.port = String(ours);
      return url.href;
    },
    stall,
    stallAfter: (bytes) => void (stallAt = down + bytes),
    when: (statement, action) =>
      new Promise<void>((resolve) => {
        const act = () => {
          action();
          resolve();
        };
        awaited.push({ statement, act });
      }),
    resume: () => {
      stalled.up = stalled.down = false;
      stallAt = Infinity;
      for (const { client, server } of pairs) {
        client.resume();
        server.resume();
      }
    },
    cut,
    bytesDown: () => down,
    close: async () => {
      cut();
      await new Promise<void>((resolve) => listener.close(() => resolve()));
    },
  };
}
