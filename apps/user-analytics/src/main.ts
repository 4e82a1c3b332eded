import { jobNamed } from '@acme/jobs';
import { runJobApp } from '@acme/runner';

void runJobApp(jobNamed('user-analytics'), process.argv.slice(2));
