import { userInfo } from 'node:os';
import { Client, type ClientConfig } from 'pg';
import { ConfigurationError } from '@acme/errors';
import { connectionOptions } from './connection-options';

/**
 * A client of the driver's that is not connected yet; the only place that makes one, so that every connection of a process is
 * made alike. What the URL leaves out the driver would take from PG… variables of the environment: here it stays out.
 * @throws ConfigurationError (78) for a URL that is wrong, and for certificates that cannot be read
 */
export function newClient(url: string, name: string, more: ClientConfig): Client {
  const options = connectionOptions(url, name);
  const config = {
    ...options,
    user: options.user ?? systemUser(name),
    client_encoding: 'utf8',
    sslnegotiation: 'postgres',
    ...more,
  };
  const client = new Client(config);
  const { connectionParameters } = client as unknown as { connectionParameters: object };
  Object.assign(connectionParameters, { options: options.options, replication: undefined });
  return client;
}

/** As PostgreSQL's own programs do. */
function systemUser(name: string): string {
  try {
    return userInfo().username;
  } catch (error) {
    // A container's user often has no name.
    throw new ConfigurationError(`the URL of the ${name} database names no user`, 'write one into it', {
      cause: error,
    });
  }
}
