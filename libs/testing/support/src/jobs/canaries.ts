import { findCanaries as findIn } from '@acme/pii';
import { query } from '../query';

/** An unmistakable value for every personal column of the users service. */
export const canaries = {
  email: 'Canary.Email.q7x@example.com',
  phone: '+1 555 0177 031 982',
  full_name: 'Canary Fullname Q7x',
  password_hash: 'canary-password-hash-q7x',
  referrer: 'https://canary-referrer-q7x.example/',
  search_query: 'canary search query q7x',
  ip_address: '203.0.113.177',
  user_agent: 'CanaryAgent/q7x',
} as const;

/** The personal columns whose canary is found in a text, in whatever form it may have leaked. */
export function findCanaries(text: string): string[] {
  const found = findIn(text, Object.values(canaries));
  return Object.entries(canaries)
    .filter(([, value]) => found.includes(value))
    .map(([column]) => column);
}

/** Puts the canaries into one user and some of its events. */
export async function plantCanaries(url: string): Promise<void> {
  const { email, phone, full_name, password_hash, referrer, search_query, ip_address, user_agent } = canaries;
  await query(
    url,
    `insert into users_v2 (email, phone, full_name, password_hash, status, created_at, updated_at)
     values ($1, $2, $3, $4, 'active', '2026-10-01', '2026-11-19')`,
    [email, phone, full_name, password_hash],
  );
  await query(
    url,
    `insert into user_activity_v2 (user_id, activity_type, created_at, referrer, search_query, ip_address, user_agent)
     select max(users_v2.id), type, '2026-10-02', $1, $2, $3, $4 from users_v2, unnest(array['search', 'login', 'page_view']) as type group by type`,
    [referrer, search_query, ip_address, user_agent],
  );
}

/** Every value of every column of every table of a database, as text: ledger and quarantine included. */
export async function everyValue(url: string): Promise<string> {
  const tables = await query<{ name: string }>(
    url,
    `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema')`,
  );
  const texts = await Promise.all(
    tables.map(async ({ name }) =>
      (await query<{ row: string }>(url, `select t::text as row from ${name} as t`))
        .map(({ row }) => row)
        .join('\n'),
    ),
  );
  return texts.join('\n');
}
