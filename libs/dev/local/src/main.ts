// Runs an app as it ships, but with a local PostgreSQL and a sample shop where no database URL is given:
//   tsx libs/dev/local/src/main.ts APP [ARGUMENT …]
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { provideLocalDefault } from '@acme/runner';
import { openLocalDefault } from './local-default';

provideLocalDefault(openLocalDefault);
const [app] = process.argv.splice(2, 1);
// Not `import()`: where only `require` has been taught TypeScript, as by bin/acme-etl.cjs, Node 20 could not load it.
createRequire(__filename)(join(__dirname, '../../../../apps', app!, 'src/main.ts'));
