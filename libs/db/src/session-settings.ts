/**
 * What a session must not inherit from its role, its database or the URL, since results would differ: floats
 * are printed so that they read back as they are, names as they are written, `= null` as SQL has it. No timeout of
 * a role ends what the ETL waits for on purpose: how long a statement may take is STATEMENT_TIMEOUT_SECONDS' to say.
 */
const pinned = (statementTimeoutSeconds: number): readonly (readonly [string, string])[] => [
  ['timezone', 'UTC'],
  ['datestyle', 'ISO, YMD'],
  ['intervalstyle', 'postgres'],
  ['extra_float_digits', '1'],
  ['bytea_output', 'hex'],
  ['standard_conforming_strings', 'on'],
  ['quote_all_identifiers', 'off'],
  ['transform_null_equals', 'off'],
  ['array_nulls', 'on'],
  ['statement_timeout', `${statementTimeoutSeconds * 1000}`],
  ['idle_in_transaction_session_timeout', '0'],
];

/** Seconds after which a server lets go of a client that has gone without a word, together with its locks. */
const lostClient: readonly (readonly [string, string])[] = [
  ['tcp_keepalives_idle', '30'],
  ['tcp_keepalives_interval', '10'],
  ['tcp_keepalives_count', '3'],
  ['tcp_user_timeout', '60000'],
];

/** Settings that only some versions have. */
const since: readonly (readonly [version: number, name: string, value: string])[] = [
  // In the middle of a statement the server looks after its client, and stops working for a killed run.
  [140000, 'client_connection_check_interval', '2s'],
  [140000, 'idle_session_timeout', '0'],
  [170000, 'transaction_timeout', '0'],
];

const set = (settings: readonly (readonly [string, string])[], scope: 'session' | 'transaction') =>
  settings.map(([name, value]) => `set_config('${name}', '${value}', ${scope === 'transaction'})`).join(', ');

/** One message that makes a session what every connection of the ETL expects, from its beginning to its end. */
export const sessionSettings = (statementTimeoutSeconds: number): string =>
  [
    `select ${set([...pinned(statementTimeoutSeconds), ...lostClient], 'session')}`,
    "set default_transaction_isolation to 'read committed'",
    ...since.map(
      ([version, name, value]) =>
        `select set_config('${name}', '${value}', false) where current_setting('server_version_num')::int >= ${version}`,
    ),
  ].join(';\n');

/** The same for one transaction, where a pooler may give the next one to another session. */
export const transactionSettings = (statementTimeoutSeconds: number): string =>
  `select ${set(pinned(statementTimeoutSeconds), 'transaction')}`;
