import { readFileSync } from 'node:fs';
import pino from 'pino';
import { runJob } from '/work/main/libs/pipeline/src/index';
import { v2 } from '@acme/models';
const urls = JSON.parse(readFileSync('/tmp/scratch/urls.json', 'utf8'));
const [now, zone, extra] = process.argv.slice(2);
const config = { databases: { warehouse: urls.warehouse, sources: { users: urls.users } }, zone: zone ?? 'UTC', runNow: new Date(now ?? '2026-04-20T05:00:00Z'), flags: {}, keyring: {}, connect: { attempts: 1, timeoutSeconds: 5 }, statementTimeoutSeconds: 0, watermarkOverlapMinutes: 60, loadBatchRows: 30000, quarantineLimit: 0.05, sweepBucketIds: 1000 };
let last = Date.now(); let prev = '';
runJob({ name: 'user-analytics', service: 'users', entities: [v2.users, v2.userActivity], metrics: 'users' }, { config, arguments: { dryRun: false, fullRefresh: false, ...JSON.parse(extra ?? '{}') }, log: pino({ level: 'info' }), signal: new AbortController().signal,
  onStep: (s) => { const n = Date.now(); if (n - last > 300) console.log(n - last, prev); last = n; prev = s; } }).then((r) => { console.log(JSON.stringify(r.summary.loads)); console.table(r.summary.publications); console.log(r.summary.seconds); }, (e) => { console.error(e); process.exitCode = 1; });
