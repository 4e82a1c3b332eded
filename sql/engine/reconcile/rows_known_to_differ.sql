-- Of the source's rows of entity $3, with ids $1 and times $2, those in quarantine in this version (refused), and those
-- beyond the watermark ($4, $5), which the next run will load.
select version.id::text, refused.source_id is not null as refused
from unnest($1::bigint[], $2::timestamptz[]) as version (id, updated_at)
left join etl.quarantine as refused
  on refused.entity = $3
  and refused.source_id = version.id
  and refused.updated_at is not distinct from version.updated_at
where refused.source_id is not null
  or case
    when $4::timestamptz is null then version.id > $5::bigint
    else (version.updated_at, version.id) > ($4, $5)
  end;
