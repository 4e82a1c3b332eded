-- Orders that have become 24 hours old.
select distinct valid.day as slice
from closing
join core.valid_orders as valid
  on valid.created_at > closing.after - interval '24 hours'
 and valid.created_at <= closing.until - interval '24 hours'
 and valid.total_cents > 0
