import { jobNamed } from '@acme/jobs';
import { runJobApp } from '@acme/runner';

void runJobApp(jobNamed('notification-analytics'), process.argv.slice(2));
