-- Facts of the users domain. Distributed by user_token where the warehouse is a cluster, hence the keys.
create schema if not exists core;
create schema if not exists analytics;

comment on schema core is 'Facts as loaded from the services, personal values as tokens. Input of the metric tables.';
comment on schema analytics is 'Metric tables for reporting.';

create table core.users (
  id                  bigint not null,
  user_token          text not null,
  email_token         text,
  phone_token         text,
  full_name_token     text,
  status              text not null,
  subscription_tier   text,
  email_verified_at   timestamptz,
  created_at          timestamptz not null,
  updated_at          timestamptz not null,
  last_activity_at    timestamptz,
  deleted_at          timestamptz,
  signup_source       text,
  country_code        text,
  timezone            text,
  preferred_language  text,
  identity_hash       text,
  loaded_run_id       bigint not null,
  primary key (id, user_token)
);
create index on core.users (user_token);
create index on core.users (created_at);
create index on core.users (identity_hash);

create table core.users_history (
  user_token         text not null,
  valid_from         timestamptz not null,
  status             text,
  subscription_tier  text,
  country_code       text,
  loaded_run_id      bigint not null,
  primary key (user_token, valid_from)
);

create table core.user_activity (
  id                bigint not null,
  user_token        text not null,
  activity_type     text not null,
  created_at        timestamptz not null,
  session_id        text,
  page_path         text,
  duration_seconds  integer,
  device_type       text,
  platform          text,
  product_id        bigint,
  category_id       bigint,
  loaded_run_id     bigint not null,
  primary key (id, user_token)
);
create index on core.user_activity (created_at);

create table core.tombstones (
  entity      text not null,
  id          bigint not null,
  deleted_at  timestamptz not null,
  run_id      bigint not null,
  primary key (entity, id)
);
comment on table core.tombstones is 'Rows that were deleted in the source: their keys and the now of the run that noticed. Nothing else of them is kept.';
