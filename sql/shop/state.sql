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

-- Users get ids from the table's sequence, which hand-made rows use too: so every batch of new users
-- notes where its ids begin.
create table shop.user_batches (
  first_index integer primary key,
  first_id    bigint not null
);
