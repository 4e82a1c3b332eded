import type { Environment, Shop } from '@acme/testing';

/** The variables that tests replace: URLs as the Secret would give them, and a fixed now. */
export function databasesOf(
  shop: Pick<Shop, 'source' | 'warehouse'>,
  environment: Environment = {},
): Environment {
  const source = shop.source.url;
  return {
    WAREHOUSE_DATABASE_URL: shop.warehouse.url,
    USERS_DATABASE_URL: source,
    ORDERS_DATABASE_URL: source,
    PAYMENTS_DATABASE_URL: source,
    NOTIFICATIONS_DATABASE_URL: source,
    RUN_NOW: '2026-11-20T06:00:00Z',
    ...environment,
  };
}
