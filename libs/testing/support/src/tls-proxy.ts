import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TLSSocket } from 'node:tls';

export const hasOpenssl = (): boolean => spawnSync('openssl', ['version']).status === 0;

/** Certificates of an authority of one's own, in files. */
export interface Authority {
  readonly folder: string;
  /** File with the authority's certificate. */
  readonly ca: string;
  /** Issues a certificate for a host's name; `days` below zero: it has expired. */
  issue(name: string, days?: number): { readonly cert: string; readonly key: string };
  remove(): void;
}

export function createAuthority(): Authority {
  const folder = mkdtempSync(join(tmpdir(), 'acme-tls-'));
  const file = (name: string) => join(folder, name);
  const openssl = (...argv: string[]) => execFileSync('openssl', argv, { stdio: 'pipe' });
  openssl(
    ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '30', '-subj', '/CN=Authority of a test'],
    ...['-keyout', file('ca.key'), '-out', file('ca.pem')],
  );
  return {
    folder,
    ca: file('ca.pem'),
    issue: (name, days = 30) => {
      const base = `${name}${days}`;
      openssl(
        ...['req', '-newkey', 'rsa:2048', '-nodes', '-subj', `/CN=${name}`],
        ...['-keyout', file(`${base}.key`), '-out', file(`${base}.csr`)],
      );
      writeFileSync(file(`${base}.ext`), `subjectAltName=DNS:${name}\n`);
      openssl(
        ...['x509', '-req', '-in', file(`${base}.csr`), '-CA', file('ca.pem'), '-CAkey', file('ca.key')],
        ...['-set_serial', String(Math.trunc(Math.random() * 1e9) + 1), '-days', String(days)],
        ...['-extfile', file(`${base}.ext`), '-out', file(`${base}.pem`)],
      );
      return { cert: file(`${base}.pem`), key: file(`${base}.key`) };
    },
    remove: () => rmSync(folder, { recursive: true }),
  };
}

export interface TlsServer {
  readonly port: number;
  /** Connections that spoke TLS, and that did not. */
  readonly seen: { tls: number; plain: number };
  close(): Promise<void>;
}

/** Speaks TLS before a PostgreSQL that does not, as the server itself would: on its SSLRequest. */
export async function startTlsServer(
  databaseUrl: string,
  certificate: { readonly cert: string; readonly key: string },
  clientAuthority?: string,
): Promise<TlsServer> {
  const { hostname, port } = new URL(databaseUrl);
  const seen = { tls: 0, plain: 0 };
  const sockets = new Set<Socket>();
  const listener = createServer((client) => {
    sockets.add(client);
    client.on('error', () => undefined);
    client.once('data', (first: Buffer) => {
      const server = connect(Number(port || 5432), hostname);
      server.on('error', () => client.destroy());
      if (first.length !== 8 || first.readInt32BE(4) !== 80877103) {
        seen.plain++;
        server.write(first);
        client.pipe(server).pipe(client);
        return;
      }
      seen.tls++;
      client.write('S');
      sockets.add(server);
      const secure = new TLSSocket(client, {
        isServer: true,
        cert: readFileSync(certificate.cert),
        key: readFileSync(certificate.key),
        ...(clientAuthority
          ? { ca: readFileSync(clientAuthority), requestCert: true, rejectUnauthorized: true }
          : {}),
      });
      secure.on('error', () => server.destroy());
      secure.pipe(server).pipe(secure);
    });
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  return {
    port: (listener.address() as AddressInfo).port,
    seen,
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => void listener.close(() => resolve()));
    },
  };
}
