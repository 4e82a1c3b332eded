import { join } from 'node:path';
import { createDatabase, dropDatabase, type TestDatabase } from '../database';
import { fromTemplate } from '../templates/from-template';
import { hashOfFiles, hashOfProgram } from '../templates/hash-of-files';
import type { TestServer } from '../test-server';
import { builtApp, builtMain, environmentOf, type Environment } from './app';
import { filledSource, shopVersion, type ShopOptions } from './filled-source';

/** A first run that fills a warehouse from a shop as it was opened. */
export interface FirstRun {
  /** `cli` unless named; the job's suites name their own. */
  readonly app?: string;
  /** `run all` for the cli, nothing for the others. */
  readonly argv?: readonly string[];
  /** Settings beside those of `environmentOf`. */
  readonly environment?: Environment;
}

const sqlFolder = join(__dirname, '../../../../../sql');

/** A warehouse as a first run leaves it, loaded from an untouched shop of the options. */
export async function loadedWarehouse(
  server: TestServer,
  shop: ShopOptions,
  { app = 'cli', argv = app === 'cli' ? ['run', 'all'] : [], environment = {} }: FirstRun,
): Promise<TestDatabase> {
  const load = async (url: string) => {
    const source = await filledSource(server, shop);
    try {
      await builtApp(app).runWell(environmentOf({ source, warehouse: { url } }, environment), argv);
    } finally {
      await dropDatabase(server, source);
    }
  };
  if (server.kept)
    return fromTemplate(server, {
      request: { warehouse: { shop, app, argv, environment } },
      version: `${shopVersion()} ${hashOfProgram(builtMain(app))} ${hashOfFiles(sqlFolder)}`,
      fill: load,
    });
  const warehouse = await createDatabase(server);
  await load(warehouse.url);
  return warehouse;
}
