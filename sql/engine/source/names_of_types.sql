-- The names of the types with oids $1.
select oid::text, format_type(oid, null) as type
from unnest($1::oid[]) as types (oid);
