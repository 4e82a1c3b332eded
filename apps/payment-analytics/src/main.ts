import { runProcess, paymentAnalytics } from '@acme/jobs';

void runProcess(paymentAnalytics.name, [paymentAnalytics], process.argv.slice(2));
