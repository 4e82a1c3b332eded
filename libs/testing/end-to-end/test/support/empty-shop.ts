import { tablesByService } from '@acme/dev-shop';
import { query } from '@acme/testing';

/** The tables of the services, with nothing in them. */
export async function emptyShop(url: string): Promise<void> {
  for (const [, sql] of tablesByService()) await query(url, sql);
}
