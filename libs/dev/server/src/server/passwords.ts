import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { services } from '@acme/config';

/** The roles of a local server that log in. */
export const loginRoles = [
  'postgres',
  'etl_warehouse',
  ...services.map((service) => `etl_${service}` as const),
] as const;
export type LoginRole = (typeof loginRoles)[number];
export type Passwords = Readonly<Record<LoginRole, string>>;

/** The server's passwords, kept in `dir` for its owner's eyes only; made up where missing. */
export function readOrMakePasswords(dir: string): Passwords {
  const file = join(dir, 'passwords.json');
  const known = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Partial<Passwords>) : {};
  if (loginRoles.every((role) => known[role])) return known as Passwords;
  // Hexadecimal, so that it stands in a URL as it is.
  const all = Object.fromEntries(
    loginRoles.map((role) => [role, known[role] ?? randomBytes(24).toString('hex')]),
  );
  writeFileSync(`${file}.new`, JSON.stringify(all, undefined, 2), { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return all as Passwords;
}
