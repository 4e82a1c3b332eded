import { ContractError, ExitCode } from '@acme/errors';
import { terminationMessage, type EndedRun } from '../src/termination-message';

const load = { extracted: 1e9, inserted: 1e9, updated: 1e9, unchanged: 1e9, quarantined: 1e9, deleted: 1e9 };

/** A run that failed with a message of that text, after loading so many entities. */
const failed = (job: string, text: string, entities: number): EndedRun => ({
  job,
  runId: '123456789',
  now: '2026-11-20T06:00:00.000Z',
  summary: {
    loads: Object.fromEntries(Array.from({ length: entities }, (_, i) => [`entity_${i}`, load])),
    publications: [],
    failedChecks: [],
    readAgain: [],
    heldBack: [],
    restored: [],
    quarantineOpen: 1e9,
    seconds: 1e6,
  },
  error: new ContractError(text, [], text),
});

it.each([
  ['one job with long texts', ['a'], 'x'.repeat(5_000), 3],
  ['texts outside ASCII', ['a'], '漢'.repeat(5_000), 3],
  ['characters that JSON writes as six', ['a'], '\u0001'.repeat(5_000), 3],
  ['halves of a pair at the cut', ['a'], `x${'😀'.repeat(5_000)}`, 3],
  ['many entities', ['a'], 'short', 200],
  ['four jobs with long texts', ['a', 'b', 'c', 'd'], 'x'.repeat(5_000), 6],
  ['four jobs with texts outside ASCII', ['a', 'b', 'c', 'd'], '漢'.repeat(5_000), 6],
  ['more jobs than there are', Array.from({ length: 12 }, (_, i) => `job-${i}`), '漢'.repeat(5_000), 6],
])('of %s is whole JSON below 4 KiB that names every job and its error', (_what, jobs, text, entities) => {
  const message = terminationMessage({
    exitCode: ExitCode.dataRefused,
    days: { from: '2026-11-01', to: '2026-11-07' },
    runs: jobs.map((job) => failed(job, text, entities)),
  });
  expect(Buffer.byteLength(message)).toBeLessThan(4_096);
  const told = JSON.parse(message) as Record<string, unknown> & { jobs?: Record<string, unknown>[] };
  expect(told).toMatchObject({ exitCode: 65, days: { from: '2026-11-01', to: '2026-11-07' } });
  for (const [index, job] of jobs.entries()) {
    const part = told.jobs?.[index] ?? told;
    expect(part).toMatchObject({ job, error: { name: 'ContractError' } });
  }
});

it('keeps what is wrong and what to do when there are many counts', () => {
  const message = terminationMessage({
    exitCode: ExitCode.dataRefused,
    runs: [failed('a', 'what is wrong', 200)],
  });
  expect(JSON.parse(message)).toMatchObject({
    run: '123456789',
    error: { message: 'what is wrong', instruction: 'what is wrong' },
  });
});
