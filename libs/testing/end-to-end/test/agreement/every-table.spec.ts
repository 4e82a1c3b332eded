import { describeAgreement } from '../support/describe-agreement';

describeAgreement('UTC', 1);
