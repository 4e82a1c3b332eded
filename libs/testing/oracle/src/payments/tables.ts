import type { Tables } from '../base/table';
import { paymentFraudAlerts } from './alerts';
import { paymentDaily, paymentFailuresDaily } from './attempts';
import { paymentCaptureDaily } from './captures';
import { disputeCohortDaily, disputeDaily } from './disputes';
import { paymentFraudDaily } from './fraud';
import { paymentOrdersDaily } from './orders';
import { refundCohortDaily, refundDaily } from './refunds';

/** The payment metric tables. */
export const paymentTables = {
  payment_daily: {
    grain: ['day', 'currency', 'provider', 'payment_method', 'card_brand'],
    compute: paymentDaily,
  },
  payment_orders_daily: { grain: ['day', 'currency'], compute: paymentOrdersDaily },
  payment_failures_daily: {
    grain: ['day', 'provider', 'payment_method', 'failure_code'],
    compute: paymentFailuresDaily,
  },
  payment_capture_daily: { grain: ['day', 'currency', 'provider'], compute: paymentCaptureDaily },
  refund_daily: { grain: ['day', 'currency', 'reason'], compute: refundDaily },
  refund_cohort_daily: { grain: ['day', 'currency'], compute: refundCohortDaily },
  dispute_daily: { grain: ['day', 'currency', 'reason'], compute: disputeDaily },
  dispute_cohort_daily: { grain: ['day', 'currency'], compute: disputeCohortDaily },
  payment_fraud_daily: { grain: ['day'], compute: paymentFraudDaily },
  payment_fraud_alerts: { grain: ['hour', 'provider'], compute: paymentFraudAlerts },
} satisfies Tables;
