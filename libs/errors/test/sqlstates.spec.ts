import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { clientErrorRule, sqlstateClasses, sqlstateRule, sqlstates } from '../src';

/** PostgreSQL's own list: src/backend/utils/errcodes.txt of version 18, which has all codes of 14 to 17 but some of class 72. */
const listed = readFileSync(join(__dirname, 'data/errcodes-18.txt'), 'utf8')
  .split('\n')
  .map((line) => /^([0-9A-Z]{5})\s+([EWS])/.exec(line))
  .filter((match) => match !== null)
  .map(([, code, level]) => ({ code: code!, level: level! }));
const endingOf = (code: string, where: 'warehouse' | 'source' = 'warehouse') => {
  const rule = sqlstateRule(code)!;
  return where === 'source' ? (rule.source ?? rule.warehouse) : rule.warehouse;
};

test('the list is PostgreSQL’s', () => {
  expect(listed.length).toBeGreaterThan(250);
});

test('every code that PostgreSQL has is decided on, and none that it does not have', () => {
  expect(listed.filter(({ code }) => sqlstateRule(code) === undefined)).toEqual([]);
  const classes = new Set(listed.map(({ code }) => code.slice(0, 2)));
  // Class 72, snapshot too old, went with version 17.
  expect(Object.keys(sqlstateClasses).filter((name) => !classes.has(name))).toEqual(['72']);
  const codes = new Set(listed.map(({ code }) => code));
  expect(Object.keys(sqlstates).filter((code) => !codes.has(code))).toEqual([]);
});

test('no state that operation, configuration or data can bring about is unforeseen in a source', () => {
  const bugs = listed.filter(({ code, level }) => level === 'E' && endingOf(code, 'source') === 'bug');
  // Nothing is written there, so nothing can break a constraint.
  expect(bugs.map(({ code }) => code).filter((code) => !code.startsWith('23'))).toEqual([]);
});

test('in the warehouse, only states of our own statements are unforeseen', () => {
  const bugs = listed.filter(({ code, level }) => level === 'E' && endingOf(code) === 'bug');
  expect([...new Set(bugs.map(({ code }) => code.slice(0, 2)))].sort()).toEqual(
    ['03', '0B', '0F', '0Z', '24', '25', '26', '2D', '2F', '34', '38', '39', '3B', '42', 'P0'].sort(),
  );
  expect(bugs.filter(({ code }) => code.startsWith('42')).map(({ code }) => code)).toEqual(['42601']);
});

test.each([
  ['57014', 'unavailable'],
  ['55P03', 'unavailable'],
  ['40001', 'unavailable'],
  ['40P01', 'unavailable'],
  ['53100', 'unavailable'],
  ['53400', 'unavailable'],
  ['55000', 'unavailable'],
  ['25P03', 'unavailable'],
  ['57P05', 'unavailable'],
  ['3D000', 'unavailable'],
  ['08006', 'unavailable'],
  ['XX001', 'unavailable'],
  ['25006', 'configuration'],
  ['22P05', 'configuration'],
  ['42P01', 'configuration'],
  ['22021', 'data'],
  ['22003', 'data'],
  ['54000', 'data'],
  ['23505', 'data'],
  ['28P01', 'denied'],
  ['42501', 'denied'],
])('%s in the warehouse is %s', (code, ending) => expect(endingOf(code)).toBe(ending));

test.each(['42601', '42P02', '42704', '0A000', '22012', '22P02', '42803', '21000', 'P0001'])(
  '%s in a source is a mistake of the query there',
  (code) => expect(endingOf(code, 'source')).toBe('configuration'),
);

test.each([
  ['ECONNREFUSED', 'unavailable'],
  ['ECONNRESET', 'unavailable'],
  ['ENOTFOUND', 'unavailable'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'configuration'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'configuration'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'configuration'],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'configuration'],
  ['CERT_HAS_EXPIRED', 'configuration'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'configuration'],
  ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'configuration'],
  ['EPROTO', 'configuration'],
])('%s of the client is %s', (code, ending) =>
  expect(clientErrorRule(Object.assign(new Error('x'), { code }))?.ending).toBe(ending),
);

test.each([
  ['The server does not support SSL connections', 'configuration'],
  ['SASL: SCRAM-SERVER-FIRST-MESSAGE: client password must be a string', 'configuration'],
  ['Connection terminated unexpectedly', 'unavailable'],
  ['timeout expired', 'unavailable'],
  ['Client has encountered a connection error and is not queryable', 'unavailable'],
])('the driver’s "%s" is %s', (message, ending) =>
  expect(clientErrorRule(new Error(message))?.ending).toBe(ending),
);

test('what is no error of a connection has no rule', () => {
  expect(clientErrorRule(new TypeError('x is not a function'))).toBeUndefined();
  expect(clientErrorRule('timeout expired')).toBeUndefined();
});
