-- Keys $3 of rows of entity $2 that break the model in the ways $4: run $1 loaded none of their transaction.
insert into etl.refused_batches (run_id, entity, source_id, reasons)
select $1::bigint, $2::text, unnest($3::bigint[]), $4::text[];
