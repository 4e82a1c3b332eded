import { flag } from '@acme/command-line';
import { parseRunArguments, type Config } from '@acme/config';
import { findSqlRoot } from '@acme/db';
import { ConfigurationError, ContractError } from '@acme/errors';
import { allJobs } from '@acme/jobs';
import { renderTable, requireLedger, withWarehouse } from '@acme/runner';
import { createLogger } from '@acme/logging';
import { activeTables, examine, loadMetricDefinitions, repairJob, type Finding } from '@acme/pipeline';
import { command } from '../command';

/**
 * Compares the warehouse with what it should be: schema, grants, metric tables and ledger; with --repair makes good.
 * @throws ContractError (65) when there are findings, or some are left
 */
export const doctor = command({
  name: 'doctor',
  summary: 'compare schema, grants, tables and ledger with what they should be (65: findings)',
  options: { repair: flag('make good what needs no hand') },
  endsItself: true,
  action: async ({ repair = false }, { say, open }) => examineAll((await open()).config, repair, say),
});

async function examineAll(config: Config, repair: boolean, say: (text: string) => void): Promise<void> {
  let findings = await look(config);
  show(findings, say);
  if (repair && findings.some(({ byHand }) => byHand === undefined)) {
    await repairAll(config);
    findings = await look(config);
    say('\nRepaired. What is left:');
    show(findings, say);
  }
  if (findings.length === 0) return;
  throw new ContractError(
    `the warehouse is not as it should be: ${findings.length} findings`,
    findings.map(({ object, what }) => `${object}: ${what}`),
    findings.every(({ byHand }) => byHand !== undefined)
      ? 'do what the last column says'
      : 'acme-etl doctor --repair makes good what needs no hand; so does the next run of the jobs, in its time',
  );
}

const look = (config: Config): Promise<Finding[]> =>
  withWarehouse(config, async (warehouse) => {
    await requireLedger(warehouse);
    const { ready } = await warehouse.one<{ ready: boolean }>(
      "select to_regclass('etl.published_slices') is not null as ready",
    );
    if (!ready)
      throw new ConfigurationError(
        'the warehouse lacks migrations of this version',
        'acme-etl migrate applies them',
      );
    const definitions = loadMetricDefinitions(findSqlRoot());
    const active = activeTables(definitions, config.flags.v1Schema);
    return examine(
      warehouse,
      allJobs,
      definitions.filter(({ table }) => active.has(table)),
    );
  });

function show(findings: readonly Finding[], say: (text: string) => void): void {
  if (findings.length === 0) return say('Schema, grants, tables and ledger are as they should be.');
  say(
    renderTable(
      ['area', 'of', 'finding', 'what to do'],
      findings.map(({ area, object, what, byHand }) => [area, object, what, byHand ?? '--repair']),
      'left',
    ),
  );
}

/** A table that is made good may make stale what other jobs have computed from it: so each job comes twice. */
async function repairAll(config: Config): Promise<void> {
  const log = createLogger({ level: 'warn', destination: 'stderr' });
  const stop = new AbortController();
  const abort = () => stop.abort();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, abort);
  const runConfig = { runNow: new Date(), ...config };
  for (const job of [...allJobs, ...allJobs])
    await repairJob(job, {
      config: runConfig,
      arguments: parseRunArguments([]),
      log: log.child({ job: job.name }),
      signal: stop.signal,
    });
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.removeListener(signal, abort);
}
