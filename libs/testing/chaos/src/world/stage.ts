import { advanceShop, fillShop } from '@acme/dev-shop';
import {
  builtApp,
  createDatabase,
  environmentOf,
  query,
  settingsOf,
  type Environment,
  type TestDatabase,
} from '@acme/testing';
import { prepareChanges } from './changes';
import { chaosServer, type ChaosServer } from './server';

/** Far enough back that a long campaign's nights stay behind the real clock. */
const shopEnd = Date.parse('2025-11-20T00:00:00Z');
const day = 86_400_000;

/** A changing shop, a warehouse whose runs are disturbed, and its twin whose runs are not. */
export interface Stage {
  readonly server: ChaosServer;
  readonly source: TestDatabase;
  readonly disturbed: TestDatabase;
  readonly twin: TestDatabase;
  /** How many days the shop has gone on. */
  days: number;
  /** Legacy sources and v1 tables, or v2 of both. */
  legacy: boolean;
}

export const cli = builtApp('cli');

export async function openStage(version: number, seed: number): Promise<Stage> {
  const server = await chaosServer(version);
  const source = await createDatabase(server);
  await fillShop({
    connections: { admin: () => source.url },
    seed,
    users: 40,
    days: 30,
    eventsPerUser: 20,
    until: new Date(shopEnd),
  });
  await prepareChanges(source.url);
  await query(source.url, 'alter table refunds_v2 alter column order_id drop not null');
  const disturbed = await createDatabase(server);
  const twin = await createDatabase(server);
  return { server, source, disturbed, twin, days: 0, legacy: false };
}

export async function goOn(stage: Stage, days: number): Promise<void> {
  await advanceShop({ connections: { admin: () => stage.source.url }, days });
  stage.days += days;
}

/** The instant of a round's changes: before the shop's end, after those of all rounds before. */
export const changedAt = (stage: Stage, round: number, nth = 0) =>
  new Date(shopEnd + stage.days * day - day / 24 + round * 10_000 + nth * 1_000).toISOString();

/** A round's logical now. */
export const nowOf = (stage: Stage, round: number) =>
  new Date(shopEnd + stage.days * day + day / 4 + round * 60_000).toISOString();

/** The settings of a run; `by` leads to the databases, through a proxy or not. */
export function environmentFor(
  stage: Stage,
  warehouse: TestDatabase,
  now: string,
  by = (url: string) => url,
): Environment {
  const databases = {
    source: { ...stage.source, url: by(stage.source.url) },
    warehouse: { ...warehouse, url: by(warehouse.url) },
  };
  return environmentOf(databases, {
    RUN_NOW: now,
    QUARANTINE_LIMIT: '1',
    DELETE_LIMIT: '1',
    LOAD_BATCH_ROWS: '1000',
    ...settingsOf({ legacyEtl: stage.legacy, v1Schema: stage.legacy }),
  });
}
