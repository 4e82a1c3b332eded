import { notificationAnalytics } from '@acme/jobs';
import { runProcess } from '@acme/runner';

void runProcess(notificationAnalytics.name, [notificationAnalytics], process.argv.slice(2));
