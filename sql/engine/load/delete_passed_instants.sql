-- Instants of entity $1 that have passed: their rows count as changed in this transaction.
delete from etl.future_rows
using this_run
where future_rows.entity = $1 and future_rows.due_at < this_run.now;
