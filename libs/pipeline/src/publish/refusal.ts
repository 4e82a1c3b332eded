import { serverErrorOf } from '@acme/db';
import { checkFresh, ChecksFailedError } from '../context/checks';
import type { PublishContext } from '../context/publish-context';
import { findSlice } from '../staleness/find-slice';
import { claim } from '../context/lock-wait';
import type { MetricDefinition } from '../definitions/metric-definition';
import { computeFresh } from './compute-fresh';
import { prepareSlices } from './prepare-slices';
import { tablesWritten } from './publish';
import { writeDifferences } from './write-differences';
import { isDataFailure, mistakeOf, ruleBroken, TableRefusedError } from '../context/table-failure';

/** Undoes the unit in which a slice was looked for. */
class Found extends Error {
  constructor(readonly slice: string) {
    super('found');
  }
}

/**
 * What a failed publication stands for: the author's mistake, or a refusal that names slice and rule; any other
 * error comes back as it was.
 */
export async function refusalOf(
  context: PublishContext,
  definition: MetricDefinition,
  error: unknown,
): Promise<unknown> {
  const mistake = mistakeOf(definition, error);
  if (mistake) return mistake;
  if (!isDataFailure(error)) return error;
  const { rule, sqlstate } = ruleBroken(definition, error);
  const slice = await failingSlice(context, definition);
  return new TableRefusedError(definition.table, rule, sqlstate, slice, { cause: error });
}

/** Computes the stale slices again, in halves, in a unit that is undone. */
async function failingSlice(context: PublishContext, definition: MetricDefinition): Promise<string> {
  const { warehouse } = context;
  await context.step(`look for what ${definition.table} refuses`);
  try {
    await warehouse.transaction(async () => {
      await claim(warehouse, tablesWritten(definition), context.patience.leftMs);
      const { stale, range } = await prepareSlices(context, definition);
      const slice = await findSlice(
        context,
        definition,
        stale,
        async (attempt) => {
          const failure = await warehouse.attempt(async () => {
            await attempt();
            throw new Found('');
          });
          if (failure instanceof Found || failure instanceof ChecksFailedError) return false;
          if (!isDataFailure(failure)) throw failure;
          return true;
        },
        async () => {
          const fresh = await computeFresh(context, definition);
          await checkFresh(context, definition, fresh);
          await writeDifferences(context, definition, { fresh, stale, range });
        },
      );
      throw new Found(slice);
    }, null);
  } catch (failure) {
    if (failure instanceof Found) return failure.slice;
    // What tells the slices fails itself: a propagation, range or maturity query.
    if (isDataFailure(failure)) return 'all slices';
    if (serverErrorOf(failure) === undefined) throw failure;
    return 'a slice that could not be looked for';
  }
  return 'all slices';
}
