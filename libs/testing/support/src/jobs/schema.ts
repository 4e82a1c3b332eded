import { query } from '../query';

/**
 * What a warehouse's schemas are made of, one line an object: columns with type, nullability and comment (not
 * their order: a column that was added later stands last), constraints, indexes, functions, comments.
 */
export async function schemaOf(url: string): Promise<string[]> {
  const rows = await query<{ line: string }>(url, schemaSql);
  return rows.map(({ line }) => line);
}

const schemaSql = `
  with relations as (
    select pg_class.oid, nspname || '.' || relname as name, relkind
    from pg_class join pg_namespace on pg_namespace.oid = relnamespace
    where nspname in ('core', 'analytics', 'analytics_v1', 'etl') and relkind in ('r', 'v', 'm', 'p')
  ),
  lines as (
    select concat_ws(' ', 'table', name, obj_description(oid, 'pg_class')) as line from relations
    union all
    select concat_ws(' ', 'column', name || '.' || attname, format_type(atttypid, atttypmod),
      case when attnotnull then 'not null' end, nullif(attidentity, ''),
      'default ' || pg_get_expr(adbin, adrelid), col_description(relations.oid, attnum))
    from relations join pg_attribute on attrelid = relations.oid
    left join pg_attrdef on adrelid = attrelid and adnum = attnum
    where attnum > 0 and not attisdropped
    union all
    -- PostgreSQL 18 lists what is not null as constraints too, under names that tell the table's age.
    select concat_ws(' ', 'constraint', name, conname, pg_get_constraintdef(pg_constraint.oid))
    from relations join pg_constraint on conrelid = relations.oid
    where contype <> 'n'
    union all
    select concat_ws(' ', 'index', pg_get_indexdef(indexrelid))
    from relations join pg_index on indrelid = relations.oid
    union all
    select concat_ws(' ', 'function', pg_get_functiondef(pg_proc.oid), obj_description(pg_proc.oid, 'pg_proc'))
    from pg_proc join pg_namespace on pg_namespace.oid = pronamespace
    where nspname in ('core', 'analytics', 'analytics_v1', 'etl') and prokind in ('f', 'p')
  )
  select line from lines order by line collate "C"`;
