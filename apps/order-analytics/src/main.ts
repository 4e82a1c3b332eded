import { jobNamed } from '@acme/jobs';
import { runProcess } from '@acme/runner';

const job = jobNamed('order-analytics');
void runProcess(job.name, [job], process.argv.slice(2));
