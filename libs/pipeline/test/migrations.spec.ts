import { cpSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findSqlRoot, migrate } from '@acme/db';
import { createDatabase, dropDatabase, query, testServer } from '@acme/testing';

it('tells what a migration met, by the name of the view in its way, without the migration', async () => {
  const server = await testServer(process.env.TEST_DATABASE_URL);
  const warehouse = await createDatabase(server);
  const root = mkdtempSync(join(tmpdir(), 'migrations-'));
  try {
    for (const file of [
      '0001_time',
      '0002_ledger',
      '0003_core_users',
      '0004_core_orders',
      '0005_core_payments',
    ])
      cpSync(join(findSqlRoot(), 'warehouse', `${file}.sql`), join(root, 'warehouse', `${file}.sql`));
    await migrate(warehouse.url, root);
    await query(warehouse.url, 'create view public.coupons as select id, coupon_code from core.orders');
    writeFileSync(
      join(root, 'warehouse/0099_next.sql'),
      '-- Would this do? No.\nalter table core.orders drop column coupon_code;\n',
    );
    await expect(migrate(warehouse.url, root)).rejects.toMatchObject({
      name: 'ConfigurationError',
      message: expect.stringMatching(
        /^the warehouse database [^\n]* \(2BP01\): cannot drop column coupon_code[^\n]*$/,
      ) as string,
    });
  } finally {
    await dropDatabase(server, warehouse);
    await server.release();
  }
});
