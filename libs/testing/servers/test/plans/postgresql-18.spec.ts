import { describePlans } from './describe-plans';

describePlans(18);
