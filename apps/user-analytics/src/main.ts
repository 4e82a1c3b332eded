import { userAnalytics } from '@acme/jobs';
import { runProcess } from '@acme/runner';

void runProcess(userAnalytics.name, [userAnalytics], process.argv.slice(2));
