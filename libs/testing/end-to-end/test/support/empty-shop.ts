import { shopSql } from '@acme/dev-shop';
import { query } from '@acme/testing';

/** The tables of the four services, with nothing in them. */
export async function emptyShop(url: string): Promise<void> {
  for (const file of ['v2-users', 'v2-orders', 'v2-payments', 'v2-notifications'])
    await query(url, shopSql(`${file}.sql`));
}
