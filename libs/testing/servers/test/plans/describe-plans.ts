import { tablesByService } from '@acme/dev-shop';
import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  builtApp,
  createDatabase,
  environmentOf,
  ownServer,
  query,
  type Environment,
  type TestDatabase,
  type TestServer,
} from '@acme/testing';
import { planSettings, readPlanLog } from './plan-log';
import { statementName } from './statement-name';
import { wasteOf } from './waste';

const app = builtApp('cli');

/** Of each entity; fewer by hand, to try the guard itself. */
const rows = Number(process.env.PLANS_ROWS ?? 100_000);

/** Declares the guard: runs over 100,000 rows of each entity, and no plan that throws away what it reads. */
export function describePlans(version: number): void {
  describe(`plans of PostgreSQL ${version} over ${rows.toLocaleString('en')} rows of each entity`, () => {
    let server: TestServer;
    let databases: { source: TestDatabase; warehouse: TestDatabase };

    beforeAll(async () => {
      server = await ownServer({ version, settings: planSettings });
      databases = { source: await createDatabase(server), warehouse: await createDatabase(server) };
      for (const [, sql] of tablesByService()) await query(databases.source.url, sql);
      await query(
        databases.source.url,
        `set guard.rows to ${rows}; ${readFileSync(join(__dirname, 'fill.sql'), 'utf8')}`,
      );
    });
    afterAll(() => server.release());

    /** The statements of a run that waste, or that had to be ended, each with what is wrong with it. */
    const wastefulStatements = async (environment: Environment): Promise<string[]> => {
      const seen = readPlanLog(server.log!);
      const finished = await app.run(
        environmentOf(databases, { STATEMENT_TIMEOUT_SECONDS: '300', DELETE_LIMIT: '1', ...environment }),
        ['run', 'all'],
      );
      const log = readPlanLog(server.log!);
      const executed = log.executed.slice(seen.executed.length);
      const wasteful = executed.flatMap((statement) =>
        wasteOf(statement.plan).map(
          ({ node, discarded, read }) =>
            `${statementName(statement)}: ${node} discards ${discarded} rows of ${read} given to it, in ${Math.round(statement.milliseconds)} ms`,
        ),
      );
      const ended = log.cancelled
        .slice(seen.cancelled.length)
        .map((statement) => `${statementName(statement)}: ended after 300 s`);
      const slowest = executed
        .filter(({ text }) => !text.includes('advisory'))
        .sort((one, other) => other.milliseconds - one.milliseconds)
        .slice(0, 12);
      if (process.env.PLANS_REPORT)
        appendFileSync(
          process.env.PLANS_REPORT,
          `${version} ${JSON.stringify(environment)}\n${slowest.map((each) => `  ${Math.round(each.milliseconds)} ms ${statementName(each)}\n`).join('')}`,
        );
      if (finished.code !== 0)
        ended.push(`the run ended ${finished.code}: ${finished.stderr.slice(0, 2_000)}`);
      return [...wasteful, ...ended];
    };

    it('a first load', async () => {
      expect(await wastefulStatements({ RUN_NOW: '2026-11-20T06:00:00Z' })).toEqual([]);
    });

    it('a change of the reporting zone', async () => {
      const environment = { RUN_NOW: '2026-11-20T07:00:00Z', REPORTING_TIMEZONE: 'America/New_York' };
      expect(await wastefulStatements(environment)).toEqual([]);
    });

    it("a day's changes", async () => {
      await query(databases.source.url, readFileSync(join(__dirname, 'a-day.sql'), 'utf8'));
      const environment = { RUN_NOW: '2026-11-21T07:00:00Z', REPORTING_TIMEZONE: 'America/New_York' };
      expect(await wastefulStatements(environment)).toEqual([]);
    });

    it('the tables of the old system', async () => {
      const environment = {
        RUN_NOW: '2026-11-21T08:00:00Z',
        REPORTING_TIMEZONE: 'America/New_York',
        ENABLE_V1_SCHEMA: 'true',
      };
      expect(await wastefulStatements(environment)).toEqual([]);
    });
  });
}
