import { allJobs } from '@acme/jobs';
import { buildImages, engineAnswers } from './engine';

/** Jest's global set-up of the container tests. */
export default function setUp(): void {
  if (engineAnswers()) {
    buildImages(['cli', ...allJobs.map(({ name }) => name)]);
    return;
  }
  process.stderr.write(
    `
**********************************************************************
  SKIPPED: no Docker engine answers, so no container test has run.
  Start one (docker version has to show a server), and run them again.
**********************************************************************
`,
  );
}
