const { definitions, relationColumns, relations } = require('./relation-columns.cjs');
const { mistake } = require('./mistake.cjs');
const { jobOfDomain } = require('./jobs.cjs');
const { oracleFacts } = require('./oracle-file.cjs');

/**
 * All that the files of a new table are made of, checked against what is there.
 * `job`: the name of the job that is made together with it.
 */
exports.planTable = (tree, options, job = jobOfDomain(tree, options.domain)) => {
  const { name, domain, reads, when = 'created_at', slice = 'day' } = options;
  if (!/^[a-z][a-z0-9_]*$/.test(name))
    throw mistake(`${name}: a table's name is of small letters, digits and _`);
  if (!job)
    throw mistake(
      `no job owns a domain ${domain}: take one of ${domains(tree).join(', ')}, or make a job first`,
    );
  const table = `analytics.${name}`;
  if (definitions(tree).some((each) => each.table === table))
    throw mistake(`there is a table ${table} already`);
  const columns = relationColumns(tree, reads);
  if (!columns) throw mistake(`there is no relation ${reads}: take one of ${relations(tree).join(', ')}`);
  const grain = (options.grain ?? '').split(/[ ,]+/).filter(Boolean);
  for (const column of [when, ...grain])
    if (!columns.has(column))
      throw mistake(`${reads} has no column ${column}: it has ${[...columns.keys()].join(', ')}`);
  const { type } = columns.get(when);
  if (type !== 'timestamptz' && type !== 'date')
    throw mistake(`${reads}.${when} is ${type}, neither an instant nor a local day: name another by --when`);
  for (const column of grain) {
    const { type: its, nullable } = columns.get(column);
    if (nullable && its !== 'text')
      throw mistake(`${reads}.${column} is ${its} and may be NULL: a column of the grain may not`);
    if (column === slice) throw mistake(`${slice} is the slice, and need not be named in the grain`);
  }
  const alias = reads.split('.')[1];
  const divided = grain.map((column) => column.replaceAll('_', ' '));
  return {
    name,
    table,
    domain,
    job,
    reads,
    when,
    slice,
    alias,
    columns,
    grain,
    isDate: type === 'date',
    // A column of the count that is none of the grain.
    count: grain.includes(alias) ? `${alias}_count` : alias,
    owner: options.owner ?? definitions(tree).find((each) => each.domain === domain)?.owner ?? 'analytics',
    description:
      options.description ??
      `Rows of ${reads} by ${listed([slice, ...divided])}, the ${slice} being that of ${when.replaceAll('_', ' ')}.`,
    oracle: oracleFacts(reads) !== undefined,
  };
};

const domains = (tree) => tree.children('sql/metrics').filter((domain) => jobOfDomain(tree, domain));

const listed = (words) =>
  words.length === 1 ? words[0] : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
