import type { RunBase } from '../context/run-base';
import type { LoadCounts } from '../context/summary';
import type { CursorPosition } from '../sql/extract-sql';
import { engineSql } from '../sql/engine-sql';

/** Keeps in the ledger what a transaction loaded of an entity; `last`: the last row read, in the order of reading. */
export async function recordLoad(
  { warehouse, runId }: RunBase,
  entity: string,
  mode: 'changes' | 'days' | 'repair' | 'sweep' | 'due',
  counts: LoadCounts,
  last?: CursorPosition,
): Promise<void> {
  const { extracted, inserted, updated, unchanged, quarantined, deleted } = counts;
  const position = last ? JSON.stringify(last) : null;
  await warehouse.query(engineSql('load', 'record_load'), [
    runId,
    entity,
    mode,
    extracted,
    inserted,
    updated,
    unchanged,
    quarantined,
    deleted,
    position,
  ]);
}
