import { services, urlSettingOf } from '@acme/config';
import type { Environment, Shop } from '@acme/testing';

/** The variables that tests replace: URLs as the Secret would give them, and a fixed now. */
export function databasesOf(
  shop: Pick<Shop, 'source' | 'warehouse'>,
  environment: Environment = {},
): Environment {
  return {
    WAREHOUSE_DATABASE_URL: shop.warehouse.url,
    ...Object.fromEntries(services.map((service) => [urlSettingOf(service), shop.source.url])),
    RUN_NOW: '2026-11-20T06:00:00Z',
    ...environment,
  };
}
