import { query } from '@acme/testing';

/**
 * The tables of the old system as it left them in the warehouse, personal values as they are: of every
 * account of the shop, some of them masked already, and one table that no model knows.
 */
export async function plantOldTables(source: string, warehouse: string): Promise<void> {
  const accounts = await query<{ accounts: string }>(
    source,
    'select json_agg(users_legacy order by id)::text as accounts from users_legacy',
  );
  await query(warehouse, 'create schema if not exists analytics_v1');
  await query(warehouse, `${oldTables}`);
  await query(warehouse, fillOldTables, [accounts[0]!.accounts]);
}

const oldTables = `
  create table analytics_v1.user_activity (email text, name varchar(100), activity_count integer, last_activity timestamp);
  create table analytics_v1.user_segments (segment text, email text, phone text, total_orders integer, total_spend double precision);
  create table analytics_v1.user_duplicates (user_hash char(32) primary key, duplicate_count integer, duplicate_ids integer[]);
  create table analytics_v1.user_analytics (
    user_id integer generated always as identity primary key, registration_date date not null, status text
  );
  create table analytics_v1.vip_callbacks (
    id serial primary key, customer_email text not null, phone bigint, ip_address inet, related_ids text, user_ids jsonb, mobile varchar(16),
    notes text not null, reason text, sent_email integer
  );
  create index on analytics_v1.user_activity (email)`;

const fillOldTables = `
  with accounts as (
    select * from jsonb_to_recordset($1::jsonb) as account (id integer, email text, phone text, name text, created_at timestamp, status text)
  ),
  activity as (
    insert into analytics_v1.user_activity
    select case when id % 10 = 0 then left(trim(email), 1) || '***@example.com' else email end, name, id, created_at from accounts
  ),
  segments as (
    insert into analytics_v1.user_segments
    select 'low_value', email, case when id % 10 = 0 then '***-***-1234' else phone end, 1, 9.99 from accounts
  ),
  duplicates as (
    insert into analytics_v1.user_duplicates
    select md5(lower(email)), count(*), array_agg(id) from accounts where email is not null group by md5(lower(email))
  ),
  analytics as (
    insert into analytics_v1.user_analytics (user_id, registration_date, status) overriding system value
    select id, created_at::date, status from accounts
  )
  insert into analytics_v1.vip_callbacks (customer_email, phone, ip_address, user_ids, mobile, notes, reason, sent_email)
  select coalesce(email, ''), 4915100000000 + id, ('203.0.113.' || id % 250)::inet, jsonb_build_array(id, id + 1), left(phone, 16),
    'call ' || coalesce(name, 'them'), 'order 2026-11-20', 3
  from accounts where id % 7 = 0`;
