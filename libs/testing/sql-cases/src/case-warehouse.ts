import { connect, findSqlRoot, migrate, Session } from '@acme/db';
import { createLogger } from '@acme/logging';
import { syncMetricTable, type MetricDefinition } from '@acme/pipeline';
import { createDatabase, dropDatabase, testServer } from '@acme/testing';

/** A migrated warehouse with every metric table and no rows. */
export interface CaseWarehouse {
  readonly session: Session;
  close(): Promise<void>;
}

/** For `beforeAll`: makes one, on the server at `givenUrl` or a throw-away one. */
export async function openCaseWarehouse(
  definitions: readonly MetricDefinition[],
  givenUrl?: string,
): Promise<CaseWarehouse> {
  const server = await testServer(givenUrl);
  const database = await createDatabase(server);
  await migrate(database.url, findSqlRoot());
  const client = await connect({
    url: database.url,
    name: 'warehouse',
    applicationName: 'sql cases',
    attempts: 1,
    timeoutSeconds: 10,
    statementTimeoutSeconds: 60,
  });
  const session = new Session(client, 'warehouse', false);
  const log = createLogger({ level: 'silent' });
  await session.transaction(async () => {
    for (const definition of definitions) await syncMetricTable(session, definition, log);
  });
  return {
    session,
    close: async () => {
      await session.end();
      await dropDatabase(server, database);
      await server.release();
    },
  };
}
