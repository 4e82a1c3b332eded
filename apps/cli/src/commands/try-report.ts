import { visible } from '@acme/errors';
import type { Trial } from '@acme/pipeline';
import { renderTable } from '@acme/runner';

const number = (value: number) => value.toLocaleString('en-US');
const several = (count: number, one: string, more = `${one}s`) =>
  `${number(count)} ${count === 1 ? one : more}`;
const value = (text: string | null) => text ?? 'NULL';

/** How a working copy's rows differ from the published ones, for its author. */
export function renderTrial(trial: Trial): string {
  const { table, now, slices, days } = trial;
  const which = days ? `days ${days.from} to ${days.to}` : 'every slice';
  return [
    `${table}, ${which} (${several(slices, 'slice')}, now ${now}): ${summary(trial)}`,
    ...notes(trial).map((line) => `  ${visible(line)}`),
    ...shape(trial),
    ...measures(trial),
    ...examples(trial),
  ].join('\n');
}

function summary({ published, rows }: Trial): string {
  if (!published.exists) return `not published yet; ${several(rows.computed, 'row')}`;
  const { added, removed, changed } = rows;
  if (added + removed + changed === 0) return `the ${several(rows.computed, 'row')} are as published`;
  return `${number(added)} added, ${number(removed)} removed, ${number(changed)} changed of ${several(rows.published, 'published row')}`;
}

function notes({ published, checks, touched, rows }: Trial): string[] {
  const differs = published.exists && rows.added + rows.removed + rows.changed > 0;
  return [
    ...(differs ? [`${several(touched.slices, 'slice')} touched${span(touched)}`] : []),
    ...checks.map(
      ({ check, level, violations }) =>
        `check ${check} finds ${several(violations, 'row')}: ${level === 'error' ? 'a run would refuse the table' : 'a warning'}`,
    ),
    ...(published.staleSlices > 0
      ? [
          `${several(published.staleSlices, 'slice')} of the published table wait for the next run: newer facts differ there, too`,
        ]
      : []),
    ...(published.otherwiseRead.length > 0
      ? [`read as published, and not as the working copy defines it: ${published.otherwiseRead.join(', ')}`]
      : []),
  ];
}

const span = ({ slices, first, last }: Trial['touched']) =>
  slices === 0 || first === null || /^v\d+_/.test(first)
    ? ''
    : first === last
      ? `: ${first}`
      : `, from ${first} to ${value(last)}`;

function shape({ shape: { added, removed, retyped, grainBefore } }: Trial): string[] {
  const line = (what: string, names: readonly string[]) =>
    names.length > 0 ? [`  columns ${what}: ${names.join(', ')}`] : [];
  return [
    ...line('added', added),
    ...line('removed', removed),
    ...line('of another type', retyped),
    ...(grainBefore ? [`  another grain than ${grainBefore.join(' × ')}: no row is compared with one`] : []),
  ];
}

function measures({ measures: changes }: Trial): string[] {
  if (changes.length === 0) return [];
  return [
    '',
    renderTable(
      ['column', 'rows', 'sum before', 'sum after'],
      changes.map(({ column, rows, sums }) => [
        column,
        number(rows),
        sums ? value(sums.before) : '',
        sums ? value(sums.after) : '',
      ]),
    ),
    '',
    renderTable(
      ['largest changes', 'key', 'before', 'after'],
      changes.flatMap(({ column, largest }) =>
        largest.map(({ key, before, after }) => [column, key, value(before), value(after)]),
      ),
      'left',
    ),
  ];
}

function examples({ examples: { added, removed } }: Trial): string[] {
  const rows = [...added.map((key) => ['added', key]), ...removed.map((key) => ['removed', key])];
  return rows.length > 0 ? ['', renderTable(['for example', 'key'], rows, 'left')] : [];
}
