-- The attempts to pay as the old tables have them, amounts in major units. A card has one number.
select
  id::integer as id,
  order_id::integer as order_id,
  user_id::integer as user_id,
  1 as merchant_id,
  amount_cents / (case currency when 'JPY' then 1 when 'KWD' then 1000 else 100 end)::double precision as amount,
  currency::text as currency,
  case status
    when 'authorized' then 'pending'
    when 'captured' then 'success'
    when 'partially_refunded' then 'success'
    when 'cancelled' then 'failed'
    else status
  end as status,
  payment_method,
  case
    when card_fingerprint is not null
    then
      '4'
      || lpad(((hashtextextended(card_fingerprint, 1) & 9223372036854775807) % 100000000000)::text, 11, '0')
      || coalesce(card_last_four, '0000')
  end as card_number,
  case when card_fingerprint is not null then '09/29' end as card_expiry,
  case when card_fingerprint is not null then lpad((hashtext(card_fingerprint) & 511)::text, 3, '0') end as card_cvv,
  card_last_four,
  cardholder_name,
  billing_address,
  'customer' || user_id || '@example.org' as billing_email,
  '+1555' || lpad((user_id % 10000000)::text, 7, '0') as billing_phone,
  json_build_object('transaction', provider_transaction_id, 'holder', cardholder_name)::text as gateway_response,
  failure_code as error_code,
  failure_reason as error_message,
  created_at at time zone 'UTC' as created_at,
  case
    when status in ('captured', 'partially_refunded', 'refunded') then captured_at
    when status = 'failed' then failed_at
    when status <> 'cancelled' then coalesce(captured_at, failed_at)
  end at time zone 'UTC' as processed_at,
  updated_at at time zone 'UTC' as updated_at
from payments_v2
