import { registrationScale } from '../src/registrations';
import { salesOf } from '../src/sales';
import { storiesOf, type Stories } from '../src/stories';
import type { Ids, SaleTableName } from '../src/tables/sale-table';
import { World } from '../src/world';

export const hour = 3_600_000;
export const day = 24 * hour;

export type Row = Readonly<Record<string, string | null>>;
export type Tables = Readonly<Record<SaleTableName, readonly Row[]>>;

/** The rows of a shop's orders and payments as they stand at its end, without a database. */
export interface SoldShop {
  readonly world: World;
  readonly openedAt: number;
  readonly until: number;
  readonly stories: Stories;
  readonly rows: Tables;
}

const position = (index: number) => index + 1;
/** Every row's id is its position; a user's too. */
const ids: Ids = {
  orders_v2: position,
  order_items_v2: position,
  payments_v2: position,
  refunds_v2: position,
  disputes_v2: position,
  user: position,
};

/** A shop that ends in the autumn, when clocks have been changed. */
export function soldShop(
  seed: number,
  users: number,
  days: number,
  until = Date.parse('2026-11-20T00:00:00Z'),
): SoldShop {
  const openedAt = until - days * day;
  const plan = { seed, openedAt, registrationScale: registrationScale(seed, openedAt, days, users) };
  const world = new World(plan, days);
  const rows: Partial<Record<SaleTableName, Row[]>> = {};
  for (const { table, items } of salesOf(world, days)) {
    rows[table.name] = items
      .filter((item) => table.madeAt(item) < until)
      .map((item) => {
        const fields = table.fields(item, until, ids);
        return Object.fromEntries(table.columns.map((column, nth) => [column, fields[nth]!]));
      });
  }
  return { world, openedAt, until, stories: storiesOf(plan, days), rows: rows as Tables };
}

/** An instant as a row has it, in milliseconds. */
export const instant = (text: string | null): number =>
  text === null ? NaN : Date.parse(text.replace(' ', 'T').replace(/\+00$/, 'Z'));

export const within = (text: string | null, { from, until }: { from: number; until: number }): boolean =>
  instant(text) >= from && instant(text) < until;

export function countBy<T>(items: readonly T[], key: (item: T) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(key(item), (counts.get(key(item)) ?? 0) + 1);
  return counts;
}

export function groupBy<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group) group.push(item);
    else groups.set(key(item), [item]);
  }
  return groups;
}

export const median = (values: readonly number[]): number => percentile(values, 0.5);

/** PostgreSQL's percentile_cont. */
export function percentile(values: readonly number[], fraction: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const place = fraction * (sorted.length - 1);
  const below = Math.floor(place);
  const value = sorted[below]!;
  return value + (place - below) * ((sorted[below + 1] ?? value) - value);
}
