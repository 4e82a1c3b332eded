import { loadConfig } from '@acme/config';
import { DataRefusedError } from '@acme/errors';
import type { RunResult } from '@acme/pipeline';
import { allJobs } from '@acme/jobs';
import { formatError, renderTable } from '../src';
import { renderReport } from '../src/report';

const result: RunResult = {
  job: 'user-analytics',
  runId: '7',
  now: '2026-11-20T06:00:00.000Z',
  dryRun: false,
  summary: {
    loads: {
      users: { extracted: 5000, inserted: 12, updated: 3, unchanged: 4984, quarantined: 1, deleted: 2 },
    },
    publications: [
      { table: 'analytics.user_churn_daily', slices: 60, inserted: 1, updated: 2, deleted: 0, rows: 180 },
    ],
    failedChecks: [],
    readAgain: [],
    heldBack: [],
    restored: [],
    quarantineOpen: 5,
    seconds: 1.234,
  },
};

it('reports what was read, what changed, what is in quarantine, and how to query it', () => {
  const report = renderReport(result, loadConfig({}));
  expect(report).toMatch(/^user-analytics: run 7 done in 1\.2 s \(now 2026-11-20T06:00:00\.000Z, zone UTC\)/);
  expect(report).toMatch(/users +5,000 +12 +3 +4,984 +1 +2/);
  expect(report).toMatch(/analytics\.user_churn_daily +180 +60 +1 +2 +0/);
  expect(report).toMatch(/5 rows are in quarantine/);
  expect(report).toMatch(/npx acme-etl query/);
});

it('says that a dry run wrote nothing, and that nothing was stale', () => {
  const quiet = { ...result, dryRun: true, summary: { ...result.summary, publications: [] } };
  expect(renderReport(quiet, loadConfig({}))).toMatch(/dry run, nothing was written[\s\S]*Nothing was stale/);
});

it('aligns tables', () => {
  expect(
    renderTable(
      ['name', 'n'],
      [
        ['a', '10'],
        ['bcdef', '2'],
      ],
    ),
  ).toBe('  name    n\n  a      10\n  bcdef   2');
});

it('complains in one line, and keeps to itself what an unforeseen error says', () => {
  expect(formatError('job', new DataRefusedError('bad:\n  rows', 'look'))).toBe('job: bad: rows; look');
  expect(formatError('job', Object.assign(new Error('ann@example.com'), { code: '23505' }))).toMatch(
    /^job: unforeseen Error \(23505\)/,
  );
  expect(formatError('job', new Error('ann@example.com'))).not.toContain('ann');
});

it('declares each job once, with tables and entities of its own', () => {
  expect(new Set(allJobs.map(({ name }) => name)).size).toBe(allJobs.length);
  for (const job of allJobs) expect(job.entities.length).toBeGreaterThan(0);
});
