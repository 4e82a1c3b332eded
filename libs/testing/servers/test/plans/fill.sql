-- As many rows of each entity as guard.rows says, by SQL: a shop of 200 days up to 2026-11-20. Users, orders and cards follow power
-- laws, so that some users have thousands of rows and most have a few.
select setseed(0.42);

create temporary table at_random as
select
  n,
  1 + floor(current_setting('guard.rows')::int * power(random(), 3))::bigint as anyone,
  '2026-11-20T00:00Z'::timestamptz - power(random(), 1.3) * interval '200 days' as at,
  random() as a,
  random() as b,
  random() as c
from generate_series(1, current_setting('guard.rows')::int) as n;

analyze at_random;

insert into users_v2 (
  id, email, full_name, status, subscription_tier, email_verified_at, created_at, updated_at, last_activity_at,
  deleted_at, signup_source, country_code
)
select
  n,
  'user' || n || '@example.com',
  'User ' || n,
  (array['active', 'active', 'active', 'active', 'inactive', 'suspended', 'churned', 'pending_verification'])[1 + floor(a * 8)],
  (array['free', 'free', 'free', 'basic', 'basic', 'premium', 'enterprise'])[1 + floor(b * 7)],
  case when c < 0.8 then at + c * interval '2 days' end,
  at,
  least(at + c * interval '60 days', '2026-11-20T00:00Z'),
  least(at + c * interval '90 days', '2026-11-20T00:00Z'),
  case when b < 0.03 and at < '2026-09-01' then least(at + c * interval '60 days', '2026-11-20T00:00Z') end,
  (array['organic', 'ads', 'referral', 'social'])[1 + floor(c * 4)],
  (array['US', 'DE', 'GB', 'FR', 'JP', 'BR'])[1 + floor(a * 6)]
from (select n, a, b, c, '2026-11-20T00:00Z'::timestamptz - power(c, 6) * interval '200 days' as at from at_random) as users;

insert into user_activity_v2 (id, user_id, activity_type, created_at, device_type, platform, product_id, duration_seconds)
select
  n,
  anyone,
  (array['login', 'page_view', 'page_view', 'page_view', 'search', 'product_view', 'add_to_cart', 'purchase'])[1 + floor(a * 8)],
  at,
  (array['mobile', 'desktop', 'tablet'])[1 + floor(b * 3)],
  (array['ios', 'android', 'web'])[1 + floor(c * 3)],
  1 + floor(c * 500),
  floor(b * 600)
from at_random;

insert into orders_v2 (
  id, order_number, user_id, status, currency, subtotal_cents, discount_cents, tax_cents, shipping_cents, total_cents,
  item_count, source, coupon_code, created_at, updated_at, confirmed_at, shipped_at, delivered_at, cancelled_at
)
select
  n,
  'O-' || n,
  anyone,
  (array['delivered', 'delivered', 'delivered', 'delivered', 'shipped', 'confirmed', 'processing', 'pending', 'cancelled', 'refunded'])[1 + floor(b * 10)],
  (array['USD', 'USD', 'USD', 'EUR', 'GBP'])[1 + floor(a * 5)],
  10000,
  case when c < 0.2 then 500 else 0 end,
  2000,
  500,
  case when c < 0.2 then 12000 else 12500 end,
  1,
  (array['web', 'mobile', 'api'])[1 + floor(c * 3)],
  case when c < 0.2 then 'C' || floor(c * 100) end,
  at,
  least(at + interval '5 days', '2026-11-20T00:00Z'),
  case when b < 0.7 then at + a * interval '30 minutes' end,
  case when b < 0.5 then at + a * interval '2 days' end,
  case when b < 0.4 then at + interval '2 days' + c * interval '3 days' end,
  case when b >= 0.8 and b < 0.9 then at + c * interval '1 day' end
from at_random;

insert into order_items_v2 (
  id, order_id, product_id, product_name, product_sku, category, quantity, unit_price_cents, discount_cents, tax_cents,
  total_cents, is_gift, created_at, updated_at
)
select
  n,
  n,
  1 + floor(500 * power(c, 3)),
  'Product ' || 1 + floor(500 * power(c, 3)),
  'S-' || 1 + floor(500 * power(c, 3)),
  'category ' || floor(12 * power(c, 2)),
  1 + floor(b * 3),
  5000,
  0,
  1000,
  11000,
  a < 0.05,
  at,
  at
from at_random;

-- Nine of ten are the first attempt for an order; the others try an order again.
insert into payments_v2 (
  id, order_id, user_id, amount_cents, captured_cents, refunded_cents, currency, status, payment_method, provider,
  card_fingerprint, card_brand, card_country, failure_code, processing_time_ms, created_at, authorized_at, captured_at,
  failed_at, updated_at
)
select
  attempt.n,
  orders.id,
  orders.user_id,
  attempt.amount_cents,
  case when attempt.b < 0.8 then attempt.amount_cents end,
  0,
  orders.currency,
  case when attempt.b < 0.8 then 'captured' when attempt.b < 0.95 then 'failed' else 'pending' end,
  (array['card', 'card', 'card', 'paypal', 'bank_transfer'])[1 + floor(attempt.a * 5)],
  (array['stripe', 'adyen', 'paypal'])[1 + floor(attempt.c * 3)],
  case when attempt.a < 0.6 then 'card ' || orders.user_id % 60007 end,
  'visa',
  (array['US', 'DE', 'GB', 'FR', 'JP', 'BR'])[1 + floor(attempt.c * 6)],
  case when attempt.b >= 0.8 and attempt.b < 0.95 then 'declined_' || floor(attempt.c * 8) end,
  floor(attempt.a * 3000),
  attempt.created_at,
  case when attempt.b < 0.85 then attempt.created_at + interval '3 seconds' end,
  case when attempt.b < 0.8 then attempt.created_at + attempt.c * interval '2 days' end,
  case when attempt.b >= 0.85 and attempt.b < 0.95 then attempt.created_at + interval '5 seconds' end,
  least(attempt.created_at + interval '2 days', '2026-11-20T00:00Z')
from (
  select
    at_random.*,
    case
      when n <= 0.9 * current_setting('guard.rows')::int then n
      else 1 + floor(b * 0.9 * current_setting('guard.rows')::int)::bigint
    end as order_id,
    1000 + floor(20000 * power(c, 2))::bigint as amount_cents,
    at + interval '1 minute' as created_at
  from at_random
) as attempt
join orders_v2 as orders on orders.id = attempt.order_id;

analyze payments_v2;

insert into refunds_v2 (
  id, payment_id, order_id, amount_cents, currency, reason, status, created_at, processed_at, updated_at
)
select
  at_random.n,
  payments.id,
  payments.order_id,
  1 + floor(a * 100),
  payments.currency,
  (array['requested_by_customer', 'duplicate', 'other', 'order_cancelled'])[1 + floor(b * 4)],
  case when c < 0.9 then 'completed' else 'pending' end,
  payments.captured_at + a * interval '20 days',
  case when c < 0.9 then payments.captured_at + a * interval '22 days' end,
  payments.captured_at + a * interval '22 days'
from at_random
join (
  select *, row_number() over (order by id) as nth from payments_v2 where status = 'captured'
) as payments on payments.nth = 1 + at_random.n % (select count(*) from payments_v2 where status = 'captured');

insert into disputes_v2 (id, payment_id, amount_cents, currency, reason, status, opened_at, closed_at, updated_at)
select
  at_random.n,
  payments.id,
  1000,
  payments.currency,
  (array['fraudulent', 'product_not_received', 'duplicate'])[1 + floor(b * 3)],
  (array['open', 'won', 'lost'])[1 + floor(c * 3)],
  payments.created_at + a * interval '40 days',
  case when c >= 0.34 then payments.created_at + a * interval '70 days' end,
  payments.created_at + a * interval '70 days'
from at_random
join payments_v2 as payments on payments.id = at_random.n;

insert into notifications_v2 (
  id, user_id, channel, notification_type, status, template_id, order_id, campaign_id, provider, created_at, queued_at,
  sent_at, delivered_at, opened_at, clicked_at, bounced_at, failed_at, unsubscribed_at, failure_code, retry_count, updated_at
)
select
  n,
  anyone,
  (array['email', 'email', 'email', 'sms', 'push', 'in_app'])[1 + floor(b * 6)],
  case when a < 0.4 then 'promotional' when a < 0.7 then 'order_confirmation' else 'order_shipped' end,
  case when c < 0.3 then 'opened' when c < 0.9 then 'delivered' when c < 0.95 then 'bounced' else 'failed' end,
  't' || floor(a * 20),
  case when a >= 0.4 then n end,
  case when a < 0.4 then 1 + floor(b * 40) end,
  (array['ses', 'twilio', 'fcm'])[1 + floor(b * 3)],
  at,
  at,
  at + interval '2 seconds',
  case when c < 0.9 then at + c * interval '15 minutes' end,
  case when c < 0.3 then at + interval '1 hour' + b * interval '30 hours' end,
  case when c < 0.1 then at + interval '32 hours' + b * interval '10 hours' end,
  case when c >= 0.9 and c < 0.95 then at + interval '1 minute' end,
  case when c >= 0.95 then at + interval '1 minute' end,
  case when c < 0.002 then at + interval '50 hours' end,
  case when c >= 0.95 then 'provider_error' end,
  case when b < 0.1 then 2 else 0 end,
  at + interval '50 hours'
from at_random;

analyze;
