import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/**
 * A TCP proxy that can fall silent: it keeps both sides open and carries nothing, not even that one of them
 * has gone, as a network does whose packets get lost.
 */
export class HalfOpenProxy {
  readonly #pairs = new Set<readonly [Socket, Socket]>();
  readonly #server;
  #frozen = false;

  private constructor(private readonly target: { readonly host: string; readonly port: number }) {
    this.#server = createServer({ allowHalfOpen: true }, (client) => this.#carry(client));
  }

  /** A proxy to the server of a URL. */
  static async to(url: string): Promise<HalfOpenProxy> {
    const { hostname, port } = new URL(url);
    const proxy = new HalfOpenProxy({ host: hostname, port: Number(port || 5432) });
    await new Promise<void>((resolve) => proxy.#server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  /** The URL by way of the proxy. */
  through(url: string): string {
    const changed = new URL(url);
    changed.hostname = '127.0.0.1';
    changed.port = String((this.#server.address() as AddressInfo).port);
    return changed.href;
  }

  get connections(): number {
    return this.#pairs.size;
  }

  freeze(): void {
    this.#frozen = true;
    for (const pair of this.#pairs) for (const socket of pair) socket.pause();
  }

  /** Carries again, what came meanwhile first. */
  thaw(): void {
    this.#frozen = false;
    for (const [client, server] of this.#pairs) {
      if (client.destroyed) server.destroy();
      for (const socket of [client, server]) socket.resume();
    }
  }

  async close(): Promise<void> {
    for (const pair of this.#pairs) for (const socket of pair) socket.destroy();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  #carry(client: Socket): void {
    const server = connect(this.target);
    const pair = [client, server] as const;
    this.#pairs.add(pair);
    this.#pump(client, server, pair);
    this.#pump(server, client, pair);
    if (this.#frozen) for (const socket of pair) socket.pause();
  }

  #pump(from: Socket, to: Socket, pair: readonly [Socket, Socket]): void {
    from.on('data', (bytes) => {
      if (!to.write(bytes)) from.pause();
    });
    to.on('drain', () => {
      if (!this.#frozen) from.resume();
    });
    from.on('end', () => to.end());
    from.on('error', () => undefined);
    from.on('close', () => {
      // While it is silent the other side learns nothing.
      if (this.#frozen) return;
      to.destroy();
      this.#pairs.delete(pair);
    });
  }
}
