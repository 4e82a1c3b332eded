import type { ParityDefinition } from '../parity/definition';

/** docs/parity.md: what each v1 table is compared with, and the differences that are meant. */
export function renderParityDoc(definitions: readonly ParityDefinition[]): string {
  const sorted = [...definitions].sort((a, b) => (a.table < b.table ? -1 : 1));
  return `# Parity of v1 and v2

Made from the definitions in \`sql/parity\`, each beside the query that compares. Where declared differences are at
work, a value of a v1 table must be what their formulas make of v2's value and the facts in \`core\`; elsewhere it must
equal that of its v2 counterpart (doubles but for their last digits). Anything else is unexplained.

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
