import { editDistance } from '@acme/command-line';

/** The modes of libpq that hold what they promise; what each is good for is in docs/connections.md. */
export type SslMode = 'disable' | 'require' | 'verify-ca' | 'verify-full';

export interface DatabaseTls {
  readonly mode: SslMode;
  /** File with the certificates of the authorities to trust; absent: those of Node.js. */
  readonly rootCert?: string;
  /** Files with a certificate of the client's own and its key; both or none. */
  readonly cert?: string;
  readonly key?: string;
  /** Of the key's file, if it is encrypted. */
  readonly keyPassword?: string;
}

/** What a database URL says. */
export interface DatabaseUrl {
  /** A name, an address, or the folder of a socket. */
  readonly host: string;
  readonly port: number;
  readonly user?: string;
  readonly password?: string;
  readonly database: string;
  /** Settings of the session, as `-c name=value`. */
  readonly options?: string;
  readonly tls: DatabaseTls;
}

export type ReadUrl = { readonly url: DatabaseUrl } | { readonly problem: string };

const form =
  'must be a URL like postgres://user:password@host:5432/database, with special characters of the password percent-encoded';

const understood = [
  'host',
  'port',
  'user',
  'password',
  'options',
  'sslmode',
  'sslrootcert',
  'sslcert',
  'sslkey',
  'sslpassword',
] as const;
type Option = (typeof understood)[number];

/** Options of other clients that would change nothing here, and what does. */
const elsewhere: Readonly<Record<string, string>> = {
  connect_timeout: 'set CONNECT_TIMEOUT_SECONDS instead',
  statement_timeout: 'set STATEMENT_TIMEOUT_SECONDS instead',
  application_name: 'each job names its sessions itself',
  fallback_application_name: 'each job names its sessions itself',
  client_encoding: 'it is always UTF8',
  dbname: 'the database stands in the path of the URL',
  ssl: 'name an sslmode',
  keepalives: 'it is always on',
  keepalives_idle: 'set SILENCE_TIMEOUT_SECONDS instead',
  keepalives_interval: 'set SILENCE_TIMEOUT_SECONDS instead',
  keepalives_count: 'set SILENCE_TIMEOUT_SECONDS instead',
  tcp_user_timeout: 'set SILENCE_TIMEOUT_SECONDS instead',
  sslcrl: 'revocation lists are not read',
  sslcrldir: 'revocation lists are not read',
  channel_binding: 'sslmode=verify-full proves who answers',
  gssencmode: 'GSS encryption is not spoken',
  target_session_attrs: 'one host is named',
  hostaddr: 'name the address as the host',
};

const choice =
  'add one of the two lines to the URL: sslmode=verify-full&sslrootcert=/path/to/ca.pem (encrypted, and the server proves who it is), or sslmode=disable (plaintext, on purpose)';

/** What gives less than its name promises is not offered. */
const refusedModes: Readonly<Record<string, string>> = {
  allow: 'would speak plaintext wherever the server lets it',
  prefer: 'would speak plaintext to any program that says TLS is not offered',
  'no-verify':
    'is not a mode of PostgreSQL; where the server need not prove its identity, it is called sslmode=require',
};

/**
 * Reads a database URL. Strict, since what is misread here is found out late: special characters must be
 * percent-encoded, options must be known, and a host that is neither this machine nor a socket needs a named
 * sslmode. The problem says what would be right and holds no password.
 */
export function readDatabaseUrl(text: string): ReadUrl {
  if (!/^postgres(ql)?:\/\/[^\s"'<>\\#]+$/.test(text) || !URL.canParse(text) || !decodes(text))
    return { problem: form };
  const url = new URL(text);
  if (url.pathname.length <= 1 || url.pathname.includes('@') || url.search.includes('@'))
    return { problem: form };
  const given = new Map<Option, string>();
  for (const [name, value] of url.searchParams) {
    const problem = problemOfOption(name, given);
    if (problem) return { problem };
    given.set(name as Option, value);
  }
  const host = given.get('host') || bare(decodeURIComponent(url.hostname)) || 'localhost';
  if (host.includes(',')) return { problem: 'names several hosts; name one' };
  const port = Number(given.get('port') || url.port || '5432');
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    return { problem: 'names no port from 1 to 65535' };
  const tls = readTls(given, host);
  if (typeof tls === 'string') return { problem: tls };
  const user = given.get('user') || decodeURIComponent(url.username);
  const password = given.get('password') || decodeURIComponent(url.password);
  const options = given.get('options');
  return {
    url: {
      host,
      port,
      ...(user ? { user } : {}),
      ...(password ? { password } : {}),
      database: decodeURIComponent(url.pathname.slice(1)),
      ...(options ? { options } : {}),
      tls,
    },
  };
}

function problemOfOption(name: string, given: ReadonlyMap<string, string>): string | undefined {
  if (given.has(name)) return `has the option ${name} twice`;
  if ((understood as readonly string[]).includes(name)) return undefined;
  if (Object.hasOwn(elsewhere, name))
    return `has the option ${name}, which does nothing here: ${elsewhere[name]}`;
  // What stands there may be the end of a password with a raw ? or & in it.
  const shown = /^[a-z_]{1,40}$/.test(name) ? ` ${name}` : '';
  const nearest = understood.find((known) => editDistance(name, known) <= 2);
  return `has an option${shown} that is not known${nearest ? `; did you mean ${nearest}?` : `: ${understood.join(', ')} are`}`;
}

/** The modes, or what is wrong with them. */
function readTls(given: ReadonlyMap<Option, string>, host: string): DatabaseTls | string {
  const mode = given.get('sslmode');
  const [rootCert, cert, key, keyPassword] = (
    ['sslrootcert', 'sslcert', 'sslkey', 'sslpassword'] as const
  ).map((name) => given.get(name) || undefined);
  if (mode === undefined) {
    if (rootCert ?? cert ?? key) return 'names certificates but no sslmode: name sslmode=verify-full';
    return isThisMachine(host)
      ? { mode: 'disable' }
      : `names no sslmode, and ${shownHost(host)} is not this machine: ${choice}`;
  }
  if (Object.hasOwn(refusedModes, mode)) return `has sslmode=${mode}, which ${refusedModes[mode]}: ${choice}`;
  if (mode !== 'disable' && mode !== 'require' && mode !== 'verify-ca' && mode !== 'verify-full')
    return `has an sslmode that does not exist: ${choice}`;
  if (mode === 'disable')
    return (rootCert ?? cert ?? key)
      ? 'has sslmode=disable and certificates, which exclude each other: leave out one of them'
      : { mode };
  if (host.startsWith('/')) return 'asks for TLS on a socket, which has none: leave out sslmode';
  if ((cert === undefined) !== (key === undefined)) return 'needs sslcert and sslkey together, or neither';
  const ownRoots = rootCert !== undefined && rootCert !== 'system';
  if (mode === 'verify-ca' && !ownRoots)
    return 'has sslmode=verify-ca without an sslrootcert of your own: any certificate of a public authority would do; name the file, or sslmode=verify-full';
  return {
    // With an authority named, libpq checks what it signed even then.
    mode: mode === 'require' && ownRoots ? 'verify-ca' : mode,
    ...(ownRoots ? { rootCert } : {}),
    ...(cert && key ? { cert, key } : {}),
    ...(keyPassword ? { keyPassword } : {}),
  };
}

/** True for a socket and for what never leaves this machine. */
export const isThisMachine = (host: string): boolean =>
  host.startsWith('/') ||
  /^localhost\.?$/i.test(host) ||
  /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host) ||
  host === '::1';

/** A password with a raw @ or / in it would be read as the host. */
const shownHost = (host: string) => (/^[a-z0-9.:_-]+$/i.test(host) ? `host ${host}` : 'its host');

/** An address of IPv6 without its brackets. */
const bare = (host: string) => host.replace(/^\[(.*)\]$/, '$1');

function decodes(value: string): boolean {
  try {
    decodeURIComponent(value);
    return true;
  } catch {
    return false;
  }
}
