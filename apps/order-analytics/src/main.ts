import { orderAnalytics } from '@acme/jobs';
import { runProcess } from '@acme/runner';

void runProcess(orderAnalytics.name, [orderAnalytics], process.argv.slice(2));
