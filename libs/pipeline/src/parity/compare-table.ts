import type { Session } from '@acme/db';
import { createScratchAs, type Scratch } from '../sql/scratch';
import type { ParityDefinition } from './definition';

/** A value of v1 that neither equals its v2 counterpart nor is explained by a declared difference. */
export interface Unexplained {
  /** Local day; NULL for tables of one state. */
  readonly day: string | null;
  readonly key: string;
  readonly measure: string;
  readonly v1: number | null;
  readonly v2: number | null;
}

export interface ParityCounts {
  readonly compared: number;
  readonly equal: number;
  readonly declared: number;
  readonly unexplained: number;
}

export interface TableParity extends ParityCounts {
  readonly table: string;
  readonly counterparts: readonly string[];
  /** How many values that are not equal each declared difference explains, alone or with others. */
  readonly differences: Readonly<Record<string, number>>;
  /** The counts by local day. */
  readonly days: ReadonlyMap<string, ParityCounts>;
  /** All of them, in the order of day, key and measure. */
  readonly findings: readonly Unexplained[];
}

/** Doubles that were summed or divided in another order may differ in their last digits, and in no others. */
const tolerance = 1e-14;

/** Less than, not at most: NaN and infinity are as near to everything as the tolerance made of them allows. */
const same = (one: string, other: string) =>
  `(${one} is not distinct from ${other}
    or coalesce(abs(${one} - ${other}) < ${tolerance} * greatest(abs(${one}), abs(${other})), false))`;

/** Compares one table by its query. */
export async function compareTable(
  session: Session,
  definition: ParityDefinition,
  _compared: Scratch<'compared'>,
  asOf: string,
): Promise<TableParity> {
  const judged = await createScratchAs(
    session,
    'judged',
    // Where a declared difference is at work, what it predicts is what v1 has to be: being equal to v2 is wrong then.
    `select day, key, measure, v1, v2, at_work as reasons,
       case
         when expected::double precision = 'NaN' or not ${same('v1', 'expected')} then 'unexplained'
         when ${same('v1', 'v2')} then 'equal'
         else 'declared'
       end as verdict
     from (${definition.query}\n) as compared_values
     cross join lateral (select array_remove(reasons, null) as at_work) as differences
     cross join lateral (select case when cardinality(at_work) > 0 then explained else v2 end as expected) as prediction`,
  );
  const counts = await session.rows<{ day: string; verdict: keyof ParityCounts; number: string }>(
    `select coalesce(day, $1::date)::text as day, verdict, count(*)::text as number
     from ${judged.name} group by 1, 2 order by 1`,
    [asOf],
  );
  const days = new Map<string, ParityCounts>();
  const total = { compared: 0, equal: 0, declared: 0, unexplained: 0 };
  for (const { day, verdict, number } of counts) {
    const before = days.get(day) ?? { compared: 0, equal: 0, declared: 0, unexplained: 0 };
    const add = (sum: ParityCounts) => ({
      ...sum,
      compared: sum.compared + Number(number),
      [verdict]: sum[verdict] + Number(number),
    });
    days.set(day, add(before));
    Object.assign(total, add(total));
  }
  const reasons = await session.rows<{ reason: string; number: string }>(
    `select reason, count(*)::text as number from ${judged.name} cross join unnest(reasons) as reason
     where verdict = 'declared' group by reason order by reason`,
  );
  for (const { reason } of reasons) {
    if (!(reason in definition.differences))
      throw new Error(`${definition.table}: the difference ${reason} is not declared`);
  }
  const findings = await session.rows<Unexplained>(
    `select day::text, key, measure, v1::double precision, v2::double precision from ${judged.name} where verdict = 'unexplained' order by day, key, measure`,
  );
  return {
    table: definition.table,
    counterparts: definition.counterparts,
    ...total,
    differences: Object.fromEntries(reasons.map(({ reason, number }) => [reason, Number(number)])),
    days,
    findings,
  };
}
