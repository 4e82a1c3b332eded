-- Facts of the payments domain.
create table core.payments (
  id                       bigint not null,
  order_id                 bigint,
  user_token               text not null,
  amount_cents             bigint not null,
  captured_cents           bigint,
  refunded_cents           bigint,
  currency                 text not null,
  status                   text not null,
  payment_method           text,
  provider                 text,
  provider_transaction_id  text,
  card_fingerprint_token   text,
  card_brand               text,
  card_last_four           text,
  card_country             text,
  billing_address_token    text,
  ip_address_token         text,
  failure_code             text,
  processing_time_ms       integer,
  created_at               timestamptz not null,
  authorized_at            timestamptz,
  captured_at              timestamptz,
  failed_at                timestamptz,
  updated_at               timestamptz not null,
  loaded_run_id            bigint not null,
  primary key (id, user_token)
);
create index on core.payments (created_at);
create index on core.payments (order_id);
create index on core.payments (captured_at);
create index on core.payments (authorized_at);
create index on core.payments (user_token, created_at);
create index on core.payments (card_fingerprint_token, created_at);

create table core.refunds (
  id                      bigint not null,
  payment_id              bigint not null,
  order_id                bigint,
  amount_cents            bigint not null,
  currency                text not null,
  reason                  text,
  status                  text not null,
  initiated_by            text,
  created_at              timestamptz not null,
  processed_at            timestamptz,
  updated_at              timestamptz not null,
  payment_currency        text,
  payment_captured_cents  bigint,
  loaded_run_id           bigint not null,
  primary key (id)
);
create index on core.refunds (payment_id);
create index on core.refunds (order_id);
create index on core.refunds (processed_at);

create table core.disputes (
  id             bigint not null,
  payment_id     bigint not null,
  amount_cents   bigint not null,
  currency       text not null,
  reason         text,
  status         text not null,
  opened_at      timestamptz,
  closed_at      timestamptz,
  updated_at     timestamptz not null,
  loaded_run_id  bigint not null,
  primary key (id)
);
create index on core.disputes (payment_id);
create index on core.disputes (opened_at);

-- What became of an attempt to pay, as of `now`: instants at or after it have not happened. One
-- expression, so that the planner inlines it.
create function core.payment_outcome(
  authorized_at timestamptz, captured_at timestamptz, failed_at timestamptz, status text, now timestamptz
) returns text
language sql immutable parallel safe as $$
  select case
    when authorized_at < now or captured_at < now then 'succeeded'
    when failed_at < now or status = 'failed' then 'failed'
    when status = 'cancelled' then 'cancelled'
    else 'pending'
  end
$$;

comment on function core.payment_outcome is
  'succeeded (authorised or captured), else failed (by time stamp or status), else cancelled, else pending.';
