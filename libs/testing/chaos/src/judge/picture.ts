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
      `select (to_jsonb(w) - '{run_id,seen_run_id,loaded_until}'::text[]
         - case when after_time is null then 'after_id' else '' end)::text as line
       from etl.watermarks as w`,
    ),
    'etl.future_rows': await lines(`select concat_ws(' ', entity, id, due_at) as line from etl.future_rows`),
    'etl.metric_tables': await lines(
      `select (to_jsonb(m) - '{run_id,inputs,verify_turn,verified_at,verified_run_id}'::text[])::text as line
       from etl.metric_tables as m where to_regclass(table_name) is not null`,
    ),
    'etl.published_slices': await lines(
      `select concat_ws(' ', table_name, slice, row_count, hash) as line from etl.published_slices where to_regclass(table_name) is not null`,
    ),
    'etl.stale_slices': await lines(
      `select concat_ws(' ', table_name, slice) as line from etl.stale_slices group by table_name, slice`,
    ),
  };
}
