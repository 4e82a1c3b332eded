import type { Column, Entity } from '@acme/models';

/** docs/facts.md: every entity as its extraction query must return it, with PII classes, and as core keeps it. */
export function renderFactsDoc(entities: readonly Entity[], legacy: readonly Entity[]): string {
  return `# Facts

Made from the models in \`libs/models\`; the core tables carry the same text as comments. An extraction query
returns exactly the columns named under "source" that are not dropped, with these types; anything else stops
the run before a row is read. A row with a NULL where none may be, or a value outside its vocabulary, goes to
quarantine.

${entities.map(section).join('\n')}
# Facts of the legacy source

With \`ENABLE_LEGACY_ETL=true\` the same core tables are filled from the legacy tables. \`sql/sources/legacy\` reads
them, under the names below; \`sql/sources/legacy/convert\` makes rows of the entities above of what arrives, in the
words of \`core.vocabulary\`, with whole minor units. A value outside the vocabulary, an amount that is no whole number
of minor units within 1e-6, and a row that breaks the contract above go to quarantine.

${legacy.map(legacySection).join('\n')}`;
}

function section(entity: Entity): string {
  const cursor =
    entity.cursor.kind === 'updated'
      ? 'Changes are found by `(updated_at, id)`.'
      : `Rows are only added; new ones are found by \`id\`, and \`${entity.cursor.eventTime}\` is the time of the event.`;
  const derived = (entity.derived ?? []).map(
    ({ name, description }) => `| | text | \`${name}\` | token | ${description} |`,
  );
  const history = entity.history
    ? `\n\`core.${entity.name}_history\` keeps the changes of ${entity.history.map((name) => `\`${name}\``).join(', ')} as runs have seen them.\n`
    : '';
  const rules = (entity.rules ?? []).map(({ reason }) => `- ${reason}`);
  const refused = rules.length > 0 ? `\nAlso refused:\n\n${rules.join('\n')}\n` : '';
  const optional = entity.optional ? ' A source may lack it: what depends on it is NULL then.' : '';
  return `## ${entity.name}

${entity.description} Read from the ${entity.service} service into \`core.${entity.name}\`.${optional} ${cursor}

| source | type | core | PII class | meaning |
|---|---|---|---|---|
${[...entity.fields.map(row), ...derived].join('\n')}
${history}${refused}`;
}

function legacySection({ name, sourceShape: raw, unavailable = [], children: parts = [] }: Entity): string {
  if (!raw) throw new Error(`${name} is read from no legacy table`);
  const names = (columns: readonly string[]) => columns.map((column) => `\`${column}\``).join(', ');
  const lines = parts.map(
    ({ entity, parent, idsPerParent: idsPerParent }) =>
      `Its lines become \`core.${entity.name}\`, with \`${parent}\` × ${idsPerParent} + position as id; they cannot tell ${names(entity.unavailable ?? [])}.`,
  );
  return `## ${name}_legacy

${raw.description} It becomes \`core.${name}\`. ${[`It cannot tell ${names(unavailable)}.`, ...lines].join(' ')}

| source | type | arrives as | PII class | meaning |
|---|---|---|---|---|
${raw.fields.map(row).join('\n')}
`;
}

function row(field: Column): string {
  const isExtracted = field.pii === 'keep' || field.pii === 'token';
  const core = isExtracted ? `\`${field.coreName}\`` : '';
  const pii = field.pii === 'token' ? `token (${field.token!.key})` : field.pii;
  const values = field.values ? ` One of ${field.values.join(', ')}.` : '';
  const type = `${field.pgType}${field.nullable ? '' : ', never NULL'}`;
  return `| \`${field.name}\` | ${type} | ${core} | ${pii} | ${field.description}${values} |`;
}
