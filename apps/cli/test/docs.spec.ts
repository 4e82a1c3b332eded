import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderCommandsDoc } from '@acme/command-line';
import { exitCodes } from '@acme/config';
import { program } from '../src/program';

const path = join(__dirname, '../../../docs/commands.md');
const head = `# Commands

<!-- Made from apps/cli/src/program.ts: \`cd apps/cli && UPDATE_DOCS=1 npx jest docs\` writes it anew. -->

In a checkout a command is called as \`npx acme-etl COMMAND\`; the image \`acme-etl\` is the same program. \`--help\` after any of
them tells what it takes, and does nothing else. The jobs' own programs (\`user-analytics\`, …) take the options of
\`acme-etl run\`. \`--version\` prints version and commit, or \`dev\` in a checkout; the ledger keeps it with each run.

${exitCodes}
`;

it('docs/commands.md says what the table of commands says', () => {
  const page = renderCommandsDoc(program, head);
  if (process.env.UPDATE_DOCS) writeFileSync(path, page);
  expect(readFileSync(path, 'utf8')).toBe(page);
});
