import type { ParityDefinition } from './parity-definition';

/** docs/parity.md: what each v1 table is compared with, and the differences that are meant. */
export function renderParityDoc(definitions: readonly ParityDefinition[]): string {
  const sorted = [...definitions].sort((a, b) => (a.table < b.table ? -1 : 1));
  return `# Parity of v1 and v2

Made from the definitions in \`sql/parity\`, each beside the query that compares. A value of a v1 table is equal to
that of its v2 counterpart (doubles within 10⁻⁹ of it, since they were added in another order); or it is what the
formulas of the declared differences at work make of v2's value and the facts in \`core\`; or it is unexplained.

${sorted.map(section).join('\n')}`;
}

function section({ table, counterparts, description, differences }: ParityDefinition): string {
  const rows = Object.entries(differences).map(([name, text]) => `| \`${name}\` | ${text} |`);
  const declared =
    rows.length > 0
      ? `| declared difference | where it comes from, and its formula |\n|---|---|\n${rows.join('\n')}\n`
      : 'No difference is meant.\n';
  return `## ${table}

Beside ${counterparts.map((name) => `\`${name}\``).join(', ')}. ${description}

${declared}`;
}
