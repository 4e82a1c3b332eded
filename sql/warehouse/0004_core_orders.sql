-- Facts of the orders domain. Lines carry no user: they are reached through their order.
create table core.orders (
  id                      bigint not null,
  order_number            text,
  user_token              text not null,
  status                  text not null,
  currency                text not null,
  subtotal_cents          bigint,
  discount_cents          bigint,
  tax_cents               bigint,
  shipping_cents          bigint,
  total_cents             bigint,
  item_count              integer,
  shipping_address_token  text,
  billing_address_token   text,
  source                  text,
  coupon_code             text,
  created_at              timestamptz not null,
  updated_at              timestamptz not null,
  confirmed_at            timestamptz,
  shipped_at              timestamptz,
  delivered_at            timestamptz,
  cancelled_at            timestamptz,
  loaded_run_id           bigint not null,
  primary key (id, user_token)
);
create index on core.orders (user_token, created_at);
create index on core.orders (created_at);
create index on core.orders (confirmed_at);

create table core.order_items (
  id                  bigint not null,
  order_id            bigint not null,
  product_id          bigint not null,
  product_variant_id  bigint,
  product_name        text,
  product_sku         text,
  category            text,
  quantity            integer,
  unit_price_cents    bigint,
  discount_cents      bigint,
  tax_cents           bigint,
  total_cents         bigint,
  is_gift             boolean,
  created_at          timestamptz not null,
  updated_at          timestamptz not null,
  loaded_run_id       bigint not null,
  primary key (id)
);
create index on core.order_items (order_id);
