-- Orders that have become 24 hours old.
select distinct valid.day as slice
from maturing
join core.valid_orders as valid
  on valid.created_at > maturing.after - interval '24 hours'
 and valid.created_at <= maturing.until - interval '24 hours'
 and valid.total_cents > 0
