import type { Tables } from '../base/table';
import { paymentFraudAlerts } from './alerts';
import { paymentDaily, paymentFailuresDaily } from './attempts';
import { paymentCaptureDaily } from './captures';
import { disputeCohortDaily, disputeDaily } from './disputes';
import { paymentFraudDaily } from './fraud';
import { paymentOrdersDaily } from './orders';
import { refundCohortDaily, refundDaily } from './refunds';

/** The payment metric tables. */
export const tables = {
  payment_daily: {
    grain: ['day', 'currency', 'provider', 'payment_method', 'card_brand'],
    compute: paymentDaily,
    madeOf: {
      p50_processing_time_ms: 'payments.processing_time_ms',
      p95_processing_time_ms: 'payments.processing_time_ms',
      avg_processing_time_ms: 'payments.processing_time_ms',
    },
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
  payment_fraud_daily: {
    grain: ['day'],
    compute: paymentFraudDaily,
    madeOf: {
      country_mismatch: 'payments.card_country users.country_code',
      country_mismatch_rate: 'payments.card_country users.country_code',
    },
  },
  payment_fraud_alerts: { grain: ['hour', 'provider'], compute: paymentFraudAlerts },
} satisfies Tables;
