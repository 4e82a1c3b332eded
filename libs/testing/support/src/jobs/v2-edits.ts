/** Changes of v2 rows behind the shop's back, on every entity, far back in time; all before 2026-11-23. */
export const v2Edits = `
  update users_v2 set subscription_tier = 'enterprise', status = 'suspended', updated_at = '2026-11-21T10:00Z' where id % 17 = 3;
  update users_v2 set email_verified_at = created_at + interval '2 days', updated_at = '2026-11-21T11:00Z' where id % 29 = 4;
  update users_v2 set deleted_at = '2026-10-01T05:00Z', updated_at = '2026-11-21T12:00Z' where id % 31 = 5;
  update users_v2 set country_code = 'CA', updated_at = '2026-11-21T12:30Z' where id % 37 = 6;
  insert into user_activity_v2 (id, user_id, activity_type, created_at)
    select 10000000 + id, id, 'login', '2026-11-01T05:30Z'::timestamptz + id * interval '7 minutes' from users_v2 where id % 13 = 1;
  delete from user_activity_v2 where id % 101 = 7;
  delete from users_v2 where id % 53 = 8;
  update orders_v2 set status = 'cancelled', cancelled_at = created_at + interval '3 days', updated_at = '2026-11-22T10:00Z'
    where id % 23 = 3 and created_at < '2026-11-15';
  update orders_v2 set created_at = created_at - interval '9 days', updated_at = '2026-11-22T10:05Z' where id % 41 = 5;
  update orders_v2 set currency = 'JPY', discount_cents = discount_cents + 10, source = null, updated_at = '2026-11-22T10:06Z' where id % 43 = 6;
  update orders_v2 set user_id = user_id + 1, updated_at = '2026-11-22T10:07Z' where id % 47 = 7;
  update orders_v2 set confirmed_at = confirmed_at + interval '30 hours', updated_at = '2026-11-22T10:08Z' where id % 37 = 8;
  update order_items_v2 set quantity = quantity + 1, category = 'moved', updated_at = '2026-11-22T11:00Z' where id % 31 = 9;
  update order_items_v2 set order_id = order_id + 1, updated_at = '2026-11-22T11:10Z' where id % 67 = 9;
  delete from order_items_v2 where id % 59 = 1;
  delete from orders_v2 where id % 61 = 2;
  insert into refunds_v2 (id, payment_id, order_id, amount_cents, currency, reason, status, created_at, processed_at, updated_at)
    select 10000000 + id, id, case when id % 2 = 0 then order_id end, captured_cents / 3, currency, 'other', 'completed', '2026-11-20T10:00Z', '2026-11-21T10:00Z', '2026-11-21T10:00Z'
    from payments_v2 where captured_cents > 2 and id % 29 = 3;
  update payments_v2 set captured_at = captured_at + interval '8 days', updated_at = '2026-11-22T12:00Z' where id % 31 = 4 and captured_at < '2026-11-01';
  update payments_v2 set status = 'failed', failed_at = created_at + interval '1 minute', authorized_at = null, captured_at = null, updated_at = '2026-11-22T12:01Z' where id % 37 = 5;
  update payments_v2 set card_country = 'BR', amount_cents = amount_cents * 2, updated_at = '2026-11-22T12:02Z' where id % 41 = 6;
  update payments_v2 set captured_cents = 1, updated_at = '2026-11-22T12:03Z' where id % 97 = 7;
  update payments_v2 set order_id = order_id + 1, updated_at = '2026-11-22T12:04Z' where id % 83 = 8;
  delete from payments_v2 where id % 71 = 9;
  update refunds_v2 set amount_cents = amount_cents / 2, updated_at = '2026-11-22T12:05Z' where id % 5 = 1;
  delete from refunds_v2 where id % 11 = 2;
  update disputes_v2 set status = 'won', updated_at = '2026-11-22T12:06Z' where id % 3 = 1;
  delete from disputes_v2 where id % 7 = 2;
  update notifications_v2 set opened_at = coalesce(opened_at, delivered_at + interval '40 hours'), clicked_at = coalesce(clicked_at, delivered_at + interval '41 hours'), updated_at = '2026-11-22T13:00Z' where id % 31 = 3;
  update notifications_v2 set delivered_at = delivered_at + interval '11 minutes', updated_at = '2026-11-22T13:01Z' where id % 37 = 4;
  update notifications_v2 set sent_at = sent_at - interval '2 days', channel = 'sms', updated_at = '2026-11-22T13:02Z' where id % 41 = 5;
  update notifications_v2 set user_id = user_id + 1, campaign_id = campaign_id + 1, updated_at = '2026-11-22T13:03Z' where id % 43 = 6;
  delete from notifications_v2 where id % 47 = 7`;
