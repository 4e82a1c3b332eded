import type { Client } from 'pg';

/** Where the ids of a batch of notifications begin, by their position in the order of creation. */
export interface NotificationBatch {
  readonly firstPosition: number;
  readonly firstId: number;
}

/** With one database for all services the users service's notes are in the same schema. */
export async function createBatches(client: Client): Promise<void> {
  await client.query('create schema if not exists shop');
  await client.query(
    'create table shop.notification_batches (first_position integer primary key, first_id bigint not null)',
  );
}

export async function readBatches(client: Client): Promise<NotificationBatch[]> {
  const { rows } = await client.query<{ first_position: number; first_id: string }>(
    'select first_position, first_id from shop.notification_batches order by first_position',
  );
  return rows.map((row) => ({ firstPosition: row.first_position, firstId: Number(row.first_id) }));
}

export async function writeBatch(client: Client, batch: NotificationBatch): Promise<void> {
  await client.query(
    'insert into shop.notification_batches (first_position, first_id) values ($1::int, $2::bigint)',
    [batch.firstPosition, batch.firstId],
  );
}

/** Takes the next `count` (at least 1) ids, after those that rows made by hand have; gives the first one. */
export async function reserveIds(client: Client, count: number): Promise<number> {
  const { rows } = await client.query<{ first: string }>(
    `select setval('notifications_v2_id_seq', nextval('notifications_v2_id_seq') + $1::bigint - 1)
            - $1::bigint + 1 as first`,
    [count],
  );
  return Number(rows[0]!.first);
}

/** The id of the notification at a position; the batches in their order. */
export function idAt(batches: readonly NotificationBatch[], position: number): number {
  const batch = batches.findLast(({ firstPosition }) => firstPosition <= position)!;
  return batch.firstId + position - batch.firstPosition;
}
