import { contents, query } from '@acme/testing';

/**
 * All of a warehouse that must be the same however often its runs were disturbed. Not compared: numbers of runs and
 * loads, clocks, and the watermark of an append-only entity, which moves by observations of the source's clock.
 */
export async function picture(url: string): Promise<Record<string, string[]>> {
  const lines = async (sql: string) => (await query<{ line: string }>(url, sql)).map(({ line }) => line);
  return {
    ...(await contents(url)),
    'etl.quarantine': await lines(
      `select concat_ws(' ', entity, source_id, updated_at, reasons) as line from etl.quarantine`,
    ),
    'etl.watermarks': await lines(
      `select concat_ws(' ', entity, after_time, case when after_time is not null then after_id end, key_check, generation) as line
       from etl.watermarks`,
    ),
    'etl.future_rows': await lines(`select concat_ws(' ', entity, id, due_at) as line from etl.future_rows`),
    'etl.metric_tables': await lines(
      `select concat_ws(' ', table_name, job, definition, zone, computed_now, first_day, last_day) as line
       from etl.metric_tables where to_regclass(table_name) is not null`,
    ),
    'etl.stale_slices': await lines(
      `select concat_ws(' ', table_name, slice) as line from etl.stale_slices group by table_name, slice`,
    ),
  };
}
