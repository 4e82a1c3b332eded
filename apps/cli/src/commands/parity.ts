import { parseRunArguments, type Config } from '@acme/config';
import { DataRefusedError, UsageError } from '@acme/errors';
import { allJobs } from '@acme/jobs';
import { renderTable, runParity, type OpenDatabases } from '@acme/runner';
import { type ParityResult, type TableParity } from '@acme/pipeline';

const number = (value: number) => value.toLocaleString('en-US');
const shownFindings = 20;

/**
 * Compares every v1 table with its v2 counterpart and shows the result, or prints it as JSON.
 * @throws DataRefusedError (65) when a difference is neither declared nor explained
 */
export async function parity(
  open: OpenDatabases,
  argv: readonly string[],
  say: (text: string) => void,
): Promise<void> {
  const json = argv.includes('--json');
  const options = parseParityArguments(argv.filter((argument) => argument !== '--json'));
  const result = await runParity(open.config, allJobs, { ...options, record: false, patienceSeconds: 0 });
  say(json ? JSON.stringify(asJson(result), null, 2) : renderParity(result, open.config));
  const unexplained = result.tables.reduce((sum, table) => sum + table.unexplained, 0);
  if (unexplained > 0) {
    throw new DataRefusedError(
      `${unexplained === 1 ? '1 value differs' : `${number(unexplained)} values differ`} for no declared reason`,
      'look at the days and keys listed; docs/parity.md has the differences that are meant',
    );
  }
}

/** The days as a run takes them. */
function parseParityArguments(argv: readonly string[]) {
  const { days, fullRefresh, dryRun, shadow, logLevel } = parseRunArguments(argv);
  if (fullRefresh || dryRun || shadow || logLevel)
    throw new UsageError(
      'parity compares and writes nothing',
      'it takes --date, --from with --to, and --json',
    );
  return days ? { days } : {};
}

export function renderParity({ now, days, tables }: ParityResult, config: Config): string {
  const lines = [
    `v1 tables against their v2 counterparts, days ${days.from} to ${days.to} (now ${now}, zone ${config.zone})`,
    '',
    renderTable(
      ['v1 table', 'values', 'equal', 'declared', 'unexplained'],
      tables.map((table) => [
        table.table,
        number(table.compared),
        number(table.equal),
        number(table.declared),
        number(table.unexplained),
      ]),
    ),
  ];
  const declared = tables.flatMap((table) =>
    Object.entries(table.differences).map(([reason, count]) => [table.table, reason, number(count)]),
  );
  if (declared.length > 0)
    lines.push('', renderTable(['declared differences', 'reason', 'values'], declared, 'left'));
  const findings = tables.flatMap((table) => table.findings.map((finding) => ({ table, finding })));
  if (findings.length > 0) {
    lines.push(
      '',
      renderTable(
        ['unexplained', 'day', 'key', 'measure', 'v1', 'v2'],
        findings
          .slice(0, shownFindings)
          .map(({ table, finding: { day, key, measure, v1, v2 } }) => [
            table.table,
            day ?? '-',
            key,
            measure,
            v1 === null ? 'NULL' : String(v1),
            v2 === null ? 'NULL' : String(v2),
          ]),
        'left',
      ),
    );
    if (findings.length > shownFindings)
      lines.push(`… and ${number(findings.length - shownFindings)} more: --json lists all`);
  }
  return lines.join('\n');
}

const asJson = ({ now, days, asOf, tables }: ParityResult) => ({
  now,
  days,
  asOf,
  tables: tables.map(({ days: byDay, ...table }: TableParity) => ({
    ...table,
    days: Object.fromEntries(byDay),
  })),
});
