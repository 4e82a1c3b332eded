import { quoteLiteral } from '@acme/db';
import type { RunBase } from '../context/run-base';
import type { MetricDefinition } from '../definitions/metric-definition';
import { createScratchAs, type Scratch } from '../sql/scratch';
import { sliceKindOf, type StaleSlices } from './slice-kind';
import { checkStopped } from '../context/stop';

/** The search takes no longer than this, milliseconds; then the slices that are left are reported together. */
const patienceMs = 60_000;

/**
 * Finds the slice whose rows make a computation fail, by halving: the slices of a failed attempt are in the
 * stale table again; `attempt` computes those in it, and its effects are undone. Costs about as much as
 * computing all of them once more. Gives the slice in words, without tokens.
 */
export async function findSlice(
  context: RunBase,
  definition: MetricDefinition,
  stale: StaleSlices,
  fails: (attempt: () => Promise<void>) => Promise<boolean>,
  attempt: () => Promise<void>,
): Promise<string> {
  const { warehouse } = context;
  const kind = sliceKindOf(definition);
  const until = Date.now() + patienceMs;
  const suspects = await createScratchAs(
    warehouse,
    'suspects',
    `select ${kind.name}::text, row_number() over (order by ${kind.name}) from ${stale.name}`,
  );
  const failsWith = (from: number, to: number) =>
    fails(async () => {
      await warehouse.query(
        `delete from ${stale.name}
         where ${kind.name}::text not in (select slice from ${suspects.name} where nth between $1 and $2)`,
        [from, to],
      );
      await attempt();
    });
  let [from, to] = [1, suspects.rows];
  while (from < to && Date.now() < until) {
    checkStopped(context);
    const middle = Math.floor((from + to) / 2);
    if (await failsWith(from, middle)) to = middle;
    else if (await failsWith(middle + 1, to)) from = middle + 1;
    // Only together do they fail: a sum of both halves.
    else break;
  }
  return sliceInWords(context, definition, suspects, from, to);
}

async function sliceInWords(
  { warehouse }: RunBase,
  definition: MetricDefinition,
  suspects: Scratch<'suspects'>,
  from: number,
  to: number,
): Promise<string> {
  const ends = await warehouse.rows<{ slice: string }>(
    `select slice from ${suspects.name} where nth in ($1, $2) order by nth`,
    [from, to],
  );
  const [first, last] = [ends[0]?.slice, ends.at(-1)?.slice];
  if (first === undefined || last === undefined) return 'all slices';
  const { name, calendar } = sliceKindOf(definition);
  if (calendar) return from === to ? `${name} ${first}` : `${name}s ${first} to ${last}`;
  if (from !== to) return `${to - from + 1} keys`;
  // Tokens have no place in messages and ledger; the source's id of the user has.
  if (definition.slice.column === 'user_token') {
    const rows = await warehouse.rows<{ id: string }>(
      `select id::text from core.users where user_token = ${quoteLiteral(first)}`,
    );
    return rows[0] ? `the user with id ${rows[0].id}` : 'one user that is not in core.users';
  }
  return /^v\d+_/.test(first) ? 'one key' : `key ${first}`;
}
