import { paymentAnalytics } from '@acme/jobs';
import { runProcess } from '@acme/runner';

void runProcess(paymentAnalytics.name, [paymentAnalytics], process.argv.slice(2));
