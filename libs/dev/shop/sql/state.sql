-- What the shop needs to know to go on where it stopped. No source role can see this schema.
create schema shop;

create table shop.state (
  one_row            boolean primary key default true check (one_row),
  seed               bigint           not null,
  opened_at          timestamptz      not null,
  until              timestamptz      not null,
  registration_scale double precision not null,
  activity_scale     double precision not null
);

-- Rows get ids from their table's sequence, which hand-made rows use too: so every batch of new rows
-- notes where its ids begin. Of all services' tables.
create table shop.id_batches (
  table_name  text    not null,
  first_index integer not null,
  first_id    bigint  not null,
  primary key (table_name, first_index)
);
