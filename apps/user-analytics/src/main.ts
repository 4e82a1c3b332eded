import { runProcess, userAnalytics } from '@acme/jobs';

void runProcess(userAnalytics.name, [userAnalytics], process.argv.slice(2));
