import { quoteLiteral } from '@acme/db';
import type { RunBase } from '../context/run-base';
import type { MetricDefinition } from '../definitions/metric-definition';
import { sliceTable } from './slices';
import { checkStopped } from '../context/stop';
import { tempTable } from '../sql/temp-table';

/** No longer than this is looked for, milliseconds; then the slices that are left are told together. */
const patienceMs = 60_000;

/**
 * Finds the slice whose rows make a computation fail, by halving: the slices of a failed attempt are in the
 * stale table again; `attempt` computes those in it, and its effects are undone. Costs about as much as
 * computing all of them once more. Gives the slice in words, without tokens.
 */
export async function findSlice(
  context: RunBase,
  definition: MetricDefinition,
  fails: (attempt: () => Promise<void>) => Promise<boolean>,
  attempt: () => Promise<void>,
): Promise<string> {
  const { warehouse } = context;
  const { kind } = definition.slice;
  const stale = sliceTable[kind];
  const until = Date.now() + patienceMs;
  const count = await tempTable(
    warehouse,
    'suspects',
    `as select ${kind}::text as slice, row_number() over (order by ${kind}) as nth from ${stale}`,
  );
  const failsWith = (from: number, to: number) =>
    fails(async () => {
      await warehouse.query(
        `delete from ${stale} where ${kind}::text not in (select slice from suspects where nth between $1 and $2)`,
        [from, to],
      );
      await attempt();
    });
  let [from, to] = [1, count];
  while (from < to && Date.now() < until) {
    checkStopped(context);
    const middle = Math.floor((from + to) / 2);
    if (await failsWith(from, middle)) to = middle;
    else if (await failsWith(middle + 1, to)) from = middle + 1;
    // Only together do they fail: a sum of both halves.
    else break;
  }
  return sliceInWords(context, definition, from, to);
}

async function sliceInWords(
  { warehouse }: RunBase,
  { slice: { kind, column } }: MetricDefinition,
  from: number,
  to: number,
): Promise<string> {
  const ends = await warehouse.rows<{ slice: string }>(
    'select slice from suspects where nth in ($1, $2) order by nth',
    [from, to],
  );
  const [first, last] = [ends[0]?.slice, ends.at(-1)?.slice];
  if (first === undefined || last === undefined) return 'all slices';
  if (kind !== 'key') return from === to ? `${kind} ${first}` : `${kind}s ${first} to ${last}`;
  if (from !== to) return `${to - from + 1} keys`;
  // Tokens have no place in messages and ledger; the source's id of the user has.
  if (column === 'user_token') {
    const rows = await warehouse.rows<{ id: string }>(
      `select id::text from core.users where user_token = ${quoteLiteral(first)}`,
    );
    return rows[0] ? `the user with id ${rows[0].id}` : 'one user that is not in core.users';
  }
  return /^v\d+_/.test(first) ? 'one key' : `key ${first}`;
}
