import { runProcess, orderAnalytics } from '@acme/jobs';

void runProcess(orderAnalytics.name, [orderAnalytics], process.argv.slice(2));
