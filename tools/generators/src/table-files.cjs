exports.definitionYaml = ({
  table,
  description,
  slice,
  grain,
  owner,
  reads,
  when,
  isDate,
  columns,
  count,
}) => {
  const described = {
    [slice]: ['date', slice === 'day' ? `Local day of ${when}.` : `First day of the local month of ${when}.`],
    ...Object.fromEntries(grain.map((column) => [column, grainColumn(columns.get(column))])),
    [count]: ['bigint', `Rows of ${reads}.`],
  };
  const lines = Object.entries(described).map(
    ([name, [type, meaning]]) => `  ${name}: { type: ${columnType(type)}, description: ${quoted(meaning)} }`,
  );
  return `table: ${table}
description: ${quoted(description)}
grain: [${[slice, ...grain].join(', ')}]
owner: ${owner}
slice: { kind: ${slice}, column: ${slice} }
reads:
  ${reads}:
    columns: [${[when, ...grain].join(', ')}]
    propagation: { ${isDate ? 'dates' : 'instants'}: [${when}] }
columns:
${lines.join('\n')}
checks:
  - { name: has_rows, level: error, expect: ${count} > 0 }
`;
};

/** A text as YAML takes it in a flow map, whatever it holds. */
const quoted = (text) => `'${text.replaceAll("'", "''")}'`;

/** Type and meaning of a column of the grain, in which nothing is NULL. */
function grainColumn({ type, nullable, description }) {
  const meaning = description.replace(/;? ?NULL:[^.]*\.$/, '.').replace(/\.$/, '');
  return [type, nullable ? `${meaning}; unknown where there is none.` : `${meaning}.`];
}

/** A published column's type: whole numbers of any width are bigint. */
const columnType = (type) => (['integer', 'smallint'].includes(type) ? 'bigint' : type);

exports.querySql = ({ description, slice, grain, columns, reads, alias, when, isDate, count }) => {
  const value = (column) =>
    columns.get(column).nullable ? `coalesce(${alias}.${column}, 'unknown')` : `${alias}.${column}`;
  const selected = grain.map((column) =>
    columns.get(column).nullable ? `${value(column)} as ${column}` : value(column),
  );
  const source = isDate
    ? `join ${reads} as ${alias} on ${slice === 'day' ? `${alias}.${when} = stale.day` : `date_trunc('month', ${alias}.${when})::date = stale.month`}`
    : `join ${reads} as ${alias}
  on ${alias}.${when} >= stale.starts_at
 and ${alias}.${when} < stale.counts_until`;
  return `-- ${description}
select
  ${[`stale.${slice}`, ...selected, `count(*) as ${count}`].join(',\n  ')}
from stale_${slice}s as stale
${source}
group by ${[`stale.${slice}`, ...grain.map(value)].join(', ')}
`;
};

/** Values that the runner of cases gives a column that may not be NULL. */
const given = [
  'id',
  'user_token',
  'status',
  'currency',
  'amount_cents',
  'updated_at',
  'run_id',
  'computed_at',
];

exports.caseYaml = ({ slice, grain, columns, reads, when, isDate, count, alias }) => {
  const needed = [...columns].filter(
    ([name, { nullable, published }]) =>
      !nullable && !published && !given.includes(name) && name !== when && !grain.includes(name),
  );
  const defaults = Object.fromEntries(needed.map(([name, column]) => [name, sample(name, column)]));
  const values = Object.fromEntries(grain.map((column) => [column, sample(column, columns.get(column))]));
  const absent = Object.fromEntries(
    grain.map((column) => [column, columns.get(column).nullable ? 'unknown' : values[column]]),
  );
  const present = Object.fromEntries(
    grain.filter((column) => !columns.get(column).nullable).map((column) => [column, values[column]]),
  );
  const [before, first, last] = isDate
    ? ['2026-10-31', '2026-11-01', '2026-11-01']
    : // New York is four hours behind UTC when this November begins.
      ['2026-11-01T03:59:59Z', '2026-11-01T04:00:00Z', '2026-11-01T12:00:00Z'];
  const key = columns.has('id') ? (id) => ({ id }) : () => ({});
  const [sliceBefore, sliceOf] =
    slice === 'day' ? ['2026-10-31', '2026-11-01'] : ['2026-10-01', '2026-11-01'];
  const missing = grain.some((column) => columns.get(column).nullable);
  const sought = (rows) => rows.map((row) => `      - ${flow(row)}\n`).join('');
  const givenRows = (rows) =>
    `    given:\n      ${reads}:\n${rows.map((row) => `        - ${flow(row)}\n`).join('')}`;
  return `${isDate ? '' : 'zone: America/New_York\n'}now: 2026-11-20T06:00:00Z
${needed.length > 0 ? `defaults:\n  ${reads}: ${flow(defaults)}\n` : ''}cases:
  - name: ${alias.replaceAll('_', ' ')} count in their local ${slice}
${givenRows([
  { ...key(1), [when]: before, ...values },
  { ...key(2), [when]: first, ...values },
  { ...key(3), [when]: last, ...values },
])}    expect:
${sought([
  { [slice]: sliceBefore, ...values, [count]: 1 },
  { [slice]: sliceOf, ...values, [count]: 2 },
])}${
    missing
      ? `
  - name: what is not said is unknown
${givenRows([{ ...key(1), [when]: last, ...present }])}    expect:
${sought([{ [slice]: sliceOf, ...absent, [count]: 1 }])}`
      : ''
  }`;
};

const flow = (row) =>
  `{ ${Object.entries(row)
    .map(([name, value]) => `${name}: ${value}`)
    .join(', ')} }`;

/** A value that a column takes. */
function sample(name, { type, values }) {
  if (values) return values[0];
  if (name === 'currency') return 'USD';
  if (type === 'text') return 'one';
  if (type === 'boolean') return true;
  if (type === 'date') return '2026-11-01';
  return type === 'timestamptz' ? '2026-11-01T04:00:00Z' : 1;
}
