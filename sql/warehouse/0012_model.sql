-- What no table, report, check or comparison reads leaves core, and with it personal texts that were kept there:
-- paths and sessions, numbers of orders and of payments, tokens of addresses. What a mail tool knows its campaigns
-- by is text. Views of one's own that read such a column are named before anything is changed.
do $$
declare
  readers text;
begin
  select string_agg(
    distinct format('%s reads core.%s.%s', pg_rewrite.ev_class::regclass, relname, attname), ', '
  )
  into readers
  from (
    values
      ('users', array['timezone', 'preferred_language']),
      (
        'user_activity',
        array['session_id', 'page_path', 'duration_seconds', 'device_type', 'product_id', 'category_id']
      ),
      (
        'orders',
        array[
          'order_number', 'subtotal_cents', 'item_count', 'shipping_address_token', 'billing_address_token'
        ]
      ),
      ('order_items', array['product_variant_id', 'product_sku', 'tax_cents', 'total_cents', 'is_gift']),
      (
        'payments',
        array[
          'refunded_cents', 'provider_transaction_id', 'card_last_four', 'billing_address_token', 'ip_address_token'
        ]
      ),
      ('refunds', array['initiated_by']),
      ('disputes', array['closed_at']),
      ('notifications', array['template_version', 'queued_at', 'campaign_id'])
  ) as changed (name, columns)
  join pg_class on pg_class.oid = to_regclass('core.' || changed.name)
  join pg_attribute on attrelid = pg_class.oid and attname = any (changed.columns)
  join pg_depend
    on refclassid = 'pg_class'::regclass
   and refobjid = attrelid
   and refobjsubid = attnum
   and classid = 'pg_rewrite'::regclass
  join pg_rewrite on pg_rewrite.oid = pg_depend.objid;
  if readers is not null then
    raise exception 'columns that leave core, or change their type, are read by views: %', readers
      using errcode = 'dependent_objects_still_exist',
        hint = 'drop the views, or take the columns out of them, and run again';
  end if;
end
$$;

alter table core.users
  drop column timezone,
  drop column preferred_language;

-- To drop a column leaves its values in the table's file: where they may be personal, the table is written anew.
alter table core.user_activity
  drop column session_id,
  drop column page_path,
  drop column duration_seconds,
  drop column device_type,
  drop column product_id,
  drop column category_id;
alter table core.user_activity alter column platform type text using platform || '';

alter table core.orders
  drop column order_number,
  drop column subtotal_cents,
  drop column item_count,
  drop column shipping_address_token,
  drop column billing_address_token;
alter table core.orders alter column status type text using status || '';

alter table core.order_items
  drop column product_variant_id,
  drop column product_sku,
  drop column tax_cents,
  drop column total_cents,
  drop column is_gift;

alter table core.payments
  drop column refunded_cents,
  drop column provider_transaction_id,
  drop column card_last_four,
  drop column billing_address_token,
  drop column ip_address_token;
alter table core.payments alter column status type text using status || '';

alter table core.refunds drop column initiated_by;

alter table core.disputes drop column closed_at;

alter table core.notifications
  drop column template_version,
  drop column queued_at;
alter table core.notifications alter column campaign_id type text;

-- Rewriting a table empties its statistics of what the planner needs.
analyze core.user_activity, core.orders, core.payments, core.notifications;

-- A line is refused with what is wrong with it where its numbers or its category are beyond what a table can hold.
create or replace function core.legacy_lines(items_json text, currency text) returns table (
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
      case when units between -2147483647 and 2147483647 then units::integer end as quantity,
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
      case
        when read.has_quantity and read.units is null then 'items_json: quantity is no whole number'
        when read.has_quantity and read.quantity is null then 'items_json: quantity beyond 2^31 - 1'
        when abs(read.quantity::numeric * read.unit_cents) > 4611686018427387904
        then 'items_json: quantity with unit_price beyond 2^62 minor units'
      end,
      case when length(read.category) > 200 then 'items_json: product_category longer than 200 characters' end,
      case when read.unit_cents is null then 'items_json: unit_price is no whole number of minor units' end,
      case
        when read.has_total and read.line_cents is null
        then 'items_json: total_price is no whole number of minor units'
      end
    ], null)
  from read
$$;

create table etl.refused_batches (
  run_id      bigint not null,
  entity      text not null,
  source_id   bigint,
  reasons     text[] not null,
  refused_at  timestamptz not null default clock_timestamp()
);
comment on table etl.refused_batches is 'Rows of the last unit of each entity that was refused as a whole, since more of its rows broke the model than QUARANTINE_LIMIT allows: keys and reasons, never a value. They go when the entity has been loaded.';
create index on etl.refused_batches (entity);
