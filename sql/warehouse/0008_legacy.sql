-- What the legacy generation of the services needs: its words, its money, and what it cannot tell.
-- Where the old system worked in this warehouse the schema is there, with its tables and maybe another owner.
create schema if not exists analytics_v1;
do $$
begin
  if (select pg_has_role(nspowner, 'usage') from pg_namespace where nspname = 'analytics_v1') then
    comment on schema analytics_v1 is 'Tables of the old system, in the old shapes: personal columns hold tokens unless V1_PII says otherwise.';
  end if;
end
$$;

create table core.vocabulary (
  field    text not null,
  v2_word  text not null,
  v1_word  text not null,
  read     boolean not null default true,
  primary key (field, v2_word)
);
create unique index on core.vocabulary (field, v1_word) where read;
comment on table core.vocabulary is 'The words of both generations. Every v2 word has the old word that v1 tables report it as; a legacy row''s word becomes the v2 word for which read is set.';

insert into core.vocabulary (field, v2_word, v1_word, read) values
  ('users.status', 'active', 'active', true),
  ('users.status', 'pending_verification', 'active', false),
  ('users.status', 'inactive', 'dormant', true),
  ('users.status', 'suspended', 'dormant', false),
  ('users.status', 'churned', 'churned', true),
  ('users.subscription_tier', 'free', 'free', true),
  ('users.subscription_tier', 'basic', 'basic', true),
  ('users.subscription_tier', 'premium', 'premium', true),
  ('users.subscription_tier', 'enterprise', 'premium', false),
  ('orders.status', 'pending', 'pending', true),
  ('orders.status', 'confirmed', 'pending', false),
  ('orders.status', 'processing', 'pending', false),
  ('orders.status', 'shipped', 'pending', false),
  ('orders.status', 'delivered', 'completed', true),
  ('orders.status', 'cancelled', 'cancelled', true),
  ('orders.status', 'refunded', 'refunded', true),
  ('payments.status', 'pending', 'pending', true),
  ('payments.status', 'authorized', 'pending', false),
  ('payments.status', 'captured', 'success', true),
  ('payments.status', 'partially_refunded', 'success', false),
  ('payments.status', 'failed', 'failed', true),
  ('payments.status', 'cancelled', 'failed', false),
  ('payments.status', 'refunded', 'refunded', true),
  ('notifications.channel', 'email', 'email', true),
  ('notifications.channel', 'sms', 'sms', true),
  ('notifications.channel', 'push', 'push', true),
  ('notifications.channel', 'in_app', 'push', false),
  ('notifications.channel', 'webhook', 'push', false);

-- Fields whose words are the same in both generations.
insert into core.vocabulary (field, v2_word, v1_word)
select field, word, word
from (
  values
    ('user_activity.activity_type', array[
      'login', 'logout', 'page_view', 'search', 'product_view', 'add_to_cart', 'checkout_start', 'purchase',
      'review_submit', 'profile_update'
    ]),
    ('payments.payment_method', array['card', 'bank_transfer', 'paypal', 'apple_pay', 'google_pay', 'crypto']),
    ('refunds.status', array['pending', 'processing', 'completed', 'failed', 'cancelled']),
    ('refunds.reason', array[
      'duplicate', 'fraudulent', 'requested_by_customer', 'order_cancelled', 'product_not_received',
      'product_unacceptable', 'other'
    ]),
    ('notifications.notification_type', array[
      'order_confirmation', 'order_shipped', 'order_delivered', 'order_cancelled', 'payment_received',
      'payment_failed', 'refund_processed', 'password_reset', 'account_verification', 'promotional', 'system_alert'
    ]),
    ('notifications.status', array[
      'pending', 'queued', 'sent', 'delivered', 'opened', 'clicked', 'bounced', 'failed', 'unsubscribed'
    ])
) as same (field, words)
cross join unnest(words) as word;

create function core.v1_word(field text, word text) returns text
language sql stable parallel safe as $$
  select v1_word from core.vocabulary where vocabulary.field = $1 and v2_word = $2
$$;
comment on function core.v1_word is 'The old word that a v2 word is reported as in v1 tables; NULL for NULL and for words of neither generation.';

create function core.v2_word(field text, word text) returns text
language sql stable parallel safe as $$
  select v2_word from core.vocabulary where vocabulary.field = $1 and v1_word = $2 and read
$$;
comment on function core.v2_word is 'What an old word becomes in core; NULL for NULL and for words outside the vocabulary of the legacy source.';

create function core.minor_units_in_one(currency text) returns numeric
language sql immutable parallel safe as $$
  select case
    when currency in (
      'BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'UYI', 'VND', 'VUV', 'XAF', 'XOF', 'XPF'
    ) then 1
    when currency in ('BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND') then 1000
    when currency in ('CLF', 'UYW') then 10000
    else 100
  end::numeric
$$;
comment on function core.minor_units_in_one is 'Minor units of a currency that make one of its major unit, ISO 4217.';

-- The shortest decimal that reads back as the float is what somebody meant by it: sums of floats are off by
-- far less than the tolerance, amounts with too many places by far more. Beyond 2^53 minor units a float cannot
-- tell one from the next. One expression, though it repeats itself: only such are called without a query of
-- their own for each row.
create function core.minor_units(amount double precision, currency text) returns bigint
language sql immutable parallel safe as $$
  select case
    when abs($1) < 1e18
      and abs($1::text::numeric * core.minor_units_in_one($2)) <= 9007199254740992
      and abs(
        $1::text::numeric * core.minor_units_in_one($2) - round($1::text::numeric * core.minor_units_in_one($2))
      ) <= 1e-6
    then round($1::text::numeric * core.minor_units_in_one($2))::bigint
  end
$$;
comment on function core.minor_units is 'An amount in major units of a currency as whole minor units; NULL where it is none within 1e-6, not finite, or beyond 2^53.';

create function core.major_units(cents numeric, currency text) returns numeric
language sql immutable parallel safe as $$
  select $1 * (1.0000 / core.minor_units_in_one($2))
$$;
comment on function core.major_units is 'An amount in minor units of a currency as major units, exact.';

-- Servers before 17 refuse exception blocks while a statement runs in parallel.
create function core.json_or_null(document text) returns jsonb
language plpgsql immutable parallel unsafe as $$
begin
  return document::jsonb;
exception when others then
  return null;
end
$$;
comment on function core.json_or_null is 'A text as JSON; NULL for what is none, and for what jsonb cannot hold.';

create function core.is_number(value text) returns boolean
language sql immutable parallel safe as $$
  select length($1) <= 400 and $1 ~ '^-?[0-9]{1,19}(\.[0-9]+)?([eE][-+]?[0-9]{1,2})?$'
$$;
comment on function core.is_number is 'Whether a text is a decimal number that a float can hold.';

create function core.whole_number(value text) returns numeric
language sql immutable parallel safe as $$
  select case when core.is_number($1) and trunc($1::numeric) = $1::numeric then trunc($1::numeric) end
$$;
comment on function core.whole_number is 'A text as a whole number, 2.0 and 2e0 included; NULL for what is none.';

-- The lines of a legacy order. A line that cannot be read gives its defects; a text that is no list of
-- lines gives one row with position 0. Each step is materialised, or its expressions would be worked out again
-- for every use of their results.
create function core.legacy_lines(items_json text, currency text) returns table (
  "position" integer, product_id bigint, product_name text, product_sku text, category text, quantity integer,
  unit_price_cents bigint, total_cents bigint, defects text[]
)
language sql immutable parallel unsafe as $$
  with document as materialized (
    select core.json_or_null(items_json) as lines
  ),
  judged as materialized (
    select case when jsonb_typeof(lines) = 'array' then lines else '[]'::jsonb end as lines,
      case
        when items_json is null then null
        when lines is null or jsonb_typeof(lines) <> 'array' then 'items_json: not a list of lines'
        when jsonb_path_exists(lines, 'strict $[*] ? (@.type() != "object")') then 'items_json: not a list of lines'
        when jsonb_array_length(lines) > 9999 then 'items_json: more than 9999 lines'
      end as defect
    from document
  ),
  lines as materialized (
    select
      line.nth::integer as nth,
      line.value ->> 'product_id' as product_id,
      line.value ->> 'product_name' as product_name,
      line.value ->> 'product_sku' as product_sku,
      line.value ->> 'product_category' as category,
      line.value ->> 'quantity' as quantity,
      line.value ->> 'unit_price' as unit_price,
      line.value ->> 'total_price' as total_price
    from judged
    cross join lateral jsonb_array_elements(judged.lines) with ordinality as line (value, nth)
    where judged.defect is null
  ),
  numbers as materialized (
    select
      lines.nth,
      lines.product_name,
      lines.product_sku,
      lines.category,
      core.whole_number(lines.product_id) as product,
      core.whole_number(lines.quantity) as units,
      case when core.is_number(lines.unit_price) then lines.unit_price::double precision end as unit_price,
      case when core.is_number(lines.total_price) then lines.total_price::double precision end as total_price,
      lines.quantity is not null as has_quantity,
      lines.total_price is not null as has_total
    from lines
  ),
  read as materialized (
    select
      numbers.*,
      case when product between -9223372036854775808 and 9223372036854775807 then product::bigint end as product_id,
      case when units between -2147483648 and 2147483647 then units::integer end as quantity,
      core.minor_units(numbers.unit_price, currency) as unit_cents,
      core.minor_units(numbers.total_price, currency) as line_cents
    from numbers
  )
  select 0, null::bigint, null, null, null, null::integer, null::bigint, null::bigint, array[judged.defect]
  from judged
  where judged.defect is not null
  union all
  select
    read.nth,
    read.product_id,
    read.product_name,
    read.product_sku,
    read.category,
    read.quantity,
    read.unit_cents,
    read.line_cents,
    array_remove(array[
      case when read.product_id is null then 'items_json: a line without product_id' end,
      case when read.has_quantity and read.quantity is null then 'items_json: quantity is no whole number' end,
      case when read.unit_cents is null then 'items_json: unit_price is no whole number of minor units' end,
      case
        when read.has_total and read.line_cents is null
        then 'items_json: total_price is no whole number of minor units'
      end
    ], null)
  from read
$$;
comment on function core.legacy_lines is 'The lines in items_json of a legacy order, amounts in minor units of the currency, with what is wrong with each.';

alter table core.users
  add column email_verified boolean,
  add column email_shown text,
  add column phone_shown text,
  add column full_name_shown text;

alter table core.users_history add column generation text not null default 'v2' check (generation in ('legacy', 'v2'));
comment on column core.users_history.generation is 'The generation of the source that said so.';

alter table etl.watermarks
  add column generation text not null default 'v2' check (generation in ('legacy', 'v2')),
  add column disclosure text not null default 'tokens' check (disclosure in ('tokens', 'masked', 'direct'));
comment on column etl.watermarks.generation is 'The generation of the source tables that core was filled from.';
comment on column etl.watermarks.disclosure is 'What was kept of personal values for v1 tables: nothing but tokens, masks, or the values.';

create table etl.untold_columns (
  entity       text not null,
  column_name  text not null,
  run_id       bigint not null,
  primary key (entity, column_name)
);
comment on table etl.untold_columns is 'Columns of core that the source tables in use cannot tell: what would be made of them is NULL, not 0.';

create function core.told(entity text, column_name text) returns boolean
language sql stable parallel safe as $$
  select not exists (
    select from etl.untold_columns where untold_columns.entity = $1 and untold_columns.column_name = $2
  )
$$;
comment on function core.told is 'Whether the source tables in use can tell a column of core.';
