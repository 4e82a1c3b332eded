/** Where the ids of a batch of rows begin. */
export interface IdBatch {
  readonly firstIndex: number;
  readonly firstId: number;
}

/**
 * The id of the row at an index. Rows are numbered as they are made; rows inserted by hand in between
 * take ids of the same sequence, so a later batch begins where the sequence stood.
 */
export function idsOf(batches: readonly IdBatch[]): (index: number) => number {
  const ordered = [...batches].sort((a, b) => b.firstIndex - a.firstIndex);
  return (index) => {
    const batch = ordered.find(({ firstIndex }) => firstIndex <= index);
    if (!batch) throw new Error(`no batch holds index ${index}`);
    return batch.firstId + index - batch.firstIndex;
  };
}
