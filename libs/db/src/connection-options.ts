import { readFileSync } from 'node:fs';
import type { ConnectionOptions as TlsOptions } from 'node:tls';
import type { ClientConfig } from 'pg';
import { readDatabaseUrl, type DatabaseTls } from '@acme/config';
import { ConfigurationError } from '@acme/errors';

/**
 * What the driver is told for a database URL.
 * @throws ConfigurationError (78) for a URL that is wrong, and for certificates that cannot be read
 */
export function connectionOptions(text: string, name: string): ClientConfig {
  const read = readDatabaseUrl(text);
  if ('problem' in read)
    throw new ConfigurationError(`the URL of the ${name} database ${read.problem}`, 'correct the URL');
  const { host, port, user, password, database, options, tls } = read.url;
  return {
    host,
    port,
    database,
    ...(user ? { user } : {}),
    // A function is asked only where the server wants one: then it is a setting that is missing.
    password:
      password ??
      (() => {
        throw new ConfigurationError(
          `the ${name} database asks for a password, and its URL has none`,
          'write it into the URL, percent-encoded',
        );
      }),
    ...(options ? { options } : {}),
    ssl: tlsOptions(tls, name),
  };
}

function tlsOptions(tls: DatabaseTls, name: string): false | TlsOptions {
  if (tls.mode === 'disable') return false;
  const read = (option: string, file: string) => {
    try {
      return readFileSync(file, 'utf8');
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code ?? 'unreadable';
      throw new ConfigurationError(
        `the file ${file} that ${option} of the ${name} database's URL names cannot be read (${code})`,
        'name the right file, and let the process read it',
        { cause: error },
      );
    }
  };
  return {
    rejectUnauthorized: tls.mode !== 'require',
    // The name is compared in verify-full only.
    ...(tls.mode === 'verify-full' ? {} : { checkServerIdentity: () => undefined }),
    ...(tls.rootCert ? { ca: read('sslrootcert', tls.rootCert) } : {}),
    ...(tls.cert && tls.key ? { cert: read('sslcert', tls.cert), key: read('sslkey', tls.key) } : {}),
    ...(tls.keyPassword ? { passphrase: tls.keyPassword } : {}),
  };
}
