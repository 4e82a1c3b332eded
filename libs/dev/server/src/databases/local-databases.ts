import { services, type Service } from '@acme/config';
import pg from 'pg';
import type { Server } from '../server/start-server';
import { createDatabase } from './create-database';
import { createRole } from './create-role';
import { openToReader } from './open-to-reader';

/** The databases of a local server, as the ETL sees them. */
export interface LocalDatabases {
  /** As the warehouse's owner, who owns nothing else. */
  readonly warehouse: string;
  /** As each service's reader, who can select its service's tables and nothing else. */
  readonly sources: Readonly<Record<Service, string>>;
  /** As the superuser, who owns the services' tables: for the sample shop, never for a job. */
  admin(database: Service | 'warehouse'): string;
}

/**
 * Makes the services' databases, the warehouse and a least-privilege role for each, as far as they
 * are missing, and gives their URLs. Safe to call from several processes at once.
 */
export async function localDatabases(server: Server): Promise<LocalDatabases> {
  await withClient(server.superuserUrl('postgres'), async (client) => {
    // Concurrent CREATE DATABASE and GRANT on one object fail; the lock ends with the session.
    await client.query('select pg_advisory_lock(hashtext($1))', ['acme-etl local databases']);
    await createRole(client, 'etl_warehouse', server.passwords.etl_warehouse);
    await createDatabase(client, 'warehouse', 'etl_warehouse');
    for (const service of services) {
      const reader = `etl_${service}` as const;
      await createRole(client, reader, server.passwords[reader]);
      await createDatabase(client, service, 'postgres');
      await withClient(server.superuserUrl(service), (inside) => openToReader(inside, service, reader));
    }
    await client.query('revoke connect, temp on database postgres, template1 from public');
  });
  const url = (role: keyof Server['passwords'], database: string) =>
    `postgres://${role}:${server.passwords[role]}@${server.host}:${server.port}/${database}`;
  return {
    warehouse: url('etl_warehouse', 'warehouse'),
    sources: Object.fromEntries(
      services.map((service) => [service, url(`etl_${service}`, service)]),
    ) as LocalDatabases['sources'],
    admin: (database) => server.superuserUrl(database),
  };
}

async function withClient(url: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
