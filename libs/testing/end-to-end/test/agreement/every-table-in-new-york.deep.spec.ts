import { describeAgreement } from '../support/describe-agreement';

describeAgreement('America/New_York', 2);
