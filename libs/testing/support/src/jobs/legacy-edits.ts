/** Late changes to legacy rows of every kind, deletions too; all before 2026-11-23. */
export const legacyEdits = `
  update users_legacy set status = 'dormant', updated_at = '2026-11-21 11:00' where id % 17 = 3;
  update users_legacy set subscription_type = 'premium', email = 'new' || id || '@example.com', updated_at = '2026-11-21 11:10' where id % 29 = 4;
  update users_legacy set email_verified = 1 - email_verified, last_login_at = '2026-11-22 04:30', updated_at = '2026-11-22 11:20' where id % 13 = 5;
  update users_legacy set created_at = created_at - interval '9 days', updated_at = '2026-11-21 11:30' where id % 31 = 6;
  delete from users_legacy where id % 53 = 8;
  insert into user_activity_legacy (id, user_id, activity_type, created_at)
    select 10000000 + id, id, 'login', '2026-11-01 05:30'::timestamp + id * interval '7 minutes' from users_legacy where id % 13 = 1;
  delete from user_activity_legacy where id % 101 = 7;
  update orders_legacy set status = 'completed', updated_at = '2026-11-22 10:00' where id % 23 = 3;
  update orders_legacy set created_at = created_at - interval '9 days', updated_at = '2026-11-22 10:05' where id % 41 = 5;
  update orders_legacy set total_amount = total_amount + 1, user_id = user_id + 1, updated_at = '2026-11-22 10:06' where id % 43 = 6;
  update orders_legacy set items_json = (items_json::jsonb - 0)::text, updated_at = '2026-11-22 10:07' where id % 47 = 7;
  update orders_legacy set items_json = (items_json::jsonb || '[{"product_id": 7, "product_name": "Extra", "quantity": 2, "unit_price": 5, "total_price": 10, "product_category": "new"}]')::text, updated_at = '2026-11-22 10:08' where id % 37 = 8;
  update orders_legacy set items_json = '[{"product_id": 1, "unit_price": 1', updated_at = '2026-11-22 10:09' where id % 211 = 9;
  delete from orders_legacy where id % 61 = 2;
  insert into refunds_legacy (id, payment_id, order_id, amount, reason, status, created_at, processed_at, updated_at)
    select 10000000 + id, id, order_id, 1, 'other', 'completed', '2026-11-20 10:00', '2026-11-21 10:00', '2026-11-21 10:00'
    from payments_legacy where status = 'success' and id % 29 = 3;
  update payments_legacy set processed_at = processed_at + interval '8 days', updated_at = '2026-11-22 12:00' where id % 31 = 4 and processed_at < '2026-11-01';
  update payments_legacy set status = 'failed', processed_at = created_at + interval '1 minute', updated_at = '2026-11-22 12:01' where id % 37 = 5;
  update payments_legacy set amount = amount * 2, updated_at = '2026-11-22 12:02' where id % 41 = 6;
  update payments_legacy set currency = 'JPY', amount = ceil(amount), updated_at = '2026-11-22 12:03' where id % 97 = 7;
  update payments_legacy set order_id = order_id + 1, updated_at = '2026-11-22 12:04' where id % 83 = 8;
  delete from payments_legacy where id % 71 = 9;
  update refunds_legacy set status = 'failed', updated_at = '2026-11-22 12:05' where id % 5 = 1;
  delete from refunds_legacy where id % 11 = 2;
  update notifications_legacy set opened_at = coalesce(opened_at, delivered_at + interval '40 hours'), clicked_at = coalesce(clicked_at, delivered_at + interval '41 hours'), updated_at = '2026-11-22 13:00' where id % 31 = 3;
  update notifications_legacy set sent_at = sent_at - interval '2 days', channel = 'sms', updated_at = '2026-11-22 13:02' where id % 41 = 5;
  update notifications_legacy set user_id = user_id + 1, updated_at = '2026-11-22 13:03' where id % 43 = 6;
  delete from notifications_legacy where id % 47 = 7`;
