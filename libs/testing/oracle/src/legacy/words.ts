/** "Legacy values map onto the v2 vocabulary": old word → v2 word, by table and column of the legacy source. */
const same = (text: string) => Object.fromEntries(text.split(' ').map((word) => [word, word]));

export const words = {
  'users.status': { active: 'active', churned: 'churned', dormant: 'inactive' },
  'users.subscription_type': same('free basic premium'),
  'user_activity.activity_type': same(
    'login logout page_view search product_view add_to_cart checkout_start purchase review_submit profile_update',
  ),
  'orders.status': {
    pending: 'pending',
    completed: 'delivered',
    cancelled: 'cancelled',
    refunded: 'refunded',
  },
  'payments.status': { pending: 'pending', success: 'captured', failed: 'failed', refunded: 'refunded' },
  'payments.payment_method': same('card bank_transfer paypal apple_pay google_pay crypto'),
  'refunds.status': same('pending processing completed failed cancelled'),
  'refunds.reason': same(
    'duplicate fraudulent requested_by_customer order_cancelled product_not_received product_unacceptable other',
  ),
  'notifications.channel': same('email sms push'),
  'notifications.notification_type': same(
    'order_confirmation order_shipped order_delivered order_cancelled payment_received payment_failed refund_processed password_reset account_verification promotional system_alert',
  ),
  'notifications.status': same('pending queued sent delivered opened clicked bounced failed unsubscribed'),
} satisfies Record<string, Record<string, string>>;

/** The other way round: what v1 tables call a v2 word, where they have another or a coarser one. */
const oldWords: Record<string, Record<string, string>> = {
  status: { pending_verification: 'active', inactive: 'dormant', suspended: 'dormant' },
  tier: { enterprise: 'premium' },
  order: { confirmed: 'pending', processing: 'pending', shipped: 'pending', delivered: 'completed' },
  payment: {
    authorized: 'pending',
    captured: 'success',
    partially_refunded: 'success',
    cancelled: 'failed',
  },
  channel: { in_app: 'push', webhook: 'push' },
};

export const oldWord = (kind: 'status' | 'tier' | 'order' | 'payment' | 'channel', word: string): string =>
  oldWords[kind]![word] ?? word;
