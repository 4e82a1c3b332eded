import { runProcess, notificationAnalytics } from '@acme/jobs';

void runProcess(notificationAnalytics.name, [notificationAnalytics], process.argv.slice(2));
