import { tableColumns } from '../publish/table-columns';
import type { Propagation } from '../definitions/definition-schema';
import type { MetricDefinition } from '../definitions/metric-definition';

/** docs/metrics.md: every metric table with grain, owner, what makes it stale, columns and checks. */
export function renderMetricsDoc(definitions: readonly MetricDefinition[]): string {
  const sorted = [...definitions].sort((a, b) => (a.table < b.table ? -1 : 1));
  const contents = sorted.map(
    ({ table, description }) =>
      `| [\`${table}\`](#${anchor(table)}) | ${description.split('. ')[0]!.replace(/\.$/, '')}. |`,
  );
  return `# Metric tables

Made from the definitions in \`sql/metrics\`; the database carries the same text as comments. Schema
\`analytics\` is for reporting; tables of \`core\` are steps on the way. Users appear as tokens only.

| table | what it holds |
|---|---|
${contents.join('\n')}

${sorted.map(section).join('\n')}`;
}

const anchor = (table: string) => table.replace(/[^a-z0-9_]/g, '');

function section(definition: MetricDefinition): string {
  const columns = Object.entries(tableColumns(definition)).map(
    ([name, { type, description }]) => `| \`${name}\` | ${type} | ${description} |`,
  );
  const reads = Object.entries(definition.reads).map(
    ([relation, { columns: read, propagation }]) =>
      `- \`${relation}\` (${read.map((name) => `\`${name}\``).join(', ')}): ${propagationText(propagation, definition)}`,
  );
  const matures = [
    ...(definition.matures?.hours ?? []).map((hours) => `${hours} hours`),
    ...(definition.matures?.days ?? []).map((days) => `${days} local days`),
  ];
  const checks = (definition.checks ?? []).map(
    ({ name, level, expect }) => `- \`${name}\` (${level}): \`${expect}\``,
  );
  return `## ${definition.table}

${definition.description}

Grain: ${definition.grain.map((name) => `\`${name}\``).join(' × ')}. Owner: ${definition.owner}. Recomputed by ${definition.slice.kind}.

| column | type | meaning |
|---|---|---|
${columns.join('\n')}

What reaches it:

${reads.join('\n')}
${matures.length > 0 ? `\nA ${definition.slice.kind} changes by itself when its windows close, after its end plus ${matures.join(', ')}.\n` : ''}${definition.matures?.file ? `\nWhat else time alone changes: see \`${definition.matures.file}\`.\n` : ''}
${checks.length > 0 ? `Checks before publishing:\n\n${checks.join('\n')}\n` : ''}`;
}

function propagationText(propagation: Propagation, definition: MetricDefinition): string {
  if ('file' in propagation) return `see \`${propagation.file}\``;
  if ('keys' in propagation) return `the old and the new \`${propagation.keys.join('`, `')}\``;
  const columns = ('instants' in propagation ? propagation.instants : propagation.dates)
    .map((name) => `\`${name}\``)
    .join(', ');
  const [from, to] = propagation.days ?? [0, 0];
  const unit = definition.slice.kind;
  return from === 0 && to === 0
    ? `the ${unit} of ${columns}`
    : `the ${unit}s from ${from} to ${to} after ${columns}`;
}
