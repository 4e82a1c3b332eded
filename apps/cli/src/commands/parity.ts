import { flag } from '@acme/command-line';
import { dayOptions, readDayOptions, type Config } from '@acme/config';
import { DataRefusedError } from '@acme/errors';
import { allJobs } from '@acme/jobs';
import { renderTable, runParity } from '@acme/runner';
import { type ParityResult, type TableParity } from '@acme/pipeline';
import { command } from '../command';

const number = (value: number) => value.toLocaleString('en-US');
const shownFindings = 20;

/**
 * Compares every v1 table with its v2 counterpart and shows the result, or prints it as JSON.
 * @throws DataRefusedError (65) when a difference is neither declared nor explained
 */
export const parity = command({
  name: 'parity',
  summary: 'compare the v1 tables with the v2 tables',
  options: { ...dayOptions, json: flag('the result as JSON') },
  async action({ json, ...given }, { say, open }) {
    const days = readDayOptions(given);
    const { config } = await open();
    const result = await runParity(config, allJobs, {
      ...(days ? { days } : {}),
      record: false,
      patienceSeconds: 0,
    });
    say(json ? JSON.stringify(asJson(result), null, 2) : renderParity(result, config));
    const unexplained = result.tables.reduce((sum, table) => sum + table.unexplained, 0);
    if (unexplained > 0)
      throw new DataRefusedError(
        `${unexplained === 1 ? '1 value differs' : `${number(unexplained)} values differ`} for no declared reason`,
        'look at the days and keys listed; docs/parity.md has the differences that are meant',
      );
  },
});

export function renderParity({ now, days, tables }: ParityResult, config: Config): string {
  const lines = [
    `v1 tables against their v2 counterparts, days ${days.from} to ${days.to} (now ${now}, zone ${config.timeZone})`,
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
