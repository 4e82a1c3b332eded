-- disputes_v2 as the entity `disputes`.
select
  id,
  payment_id,
  amount_cents,
  upper(currency collate "C") as currency,
  reason,
  status,
  opened_at,
  updated_at
from disputes_v2
