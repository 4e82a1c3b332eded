import { builtApp, environmentOf, openShop, ownServer, query, type Shop } from '@acme/testing';

const cli = builtApp('cli');
let shop: Shop;
/** A warehouse on a server of its own, as its owner, who is no superuser; and as a superuser. */
let environment: Record<string, string | undefined>;
let superuser: Record<string, string | undefined>;
const password = 'only-for-this-test';

beforeAll(async () => {
  shop = await openShop({ server: await ownServer(), users: 40, days: 20 });
  await query(shop.warehouse.url, 'create extension dblink');
  await query(shop.warehouse.url, `create role keeper login password '${password}'`);
  await query(
    shop.warehouse.url,
    `grant create on database ${shop.warehouse.name} to keeper; alter database ${shop.warehouse.name} owner to keeper`,
  );
  superuser = environmentOf(shop);
  const asKeeper = new URL(shop.warehouse.url);
  asKeeper.username = 'keeper';
  asKeeper.password = password;
  environment = { ...superuser, WAREHOUSE_DATABASE_URL: asKeeper.href };
  await cli.runWell(environment, ['run', 'user-analytics']);
  await query(
    shop.warehouse.url,
    `create function core.meddle() returns int language plpgsql as $$ begin delete from core.users; return 1; end $$;
     create procedure core.meddle_and_commit() language plpgsql as $$ begin delete from core.users; commit; end $$;
     create sequence core.numbers; grant all on sequence core.numbers to keeper`,
  );
});
afterAll(async () => {
  await shop?.close();
});

const ask = (...argv: string[]) => cli.run(environment, ['query', ...argv]);
const state = async () =>
  JSON.stringify([
    await query(shop.warehouse.url, 'select xmin::text, id from core.users order by id'),
    await query(shop.warehouse.url, 'select last_value, is_called from core.numbers'),
    await query(shop.warehouse.url, 'select count(*) from pg_largeobject_metadata'),
    await query(shop.warehouse.url, 'select rolname, rolconfig from pg_roles order by 1'),
    await query(
      shop.warehouse.url,
      "select relname from pg_class where relnamespace = 'core'::regnamespace order by 1",
    ),
  ]);

describe('no statement changes anything or leaves its transaction', () => {
  const deletes = 'delete from core.users';
  it.each([
    ['a plain one', deletes],
    ['one after set transaction', `set transaction read write; ${deletes}`],
    ['one after rollback', `rollback; ${deletes}`],
    ['one after commit', `commit; ${deletes}`],
    ['one after a select and commit', `select 1; commit; ${deletes}`],
    [
      'one after set session characteristics',
      `set session characteristics as transaction read write; ${deletes}`,
    ],
    ['set session characteristics alone', 'set session characteristics as transaction read write'],
    ['one behind a comment', `/* select */ -- select\n ${deletes}`],
    ['one in a with', `with gone as (${deletes} returning 1) select * from gone`],
    ['one that is explained', `explain analyze ${deletes}`],
    ['one in a function', 'select core.meddle()'],
    ['one in query_to_xml', `select query_to_xml('${deletes}', true, true, '')`],
    [
      'one after the transaction is made writable',
      `select set_config('transaction_read_only', 'off', true), core.meddle()`,
    ],
    ['one in do', `do $$ begin ${deletes}; end $$`],
    ['a procedure that commits', 'call core.meddle_and_commit()'],
    ['select into', 'select * into core.copied from core.users'],
    ['a new table', 'create table core.copied as select 1'],
    ['a sequence drawn from', "select nextval('core.numbers')"],
    ['a sequence set', "select setval('core.numbers', 77)"],
    ['a large object', "select lo_from_bytea(0, 'x')"],
    ['a lock', 'lock table core.users'],
    ['truncate', 'truncate core.users'],
    ['a prepared statement', `prepare p as ${deletes}`],
    ['a setting of the role', "alter role keeper set work_mem to '1MB'"],
    ['copy to a program', `copy (select 1) to program 'true'`],
    ['copy to the client', 'copy core.users to stdout'],
    ['copy from the client', 'copy core.users from stdin'],
    ['another connection by dblink', `select dblink_exec('dbname=' || current_database(), '${deletes}')`],
    ['a row lock', 'select * from core.users for update'],
  ])('%s', async (_, sql) => {
    const before = await state();
    const [asOwner, asSuperuser] = await Promise.all([ask(sql), cli.run(superuser, ['query', sql])]);
    expect(asOwner).toMatchObject({ code: 64, stdout: '' });
    expect(asOwner.stderr.trim().split('\n')).toHaveLength(1);
    expect(asOwner.stderr).not.toMatch(/unforeseen|TypeError/);
    expect(asSuperuser).toMatchObject({ code: 64, stdout: '' });
    expect(await state()).toBe(before);
  });

  it('not even for the statement after it on the same pooled session: what it set is gone', async () => {
    const { code, stdout } = await ask("select set_config('default_transaction_read_only', 'off', false)");
    expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringMatching(/off/) as string });
    expect((await ask(deletes)).code).toBe(64);
  });
});

describe('a mistake is told in the words of the server, with its place, and ends with 64', () => {
  it.each([
    ['selct 1', /selct is not among what a read-only query begins with; begin it with one of select, /],
    ['select * form core.users', /syntax error at or near "form" \(42601\) at character 10;/],
    ['select 1,\n  nope from core.users', /column "nope" does not exist \(42703\) at line 2, character 3;/],
    ["select 'ä', nope from core.users", /"nope" does not exist \(42703\) at character 13;/],
    ['select statuz from core.users', /hint: Perhaps you meant to reference the column "users.status"/],
    ['select * from core.userz', /relation "core.userz" does not exist \(42P01\) at character 15/],
    ['select 1/0', /division by zero \(22012\);/],
    ["select 'x'::int", /invalid input syntax for type integer: "x" \(22P02\) at character 8/],
    ['select 1; select 2', /query takes one statement, and these are several; give them one at a time/],
    ['select $1', /there is no parameter|bind message supplies 0 parameters/],
    [
      'select pg_sleep(0), (select id from core.users)',
      /more than one row returned by a subquery.* \(21000\)/,
    ],
    [
      "select * from core.users where status = 'a\u001b[2J\n' and 'x",
      /unterminated quoted string at or near "'x" \(42601\)/,
    ],
    [
      'select "\u001b]0;mine\u0007\u202e" from core.users',
      /column "\\u001b\]0;mine\\u0007\\u202e" does not exist/,
    ],
    [';', /has no statement/],
    ['-- only a comment', /has no statement/],
    ['/* select */', /has no statement/],
    ['   ', /has no statement/],
    ['', /takes one statement/],
  ])('%j', async (sql, line) => {
    const { code, stdout, stderr } = await ask(sql);
    expect({ code, stdout }).toEqual({ code: 64, stdout: '' });
    expect(stderr).toMatch(line);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).not.toMatch(/(?!\n)[\p{Cc}\p{Bidi_Control}]/u);
  });
});

describe('what reads is shown', () => {
  it.each([
    ['select count(*) as n from core.users', /^ {2}n\n {2}\d+\n {2}\(1 rows\)/],
    ['(select 1 as a) union all (select 2) order by 1;', /^ {2}a\n {2}1\n {2}2\n/],
    ['with one as (select 1 as a) select * from one', /^ {2}a\n {2}1/],
    ['values (1, null), (2, true)', /column1 +column2\n {2}1\n {2}2 +t\n/],
    ['show transaction_read_only', /on/],
    ['explain select 1', /QUERY PLAN\n +Result/],
    ['-- a comment\n/* and another */ table etl.runs', /run_id.*\n {2}1 /],
    ['select 1 where false', /\(0 rows\)/],
    ['select', /\(1 rows\)/],
    ["select 'web' || E'\\n  users  0\\x1b[2J' as source", /web\\n {2}users {2}0\\u001b\[2J/],
    ["select '{1,2}'::int[] as a, now() - now() as b, true as c, 1.50 as d", /\{1,2\} +00:00:00 +t +1\.50/],
  ])('%s', async (sql, shown) => {
    const { code, stdout, stderr } = await ask(sql);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(shown);
  });

  it('up to 1000 rows unless more are asked for, and the server computes no more than that', async () => {
    const endless = 'select generate_series(1, 1000000000) as n';
    const started = Date.now();
    const first = await ask(endless);
    expect(first.code).toBe(0);
    expect(first.stdout.split('\n').slice(-3)).toEqual([
      '  1000',
      '  (the first 1000 rows; there are more: --rows 10000 shows more)',
      '',
    ]);
    expect((await ask('--rows', '3', endless)).stdout).toMatch(/ 3\n {2}\(the first 3 rows; there are more/);
    expect((await ask('--rows', '3', 'values (1), (2), (3)')).stdout).toMatch(/\(3 rows\)/);
    expect((await ask(endless, '--rows', '100001')).stderr).toMatch(
      /--rows takes a number of rows, from 1 to 100000/,
    );
    expect(Date.now() - started).toBeLessThan(20_000);
  });

  it('and only so much text as fits into memory', async () => {
    const { code, stdout } = await cli.run({ ...environment, NODE_OPTIONS: '--max-old-space-size=256' }, [
      'query',
      '--rows',
      '100000',
      "select repeat('x', 100000) as wide from generate_series(1, 100000)",
    ]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/\(the first \d{3} rows; there are more/);
  });
});

describe('a role that only reads', () => {
  beforeAll(() =>
    query(
      shop.warehouse.url,
      `create role acme_etl_operator; grant acme_etl_operator to keeper;
       grant usage on schema core to acme_etl_operator; grant select on core.users to acme_etl_operator;
       create role out_of_reach`,
    ),
  );

  it('is taken on where it is there, and tables beyond it are denied by name', async () => {
    expect((await ask('select current_user as me')).stdout).toMatch(/acme_etl_operator/);
    expect((await ask('select count(*) from core.users')).code).toBe(0);
    const denied = await ask('table etl.runs');
    expect(denied).toMatchObject({ code: 77, stdout: '' });
    expect(denied.stderr).toMatch(/permission denied for schema etl \(42501\)/);
  });

  it('keeps a superuser from what a superuser may', async () => {
    const copy = await cli.run(superuser, ['query', "select pg_read_file('/etc/passwd')"]);
    expect(copy).toMatchObject({ code: 77, stdout: '' });
    const dblink = await cli.run(superuser, [
      'query',
      "select dblink_exec('dbname=postgres', 'create table t ()')",
    ]);
    expect(dblink).toMatchObject({ code: 64, stdout: '' });
    expect(dblink.stderr).toMatch(/password/);
  });

  it('may be another one, which has to be there', async () => {
    for (const role of ['out_of_reach', 'nobody"; reset role'])
      expect(await cli.run({ ...environment, QUERY_ROLE: role }, ['query', 'select 1'])).toMatchObject({
        code: 78,
        stderr: expect.stringMatching(
          /QUERY_ROLE is not there, or the warehouse's user may not take it on/,
        ) as string,
      });
    const asKeeper = await cli.run({ ...environment, QUERY_ROLE: 'keeper' }, ['query', 'table etl.runs']);
    expect(asKeeper.code).toBe(0);
  });
});

it('refuses with a line what is too long for any string, instead of breaking off', async () => {
  const { code, stdout, stderr } = await ask("select repeat('x', 512 * 1024 * 1024)");
  expect({ code, stdout }).toEqual({ code: 64, stdout: '' });
  expect(stderr).toMatch(/^acme-etl: a value of the result is too long to be shown; select a part of it/);
  expect(stderr.trim().split('\n')).toHaveLength(1);
});
