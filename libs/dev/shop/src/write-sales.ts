import type { Client } from 'pg';
import { copyRows, field } from './copy-rows';
import { idsOf } from './ids';
import type { Sales } from './sales';
import { nextId, skipIds } from './sequences';
import type { ShopClients } from './session';
import { readBatches, writeBatch } from './state';
import type { Ids, SaleTable, SaleTableName } from './tables/sale-table';
import type { World } from './world';

/** How many rows of a table came, changed and went. */
export interface RowChanges {
  readonly inserted: number;
  readonly updated: number;
  readonly deleted: number;
}

export type SaleChanges = Record<SaleTableName, RowChanges>;

/**
 * Writes what happened in [from, until): rows that are made then, and rows made before that had an event.
 * A user whose row was erased does nothing any more, and nothing is done for one. `deleted` is for the caller.
 */
export async function writeSales(
  clients: ShopClients,
  world: World,
  all: readonly Sales[],
  from: number,
  until: number,
): Promise<{ changes: SaleChanges; ids: Ids }> {
  const firstAt = ({ table, items }: Sales, instant: number) => {
    const found = items.findIndex((item) => table.madeAt(item) >= instant);
    return found === -1 ? items.length : found;
  };
  const parts = all.map((sales) => ({ sales, known: firstAt(sales, from), end: firstAt(sales, until) }));
  const ids: Partial<Record<SaleTableName, (index: number) => number>> = {};
  const firstIds: number[] = [];
  for (const { sales, known, end } of parts) {
    const { table, service } = sales;
    const batch = { firstIndex: known, firstId: await nextId(clients[service], table.name) };
    if (end > known) await writeBatch(clients.users, table.name, batch);
    ids[table.name] = idsOf(await readBatches(clients.users, table.name));
    firstIds.push(batch.firstId);
  }
  const allIds = { ...ids, user: (index: number) => world.ids[index]! } as Ids;
  const changes: Partial<SaleChanges> = {};
  for (const [nth, { sales, known, end }] of parts.entries()) {
    const { table, items, service } = sales;
    const client = clients[service];
    const here = (item: unknown) => !world.erased[table.user(item)];
    const line = (item: unknown) => lineOf(table, item, until, allIds);
    const inserted = await copyRows(
      client,
      copyInto(table, table.name),
      lines(items, known, end, here, line),
    );
    if (end > known) await skipIds(client, table.name, firstIds[nth]! + end - known);
    const changed = (item: unknown) => here(item) && table.changedAt(item, until) >= from;
    const updated = known > 0 ? await update(client, table, lines(items, 0, known, changed, line)) : 0;
    changes[table.name] = { inserted, updated, deleted: 0 };
  }
  return { changes: changes as SaleChanges, ids: allIds };
}

function* lines(
  items: readonly unknown[],
  first: number,
  end: number,
  wanted: (item: unknown) => boolean,
  line: (item: unknown) => string,
): Generator<string> {
  for (let index = first; index < end; index += 1) if (wanted(items[index])) yield line(items[index]);
}

/** The row of an item at `until`, as COPY reads it. */
export const lineOf = <T>(table: SaleTable<T>, item: T, until: number, ids: Ids): string =>
  `${table.fields(item, until, ids).map(field).join('\t')}\n`;

export const copyInto = ({ columns }: Pick<SaleTable<unknown>, 'columns'>, name: string): string =>
  `copy ${name} (${columns.join(', ')}) from stdin`;

async function update(client: Client, table: SaleTable<unknown>, rows: Iterable<string>): Promise<number> {
  if (table.changing.length === 0) return 0;
  const changed = `changed_${table.name}`;
  await client.query(`create temp table ${changed} (like ${table.name}) on commit drop`);
  await copyRows(client, copyInto(table, changed), rows);
  const { rowCount } = await client.query(
    `update ${table.name}
        set ${table.changing.map((column) => `${column} = ${changed}.${column}`).join(', ')}
       from ${changed}
      where ${table.name}.id = ${changed}.id`,
  );
  return rowCount ?? 0;
}
