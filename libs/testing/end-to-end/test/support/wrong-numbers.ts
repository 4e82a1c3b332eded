/** Changes a row of a late day, if the table has days. */
export const changeOne = (table: string, set: string, where = 'true') =>
  `update ${table} set ${set} where ctid = (select ctid from ${table} where ${where} order by ctid desc limit 1)`;

const lateOf = (column: string) => `${column} between '2026-10-25' and '2026-11-18'`;
const lately = lateOf('registration_date');
const onLateDay = (column: string) => `${column} = '2026-11-18'`;

const plusOne = (...columns: string[]) => columns.map((column) => `${column} = ${column} + 1`).join(', ');

const ofNotifications = [
  'click_rate',
  'click_through_rate',
  'clicked',
  'delivered',
  'delivery_rate',
  'open_rate',
  'opened',
  'total_sent',
];
const ofPayments = [
  'avg_processing_time_ms',
  'failed_count',
  'success_rate',
  'successful_count',
  'total_amount',
  'transaction_count',
];

/** Rows of the v1 tables made wrong, and the measures that parity must name. */
export const v1Rows: [table: string, set: string, where: string | undefined, measures: string[]][] = [
  [
    'order_analytics',
    'order_count = order_count + 1, total_revenue = total_revenue + 0.01, avg_order_value = avg_order_value * 1.001',
    onLateDay('order_date'),
    ['avg_order_value', 'order_count', 'total_revenue'],
  ],
  [
    'order_analytics',
    "total_revenue = 'NaN', avg_order_value = 'Infinity'",
    onLateDay('order_date'),
    ['avg_order_value', 'total_revenue'],
  ],
  [
    'payment_analytics',
    plusOne(...ofPayments),
    `${onLateDay('payment_date')} and avg_processing_time_ms is not null`,
    ofPayments,
  ],
  [
    'user_analytics',
    'email_verified = not email_verified, days_since_last_login = days_since_last_login + 1',
    `${onLateDay('registration_date')} and days_since_last_login is not null`,
    ['days_since_last_login', 'email_verified'],
  ],
  [
    'user_analytics',
    `subscription_type = 'premium'`,
    `subscription_type = 'basic' and ${lately}`,
    ['basic', 'premium'],
  ],
  [
    'user_analytics',
    `subscription_type = 'basic'`,
    `subscription_type = 'free' and ${lately}`,
    ['basic', 'free'],
  ],
  ['user_analytics', `status = 'churned'`, `status = 'active'`, ['accounts', 'accounts']],
  [
    'user_analytics',
    `registration_date = registration_date - 1`,
    `not email_verified and subscription_type = 'free' and days_since_last_login is not null and ${lately}`,
    ['accounts', 'accounts', 'days_since_last_login', 'days_since_last_login', 'free', 'free'],
  ],
  [
    'user_activity',
    `activity_count = activity_count + 1, last_activity = last_activity + interval '1 millisecond'`,
    undefined,
    ['activity_count', 'last_activity'],
  ],
  [
    'user_churn',
    'user_count = user_count - 1, avg_days_active = avg_days_active + 0.001',
    undefined,
    ['avg_days_active', 'user_count'],
  ],
  [
    'user_segments',
    `total_orders = total_orders + 1, segment = 'high_value', total_spend = total_spend + 0.01`,
    `segment = 'low_value'`,
    ['segment', 'total_orders', 'total_spend'],
  ],
  [
    'user_duplicates',
    `duplicate_count = duplicate_count + 1, duplicate_ids[1] = 'v1_somebodyelse'`,
    undefined,
    ['duplicate_count', 'duplicate_ids', 'user_tokens'],
  ],
  ['user_cohorts', plusOne('active_users'), undefined, ['active_users']],
  [
    'notification_analytics',
    plusOne(...ofNotifications),
    `channel = 'email' and ${onLateDay('notification_date')}`,
    ofNotifications,
  ],
  ['channel_analytics', plusOne(...ofNotifications), `channel = 'email'`, ofNotifications],
];

/** The same of v2 tables, for the v1 tables that they are compared with. */
export const v2Rows: [
  table: string,
  set: string,
  where: string | undefined,
  v1Table: string,
  measures: string[],
][] = [
  [
    'order_status_daily',
    'order_count = order_count + 1',
    onLateDay('day'),
    'order_analytics',
    ['avg_order_value', 'order_count'],
  ],
  [
    'order_status_daily',
    'revenue_cents = revenue_cents + 1',
    onLateDay('day'),
    'order_analytics',
    ['avg_order_value', 'total_revenue'],
  ],
  [
    'payment_daily',
    'attempts = attempts + 1, amount_cents = amount_cents + 1, failed = failed + 1',
    onLateDay('day'),
    'payment_analytics',
    ['failed_count', 'success_rate', 'total_amount', 'transaction_count'],
  ],
  [
    'payment_daily',
    'succeeded = succeeded - 1',
    `${onLateDay('day')} and succeeded > 0`,
    'payment_analytics',
    ['success_rate', 'successful_count'],
  ],
  [
    'payment_daily',
    'avg_processing_time_ms = avg_processing_time_ms + 1',
    `${onLateDay('day')} and avg_processing_time_ms is not null`,
    'payment_analytics',
    ['avg_processing_time_ms'],
  ],
  [
    'payment_daily',
    'avg_processing_time_ms = null',
    `${onLateDay('day')} and avg_processing_time_ms is not null`,
    'payment_analytics',
    ['avg_processing_time_ms'],
  ],
  [
    'payment_daily',
    'pending_under_24h = pending_under_24h + 1, success_rate = succeeded::numeric / nullif(attempts - pending_under_24h - 1, 0)',
    onLateDay('day'),
    'payment_analytics',
    ['success_rate'],
  ],
  [
    'payment_daily',
    'success_rate = success_rate / 2',
    `${onLateDay('day')} and success_rate > 0`,
    'payment_analytics',
    ['success_rate'],
  ],
  [
    'order_status_daily',
    'avg_order_value_cents = avg_order_value_cents + 0.01',
    onLateDay('day'),
    'order_analytics',
    ['avg_order_value'],
  ],
  ...(
    [
      ['delivery_rate', 'delivery_rate'],
      ['open_rate', 'open_rate'],
      ['click_to_open_rate', 'click_rate'],
      ['click_rate', 'click_through_rate'],
    ] as const
  ).flatMap(([rate, measure]): typeof v2Rows => [
    [
      'notification_daily',
      `${rate} = ${rate} + 0.01`,
      `channel = 'email' and ${rate} is not null and ${lateOf('day')}`,
      'notification_analytics',
      [measure],
    ],
    [
      'channel_daily',
      `${rate} = ${rate} + 0.01`,
      `channel = 'email' and ${rate} is not null`,
      'channel_analytics',
      [measure],
    ],
  ]),
  [
    'channel_daily',
    'sent = 0, delivered = 0, opened = 0, clicked = 0',
    `channel = 'email'`,
    'channel_analytics',
    ['total_sent'],
  ],
  [
    'notification_daily',
    'sent = sent + 1, delivered = delivered + 1, opened = opened + 1, clicked = clicked + 1',
    `${onLateDay('day')} and channel = 'email'`,
    'notification_analytics',
    ['clicked', 'delivered', 'opened', 'total_sent'],
  ],
  [
    'channel_daily',
    'sent = sent + 1, delivered = delivered + 1, opened = opened + 1, clicked = clicked + 1',
    `channel = 'sms'`,
    'channel_analytics',
    ['clicked', 'delivered', 'opened', 'total_sent'],
  ],
  [
    'user_registrations_daily',
    'registrations = registrations + 1, verified = verified + 1, premium = premium + 1',
    onLateDay('day'),
    'user_analytics',
    ['accounts', 'email_verified', 'premium'],
  ],
  [
    'user_activity_summary',
    'activity_count = activity_count + 1',
    undefined,
    'user_activity',
    ['activity_count'],
  ],
  [
    'user_activity_summary',
    `last_activity_at = last_activity_at + interval '1 second'`,
    undefined,
    'user_activity',
    ['last_activity'],
  ],
  [
    'user_segments',
    'total_orders = total_orders + 1',
    `segment = 'high_value'`,
    'user_segments',
    ['total_orders'],
  ],
  ...['no_orders', 'low_value', 'medium_value'].map((segment): (typeof v2Rows)[number] => [
    'user_segments',
    "segment = 'high_value'",
    `segment = '${segment}'`,
    'user_segments',
    ['segment'],
  ]),
  [
    'user_duplicates',
    `user_tokens = user_tokens || array['v1_somebodyelse']`,
    undefined,
    'user_duplicates',
    ['user_tokens'],
  ],
  [
    'user_duplicates',
    'duplicate_count = duplicate_count + 1',
    undefined,
    'user_duplicates',
    ['duplicate_count'],
  ],
  [
    'user_cohort_retention_monthly',
    'active_users = active_users + 1',
    undefined,
    'user_cohorts',
    ['active_users'],
  ],
];
