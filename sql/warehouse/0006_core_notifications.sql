-- Facts of the notifications domain.
create table core.notifications (
  id                 bigint not null,
  user_token         text not null,
  channel            text,
  notification_type  text,
  status             text not null,
  template_id        text,
  template_version   text,
  order_id           bigint,
  campaign_id        bigint,
  provider           text,
  created_at         timestamptz not null,
  queued_at          timestamptz,
  sent_at            timestamptz,
  delivered_at       timestamptz,
  opened_at          timestamptz,
  clicked_at         timestamptz,
  bounced_at         timestamptz,
  failed_at          timestamptz,
  unsubscribed_at    timestamptz,
  complained_at      timestamptz,
  failure_code       text,
  retry_count        integer,
  updated_at         timestamptz not null,
  loaded_run_id      bigint not null,
  primary key (id, user_token)
);
create index on core.notifications (created_at);
create index on core.notifications (sent_at);
create index on core.notifications (delivered_at);
create index on core.notifications (order_id);
create index on core.notifications (user_token, clicked_at) where clicked_at is not null;
