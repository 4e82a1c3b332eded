import { exitCodes } from '@acme/config';
import { allJobs } from '@acme/jobs';
import type { Command } from './command';
import { completion } from './commands/completion';
import { cutover } from './commands/cutover';
import { doctor } from './commands/doctor';
import { history } from './commands/history';
import { advance, local } from './commands/local';
import { migrate } from './commands/migrate';
import { parity } from './commands/parity';
import { query } from './commands/query';
import { reconcile } from './commands/reconcile';
import { roles } from './commands/roles';
import { run } from './commands/run';
import { status } from './commands/status';
import { tryCommand } from './commands/try';

/** Every command there is. Parsing, help, completion and docs/commands.md are made from this table. */
export const program: Command = {
  name: 'acme-etl',
  summary: 'runs and looks at the analytics ETL',
  details: `Jobs: ${allJobs.map(({ name }) => name).join(', ')}. Without database URLs the commands of
a checkout work on the local default. acme-etl COMMAND --help tells of a command.

${exitCodes}`,
  commands: [
    run,
    status,
    history,
    query,
    parity,
    migrate,
    cutover,
    roles,
    reconcile,
    doctor,
    tryCommand,
    local,
    advance,
    completion,
  ],
};
