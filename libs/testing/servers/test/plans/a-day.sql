-- What a day brings: some hundreds of rows of each entity come, change or go, some of them far back in time.
update users_v2 set subscription_tier = 'premium', updated_at = '2026-11-20T12:00Z' where id % 331 = 5;
update users_v2 set deleted_at = '2026-11-20T12:00Z', updated_at = '2026-11-20T12:00Z' where id % 2003 = 7;
delete from users_v2 where id % 5003 = 9;
insert into user_activity_v2 (id, user_id, activity_type, created_at)
select 200000 + n, 1 + n * 37 % 20000, 'login', '2026-11-20T00:00Z'::timestamptz + n * interval '2 minutes'
from generate_series(1, 500) as n;
delete from user_activity_v2 where id % 3001 = 4;
update orders_v2 set status = 'delivered', delivered_at = '2026-11-20T10:00Z', updated_at = '2026-11-20T13:00Z'
where id % 307 = 3;
update orders_v2 set created_at = created_at - interval '9 days', updated_at = '2026-11-20T13:01Z' where id % 2011 = 5;
delete from orders_v2 where id % 4001 = 6;
update order_items_v2 set quantity = quantity + 1, updated_at = '2026-11-20T13:02Z' where id % 401 = 8;
update payments_v2
set status = 'captured', captured_cents = amount_cents, captured_at = '2026-11-20T09:00Z', updated_at = '2026-11-20T13:03Z'
where id % 311 = 2;
update payments_v2 set order_id = order_id + 1, updated_at = '2026-11-20T13:04Z' where id % 1009 = 3;
delete from payments_v2 where id % 4007 = 5;
update refunds_v2 set status = 'completed', processed_at = '2026-11-20T09:00Z', updated_at = '2026-11-20T13:05Z'
where id % 211 = 3;
update disputes_v2 set status = 'won', closed_at = '2026-11-20T09:00Z', updated_at = '2026-11-20T13:06Z' where id % 223 = 4;
update notifications_v2 set opened_at = '2026-11-20T09:00Z', updated_at = '2026-11-20T13:07Z' where id % 227 = 6;
delete from notifications_v2 where id % 3011 = 7;
