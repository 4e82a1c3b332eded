import type { Ending } from './sqlstates';

/** What an error means that no server sent: the socket's, TLS's, or the driver's own. */
export interface ClientErrorRule {
  readonly ending: Ending;
  /** Another attempt to connect may succeed by itself. */
  readonly again?: true;
  readonly says: string;
  readonly instruction: string;
}

const unreachable: ClientErrorRule = {
  ending: 'unavailable',
  again: true,
  says: 'cannot be reached',
  instruction: "check that it runs and that host and port of the database's URL are right, then run again",
};
const lost: ClientErrorRule = {
  ending: 'unavailable',
  again: true,
  says: 'cannot be reached any longer: the connection was lost',
  instruction: 'check that it runs and what lies between, then run again; nothing was committed halfway',
};
const notTrusted: ClientErrorRule = {
  ending: 'configuration',
  says: 'has a certificate that no trusted authority signed',
  instruction: "name the authority's certificate in the URL: sslrootcert=/path/to/ca.pem",
};
const tlsFails: ClientErrorRule = {
  ending: 'configuration',
  says: 'and the client cannot agree on TLS',
  instruction: 'check sslmode, sslcert and sslkey of the URL, and that the port is that of PostgreSQL',
};

const codes: Readonly<Record<string, ClientErrorRule>> = {
  ...Object.fromEntries(
    [
      'ECONNREFUSED',
      'ETIMEDOUT',
      'ENOTFOUND',
      'EAI_AGAIN',
      'EAI_FAIL',
      'EAI_NODATA',
      'EAI_NONAME',
      'EHOSTUNREACH',
      'EHOSTDOWN',
      'ENETUNREACH',
      'ENETDOWN',
      'EADDRNOTAVAIL',
      'ENOENT',
    ].map((code) => [code, unreachable]),
  ),
  ...Object.fromEntries(
    [
      'ECONNRESET',
      'ECONNABORTED',
      'EPIPE',
      'ENOTCONN',
      'ERR_STREAM_PREMATURE_CLOSE',
      'ERR_STREAM_DESTROYED',
      'ERR_STREAM_WRITE_AFTER_END',
      'ERR_SOCKET_CLOSED',
    ].map((code) => [code, lost]),
  ),
  EACCES: {
    ending: 'denied',
    says: 'cannot be reached: the system denies access to its socket or port',
    instruction: 'let the process use it, then run again',
  },
  EMFILE: {
    ending: 'unavailable',
    says: 'cannot be reached: the process has no file descriptor left',
    instruction: 'raise the limit of open files, then run again',
  },
  ERR_TLS_CERT_ALTNAME_INVALID: {
    ending: 'configuration',
    says: "has a certificate for another name than the host's in the URL",
    instruction: 'name the host as its certificate does, or have one issued for that name',
  },
  CERT_HAS_EXPIRED: {
    ending: 'configuration',
    says: 'has a certificate that has expired',
    instruction: 'renew it on the server; if it has not expired, check the clock here',
  },
  CERT_NOT_YET_VALID: {
    ending: 'configuration',
    says: 'has a certificate that is not valid yet',
    instruction: 'check the clocks here and on the server',
  },
  CERT_REVOKED: {
    ending: 'configuration',
    says: 'has a certificate that was revoked',
    instruction: 'have a new one issued',
  },
  EPROTO: tlsFails,
};

/** X509 verification errors of OpenSSL, as Node.js names them. */
const certificateCodes =
  /^(UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|CERT_|CRL_|ERROR_IN_C|INVALID_|PATH_LENGTH_|HOSTNAME_MISMATCH|OUT_OF_MEM)/;

/** The driver has no codes of its own, only these words. */
const messages: readonly (readonly [RegExp, ClientErrorRule])[] = [
  [
    /server does not support SSL connections/i,
    {
      ending: 'configuration',
      says: 'does not offer TLS',
      instruction: 'switch it on there (ssl = on), or name sslmode=disable on purpose',
    },
  ],
  [/error establishing an SSL connection/i, tlsFails],
  [
    /password must be a (non-empty )?string|password was empty/i,
    {
      ending: 'configuration',
      says: 'asks for a password, and the URL has none',
      instruction: "write it into the database's URL, percent-encoded",
    },
  ],
  [
    /^SASL: |unknown auth|authentication mechanism/i,
    {
      ending: 'configuration',
      says: 'asks for a way to log in that is not spoken here',
      instruction: 'let it ask for scram-sha-256 (pg_hba.conf)',
    },
  ],
  [/timeout expired|timed out|timeout exceeded/i, unreachable],
  [/connection terminated|connection error|not queryable|client was closed|connection is closed/i, lost],
  [
    /^unexpected (message|command)|received (an )?(unexpected|invalid)|Unknown message code|invalid message/i,
    {
      ending: 'configuration',
      says: 'does not speak the protocol of PostgreSQL',
      instruction: "check host and port of the database's URL",
    },
  ],
];

/** The rule of an error of socket, TLS or driver; undefined for anything else. */
export function clientErrorRule(error: unknown): ClientErrorRule | undefined {
  if (!(error instanceof Error) && typeof (error as { message?: unknown } | null)?.message !== 'string')
    return undefined;
  const { code, message } = error as { code?: unknown; message: string };
  if (typeof code === 'string') {
    if (Object.hasOwn(codes, code)) return codes[code];
    if (/^ERR_(SSL|OSSL|TLS)_/.test(code)) return tlsFails;
    if (certificateCodes.test(code)) return notTrusted;
  }
  return messages.find(([words]) => words.test(message))?.[1];
}
