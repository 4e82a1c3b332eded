import { describeVersion } from './describe-version';

describeVersion(14);
